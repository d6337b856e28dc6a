// Says whether an Accept or a Content-Type header means TAXII 2.1. Knows nothing of status codes.

/** The media type of every TAXII 2.1 body, in the exact bytes that go out (TAXII 2.1 §3.1). */
export const taxiiMediaType = 'application/taxii+json;version=2.1'

type MediaType = { name: string; parameters: Map<string, string> }

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const nameForm = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const weightForm = /^(0(\.[0-9]{0,3})?|1(\.0{0,3})?)$/

/** Cuts at every separator that stands outside quotes. Linear in the length of the text. */
const splitUnquoted = (text: string, separator: string): string[] => {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '\\') at += 1
    else if (char === '"') quoted = !quoted
    else if (char === separator && !quoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

/** The text of a token or of a quoted string; null when it is neither (RFC 9110 §5.6.4). */
const unquote = (text: string): string | null => {
  if (token.test(text)) return text
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return null
  const inner = text.slice(1, -1)
  if (inner.includes('\\')) return null
  return inner.includes('"') ? null : inner
}

/** One media type or range with its parameters; null when malformed or a parameter is repeated. */
const parseMediaType = (text: string): MediaType | null => {
  const [name = '', ...rest] = splitUnquoted(text, ';').map((part) => part.trim())
  if (!nameForm.test(name)) return null
  const parameters = new Map<string, string>()
  for (const part of rest) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const key = part.slice(0, equals).toLowerCase()
    const value = unquote(part.slice(equals + 1))
    if (equals < 1 || !token.test(key) || value === null || parameters.has(key)) return null
    parameters.set(key, value)
  }
  return { name: name.toLowerCase(), parameters }
}

/** How precisely a range names TAXII 2.1: 4 with the version … 1 for anything; 0 not at all. */
const precisionOf = ({ name, parameters }: MediaType): number => {
  const version = parameters.get('version')
  if (name === '*/*') return 1
  if (name === 'application/*') return 2
  if (name === 'application/taxii+json') {
    if (version === undefined) return 3
    return version === '2.1' ? 4 : 0
  }
  // NOTE: the deprecated alias means TAXII 2.1 only with its version; without, clients mean 2.0.
  return name === 'application/vnd.oasis.taxii+json' && version === '2.1' ? 4 : 0
}

/**
 * Whether the caller takes TAXII 2.1. Several header lines come joined by commas. A missing or
 * blank header takes anything; of several matching ranges the most precise one decides, and a
 * weight of 0 excludes (TAXII 2.1 §3.1, RFC 9110 §12.5.1). Malformed ranges are passed over.
 */
export const acceptsTaxii = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return true
  let precision = 0
  let accepted = false
  for (const part of splitUnquoted(accept, ',')) {
    const range = parseMediaType(part)
    if (range === null) continue
    const weight = range.parameters.get('q') ?? '1'
    const here = precisionOf(range)
    if (here === 0 || here < precision || !weightForm.test(weight)) continue
    const wanted = Number(weight) > 0
    accepted = here > precision ? wanted : accepted || wanted
    precision = here
  }
  return accepted
}

/**
 * Whether a posted body is an envelope of TAXII 2.1 (TAXII 2.1 §5.5) or, as some clients label the
 * same thing, STIX 2.1. An exact allow-list: one media type, no parameter but `version` (2.1, or
 * none for the latest) and `charset` (UTF-8), each at most once, no tabs.
 */
export const acceptsContentType = (contentType: string | undefined): boolean => {
  if (contentType === undefined || contentType !== contentType.trim()) return false
  if (contentType.includes('\t')) return false
  const type = parseMediaType(contentType)
  if (type === null) return false
  if (type.name !== 'application/taxii+json' && type.name !== 'application/stix+json') return false
  for (const [key, value] of type.parameters) {
    if (key === 'version' ? value !== '2.1' : key !== 'charset') return false
    if (key === 'charset' && value.toLowerCase() !== 'utf-8') return false
  }
  return true
}
