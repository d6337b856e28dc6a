// Whether a printed object still tells a victim's token, however it is written. Made for tests only
// and apart from the hub's own search: slow, plain, and it shares no code with it.
import { createHash } from 'node:crypto'
import { domainToASCII, domainToUnicode } from 'node:url'
import type { VictimToken } from './victim-corpus.ts'

/** What of a token no text may hold, folded; `solid` without anything but letters and digits. */
export type Sought = { pieces: string[]; solid: string[]; digests: string[] }

const toKatakana = (text: string): string =>
  text.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))

const fold = (text: string): string =>
  toKatakana(
    text
      .normalize('NFKC')
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .normalize('NFKC')
      .toLowerCase(),
  )

const solidOf = (folded: string): string => folded.replace(/[^\p{L}\p{N}]/gu, '')

/** Long enough not to come about by chance in an id or a time. */
const isTelling = (solid: string): boolean =>
  solid.length >= (/^[0-9]*$/.test(solid) ? 9 : /^[ -~]*$/.test(solid) ? 6 : 3)

const digestsOf = (text: string): string[] =>
  ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(text).digest('hex'))

/** What to look for: the token, its core, and of a mail address the person in it. */
export const soughtOf = ({ kind, text, core, listed }: VictimToken): Sought => {
  const [person] = text.split('@')
  const whole = [text, core, ...(kind === 'mail' && /[._-]/.test(person!) ? [person!] : [])]
  const ascii = kind === 'domain' ? domainToASCII(core) : ''
  const pieces = [...new Set([...whole, ascii].filter((piece) => piece !== '').map(fold))]
  return {
    pieces,
    solid: pieces.map(solidOf).filter(isTelling),
    digests: listed ? [text, text.toLowerCase()].flatMap(digestsOf) : [],
  }
}

const asText = (octets: Buffer): string[] => {
  const text = octets.toString('utf8')
  if (text !== '' && !/[\ufffd\u0000-\u0008\u000e-\u001f]/.test(text)) return [text]
  const wide = octets.toString('utf16le')
  return /^[ -~]+$/.test(wide) ? [wide] : []
}

const octetsOf = (run: string, digits: RegExp): Buffer =>
  Buffer.from((run.match(digits) ?? []).map((hex) => Number.parseInt(hex.slice(-2), 16)))

/** All of a text with its runs decoded; nothing where it has none. */
const replaced = (text: string, runs: RegExp, decode: (run: string) => string): string[] => {
  const after = text.replace(runs, decode)
  return after === text ? [] : [after]
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', period: '.' }

const runsDecoded = (text: string): string[] => [
  ...replaced(text, /(?:%[0-9a-f]{2})+/gi, (run) => octetsOf(run, /%../g).toString()),
  ...replaced(text, /&#(\d{1,7}|x[0-9a-f]{1,6});|&([a-z]+);/gi, (entity) => {
    const body = entity.slice(1, -1).toLowerCase()
    if (!body.startsWith('#')) return named[body] ?? entity
    const code = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  }),
  ...replaced(text, /\\u[0-9a-f]{4}/gi, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(2), 16)),
  ),
  ...replaced(text, /(?:\\x[0-9a-f]{2})+/gi, (run) => octetsOf(run, /\\x../gi).toString()),
  ...replaced(text, /\\(?=[^\w\s])/g, () => ''),
  ...replaced(text, /(?:[\w-]+\.)*xn--[\w.-]+/gi, (host) => domainToUnicode(host) || host),
  ...replaced(text, /\s*[[({<]\s*(?:\.|dot)\s*[\])}>]\s*|\s(?:dot|\.)\s/gi, () => '.'),
  ...replaced(text, /\s*[[({<]\s*(?:@|at)\s*[\])}>]\s*|\sat\s/gi, () => '@'),
]

const codeDecoded = (text: string): string[] => {
  const hex = text.match(/(?:[0-9a-f]{2}[\s:|]{0,2}){3,}/gi) ?? []
  const base64 = text.match(/[A-Za-z0-9+/_-]{4,}/g) ?? []
  return [
    ...hex.flatMap((run) => asText(octetsOf(run, /[0-9a-f]{2}/gi))),
    ...base64.flatMap((run) => [0, 1, 2, 3].flatMap((at) => asText(from64(run.slice(at))))),
  ]
}

const from64 = (run: string): Buffer => Buffer.from(run, 'base64')

const rounds = 4

const isTold = (text: string, { pieces, solid, digests }: Sought): boolean => {
  const folded = fold(text)
  if (pieces.some((piece) => folded.includes(piece))) return true
  const close = folded.replace(/\s/g, '')
  if (pieces.some((piece) => close.includes(piece.replace(/\s/g, '')))) return true
  const bare = solidOf(folded)
  return (
    solid.some((piece) => bare.includes(piece)) || digests.some((digest) => bare.includes(digest))
  )
}

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => [
      ...(Array.isArray(value) ? [] : [key]),
      ...textsOf(inner),
    ])
  }
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : []
}

/** The readings of a text that may tell: it, and what it decodes to in any order of decodings. */
const readingsOf = (text: string): Set<string> => {
  const readings = new Set([text])
  let fresh = [text]
  for (let round = 0; round < rounds && fresh.length > 0; round += 1) {
    const found = fresh.flatMap((one) => {
      const compatible = one
        .normalize('NFKC')
        .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      const close = compatible.replace(/(?<=^|[\s'"])(?:\S\s){3,}\S(?=$|[\s'".])/g, (run) =>
        run.replace(/\s/g, ''),
      )
      return [...new Set([one, compatible, close])].flatMap((form) => [
        form,
        ...runsDecoded(form),
        ...codeDecoded(form),
      ])
    })
    fresh = [...new Set(found)].filter((one) => !readings.has(one))
    for (const one of fresh) readings.add(one)
  }
  return readings
}

/** The text in a printed JSON object that tells what is sought, as it stands there, or null. */
export const findLeak = (body: string, sought: Sought): string | null => {
  const texts = new Set(textsOf(JSON.parse(body)))
  for (const text of texts)
    for (const reading of readingsOf(text)) if (isTold(reading, sought)) return text
  return null
}
