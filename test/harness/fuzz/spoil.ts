// Requests made wrong in one place: what a broken client, or somebody who looks for a way in,
// would send. Knows no route.
import type { Chance } from '../chance.ts'

export type Request = {
  method: string
  /** Of the path, already encoded. */
  parts: string[]
  query: [string, string][]
  headers: Record<string, string>
  /** The value of the body; undefined for none. */
  body: unknown
  /** Sent in the place of the body. */
  bytes: Buffer | null
}

/** `refused`: whatever else it may be, the answer cannot be that it was done. */
export type Spoilt = { how: string; refused: boolean }

type Spoil = (request: Request, chance: Chance) => Spoilt | null

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const hostile: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\0',
  'a\0b',
  '\u202e\ufeff',
  '\ud800',
  '𐍈 墨 👩‍👩‍👧',
  "'; drop table feed; --",
  '../../etc/passwd',
  '<img src=x onerror=1>',
  '%00%ff',
  'x'.repeat(100_000),
  [],
  {},
  [[]],
  { toString: 1 },
  'toString',
  '9'.repeat(40),
  '-0',
  '1e999',
]

const hostileTexts = hostile.filter((value) => typeof value === 'string')

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number }

const placesOf = (value: unknown, depth = 0): Place[] => {
  if (typeof value !== 'object' || value === null || depth > 6) return []
  const holder = value as Record<string, unknown>
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => [{ holder, key }, ...placesOf(holder[key], depth + 1)])
}

const spoilValue: Spoil = (request, chance) => {
  const places = placesOf(request.body)
  if (places.length === 0) return null
  const { holder, key } = chance.pick(places)
  const value = chance.pick(hostile)
  ;(holder as Record<string, unknown>)[key] = value
  return { how: 'a value', refused: false }
}

const dropMember: Spoil = (request, chance) => {
  const places = placesOf(request.body).filter(({ holder }) => !Array.isArray(holder))
  if (places.length === 0) return null
  const { holder, key } = chance.pick(places)
  delete (holder as Record<string, unknown>)[key]
  return { how: 'a member left out', refused: false }
}

const addMember: Spoil = ({ body }) => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  Object.assign(body, { no_such_member: 1 })
  return { how: 'a member more', refused: true }
}

const addQuery: Spoil = (request) => {
  request.query.push(['no_such_parameter', '1'])
  return { how: 'a parameter more', refused: true }
}

const repeatQuery: Spoil = (request, chance) => {
  if (request.query.length === 0) return null
  request.query.push(chance.pick(request.query))
  return { how: 'a parameter twice', refused: false }
}

const spoilQuery: Spoil = (request, chance) => {
  if (request.query.length === 0) return null
  chance.pick(request.query)[1] = chance.pick(hostileTexts).slice(0, 2_000)
  return { how: 'the value of a parameter', refused: false }
}

const cursors = ['AA', '!!', 'e30', 'x'.repeat(900), '0', '9'.repeat(19), 'w4A', 'AAECAw', '\0']

const spoilCursor: Spoil = (request, chance) => {
  if (request.method !== 'GET') return null
  request.query.push(['next', chance.pick(cursors)])
  return { how: 'a cursor', refused: false }
}

const parts = ['%00', '%2e%2e', '%ff', '%', '%F0%9F%91%A9', 'x'.repeat(310), 'a%2Fb', '', '~', '*']

const spoilPath: Spoil = (request, chance) => {
  const at = 2 + chance.below(Math.max(1, request.parts.length - 2))
  request.parts[at] = chance.pick(parts)
  return { how: 'a part of the path', refused: false }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

const spoilMethod: Spoil = (request, chance) => {
  request.method = chance.pick(methods)
  return { how: 'the method', refused: false }
}

const types = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'application/taxii+json;version=2.1',
  ';',
  'json',
]

const spoilType: Spoil = (request, chance) => {
  if (request.body === undefined) return null
  request.headers['content-type'] = chance.pick(types)
  return { how: 'the content type', refused: false }
}

const texts = [
  '',
  '{',
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '[]',
  'null',
  '"x"',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  deep(20_000),
  `{"title":${deep(200)}}`,
  '{"title":"\\u0000"}',
  '{"title":"\\ud800"}',
  '{"a":1e999}',
  '\ufeff{}',
]

const spoilBytes: Spoil = (request, chance) => {
  if (request.body === undefined) return null
  const raw = [Buffer.from([0xff, 0xfe, 0x7b]), Buffer.from('{"a":"\xff"}', 'latin1')]
  request.bytes = chance.pick([...raw, ...texts.map((text) => Buffer.from(text))])
  return { how: 'the bytes', refused: false }
}

const lines: readonly [string, string][] = [
  ['if-match', '*'],
  ['if-match', '"'],
  ['if-match', 'W/"x", "y"'],
  ['if-none-match', '*'],
  ['if-none-match', ',,,'],
  ['accept', 'text/html;q=x'],
  ['accept-language', '\u00e9'],
  ['authorization', 'Bearer'],
  ['authorization', 'Basic !!!'],
  ['authorization', 'Digest x'],
  ['cookie', 'sekisho=%; sekisho=x'],
  ['origin', 'https://elsewhere.example'],
  ['x-forwarded-for', '::1, unknown'],
  ['content-encoding', 'gzip'],
]

const spoilHeader: Spoil = (request, chance) => {
  const [name, value] = chance.pick(lines)
  request.headers[name] = value
  return { how: `the header ${name}`, refused: false }
}

const spoils: readonly Spoil[] = [
  spoilValue,
  spoilValue,
  spoilValue,
  dropMember,
  dropMember,
  addMember,
  addQuery,
  repeatQuery,
  spoilQuery,
  spoilCursor,
  spoilPath,
  spoilMethod,
  spoilType,
  spoilBytes,
  spoilHeader,
]

/** Spoils a request in place, in a way that it can be spoilt. */
export const spoil = (request: Request, chance: Chance): Spoilt => {
  for (;;) {
    const spoilt = chance.pick(spoils)(request, chance)
    if (spoilt !== null) return spoilt
  }
}
