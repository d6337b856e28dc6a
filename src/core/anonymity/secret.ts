// T37: keys, tokens and passwords in a text. They are never masked: a text with one is held.
// Knows no dictionary.
import { canonicalLayer } from './canonical-text.ts'
import { type Layer, plainLayer, spanOf } from './layer.ts'
import { unescapeLayer } from './unescape.ts'

export type SecretKind =
  | 'private-key'
  | 'cloud-key'
  | 'token'
  | 'password'
  | 'hash-pair'
  | 'credential-url'
  | 'connection-string'

/** [start, end) of the text as given. */
export type Secret = { start: number; end: number; kind: SecretKind }

/** A password that archives of malware samples are given by convention is no secret. */
const value = '(?!["\']?(?:infected|malware|virus)\\b)["\']?[^\\s"\'<>,;、。]{3,100}'
const word = '(?:password|passwd|passphrase|pwd|パスワード|暗証番号|合言葉)'
const keyWord =
  '(?:api[_-]?key|secret[_-]?(?:access[_-]?)?key|client[_-]?secret|(?:access|auth)[_-]?token)'

const secrets: readonly { kind: SecretKind; pattern: RegExp }[] = [
  { kind: 'private-key', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'private-key', pattern: /PuTTY-User-Key-File-\d|AGE-SECRET-KEY-1[A-Z0-9]{10}/g },
  {
    kind: 'cloud-key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g,
  },
  { kind: 'cloud-key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { kind: 'cloud-key', pattern: /(?<![\w-])ya29\.[\w-]{20,200}/g },
  { kind: 'cloud-key', pattern: /"type" ?: ?"service_account"|AccountKey=[A-Za-z0-9+/]{40}/g },
  { kind: 'token', pattern: /(?<!\w)(?:gh[opusr]_[A-Za-z0-9]{36}|github_pat_\w{22,100})/g },
  { kind: 'token', pattern: /(?<!\w)glpat-[\w-]{20}|(?<!\w)xox[abeoprs]-[\w-]{10,100}/g },
  { kind: 'token', pattern: /hooks\.slack\.com\/services\/T\w{6,12}\/B\w{6,12}\/\w{10,40}/g },
  {
    kind: 'token',
    pattern: /(?<!\w)(?:sk|rk)_live_[A-Za-z0-9]{16,100}|(?<!\w)npm_[A-Za-z0-9]{36}/g,
  },
  { kind: 'token', pattern: /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{10,1000}/g },
  { kind: 'token', pattern: /authorization ?: ?(?:basic|bearer) [\w.~+/=-]{8,2000}/gi },
  { kind: 'password', pattern: new RegExp(`${word}(?: ?[=:] ?| is |は ?)${value}`, 'gi') },
  { kind: 'password', pattern: new RegExp(`${keyWord}["']? ?[=:] ?["']?[\\w+/=.-]{8,200}`, 'gi') },
  { kind: 'hash-pair', pattern: /(?<![0-9a-f])[0-9a-f]{32}:[0-9a-f]{32}(?![0-9a-f])/gi },
  { kind: 'hash-pair', pattern: /\$(?:1|2[aby]|5|6|y|krb5\w{2,10})\$[\w$./=*-]{16,200}/g },
  {
    kind: 'credential-url',
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"']{1,64}:[^\s/@"']{1,128}@/gi,
  },
  {
    kind: 'connection-string',
    pattern: /(?:server|data source|host) ?=[^;]{1,100};[^"\n]{0,200}?(?:pwd|password) ?=/gi,
  },
]

/** A sign or two that every secret above has. */
const telling =
  /[=:$は]| is |BEGIN|PuTTY|AGE-|A[KSBC][IC]A|AIza|ya29|gh[opusr]_|pat[_-]|xox|_live_|npm_|eyJ/i

const findIn = (layer: Layer): Secret[] =>
  !telling.test(layer.text)
    ? []
    : secrets.flatMap(({ kind, pattern }) =>
        [...layer.text.matchAll(pattern)].map(({ 0: written, index }) => ({
          ...spanOf(layer, index, index + written.length),
          kind,
        })),
      )

/** The secrets in a text, as written, in plain width, and with one round of escapes undone. */
export const findSecrets = (text: string): Secret[] => {
  const plain = plainLayer(text)
  const unescaped = unescapeLayer(plain)
  return [...new Set([plain, unescaped])].flatMap((layer) => {
    const { layer: folded } = canonicalLayer(layer)
    return findIn(folded)
  })
}
