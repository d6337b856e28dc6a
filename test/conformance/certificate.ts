// Makes X.509 certificates for the TLS tests, so that the suite needs no tool besides Node.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const size: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256)
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length, ...size]), content])
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)

const objectIdentifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const digits = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift((left % 128) | 0x80)
    }
    bytes.push(...digits)
  }
  return der(0x06, Buffer.from(bytes))
}

const sha256WithRsa = sequence(objectIdentifier('1.2.840.113549.1.1.11'), der(0x05))
const nameOf = (common: string) =>
  sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x0c, Buffer.from(common)))))
const utcTime = (date: Date) =>
  der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))
const extension = (id: string, critical: boolean, value: Uint8Array) =>
  sequence(
    objectIdentifier(id),
    ...(critical ? [der(0x01, Buffer.from([0xff]))] : []),
    der(0x04, value),
  )

export type Certified = {
  /** PEM. */
  certificate: string
  /** PEM. */
  key: string
  privateKey: KeyObject
  name: string
  /** SHA-256 of the public key's SPKI form, in hex: the name of a key. */
  fingerprint: string
}

/** A certificate for a fresh RSA key, signed by `issuer`, or by itself when there is none. */
export const certify = (name: string, issuer?: Certified): Certified => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const dayMs = 86_400_000
  const serial = randomBytes(8)
  serial[0] = 0x01
  const authority = issuer
    ? []
    : [extension('2.5.29.19', true, sequence(der(0x01, Buffer.from([0xff]))))]
  const alternatives = sequence(
    der(0x87, Buffer.from([127, 0, 0, 1])),
    der(0x82, Buffer.from('localhost')),
  )
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    sha256WithRsa,
    nameOf(issuer?.name ?? name),
    sequence(utcTime(new Date(Date.now() - dayMs)), utcTime(new Date(Date.now() + dayMs))),
    nameOf(name),
    spki,
    der(0xa3, sequence(...authority, extension('2.5.29.17', false, alternatives))),
  )
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey)
  const whole = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    name,
    fingerprint: createHash('sha256').update(spki).digest('hex'),
  }
}

/**
 * The tags of the fields a serialised TLS session holds. Node may write its own words before the
 * session proper, which is a DER sequence that reaches to the end.
 */
export const sessionFields = (session: Buffer): number[] => {
  const lengthAt = (at: number): [number, number] => {
    const first = session[at] ?? 0
    if (first < 0x80) return [first, at + 1]
    const bytes = first & 0x7f
    return [session.readUIntBE(at + 1, bytes), at + 1 + bytes]
  }
  let head = session.indexOf(0x30)
  for (; head >= 0; head = session.indexOf(0x30, head + 1)) {
    const size = (session[head + 1] ?? 0) & 0x7f
    if (size <= 2 && lengthAt(head + 1).reduce((a, b) => a + b) === session.length) break
  }
  if (head < 0) throw new Error('the session is no DER sequence')
  const [, begin] = lengthAt(head + 1)
  const tags: number[] = []
  for (let at = begin; at < session.length; ) {
    tags.push(session[at] ?? 0)
    const [length, content] = lengthAt(at + 1)
    at = content + length
  }
  return tags
}
