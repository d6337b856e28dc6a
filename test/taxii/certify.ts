// Makes X.509 certificates for tests of the door, so that no tool besides Node is needed.
import { generateKeyPairSync, type KeyPairKeyObjectResult, randomBytes, sign } from 'node:crypto'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const septets = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80)
    bytes.push(...septets)
  }
  return der(0x06, Buffer.from(bytes))
}

const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(common)))))
const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
const extension = (id: string, value: Uint8Array): Buffer => sequence(oid(id), der(0x04, value))
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
const yearMs = 31_536_000_000

export type Certified = {
  name: string
  /** PEM. */
  certificate: string
  /** PEM. */
  key: string
  keys: KeyPairKeyObjectResult
}

export type CertifyOptions = {
  name: string
  issuer?: Certified
  keys?: KeyPairKeyObjectResult
  from?: Date
  until?: Date
  /** Object identifiers of extended key usage; none means any use. */
  uses?: string[]
}

/** A certificate for `localhost` and 127.0.0.1, signed by `issuer` or by itself. */
export const certify = (options: CertifyOptions): Certified => {
  const { name, issuer, uses = [] } = options
  const keys = options.keys ?? generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const from = options.from ?? new Date(Date.now() - yearMs)
  const until = options.until ?? new Date(Date.now() + yearMs)
  const hosts = sequence(
    der(0x82, Buffer.from('localhost')),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  )
  const authority = sequence(...(issuer ? [] : [der(0x01, Buffer.from([0xff]))]))
  const extensions = [
    extension('2.5.29.19', authority),
    extension('2.5.29.17', hosts),
    ...(uses.length > 0 ? [extension('2.5.29.37', sequence(...uses.map(oid)))] : []),
  ]
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer?.name ?? name),
    sequence(time(from), time(until)),
    nameOf(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, (issuer?.keys ?? keys).privateKey)
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature))
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return {
    name,
    keys,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
