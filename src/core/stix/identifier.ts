// STIX identifiers: `<type>--<UUID>` (STIX 2.1 §2.9). Knows nothing of which types exist.

/** The two halves of an identifier; printing them joined by `--` gives the text back. */
export type Identifier = { type: string; uuid: string }

// RFC 9562 adds versions 6 to 8 to RFC 4122's; producers use them, and STIX asks for no version.
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const typeForm = /^[a-z](?:[a-z0-9]|-(?!-)){2,249}$/

// `--` and the UUID.
const suffixLength = 38

/**
 * Whether `text` may name a type (STIX 2.1 §3.1, §11.2): 3 to 250 of `a-z 0-9 -`, a letter first,
 * no two hyphens together.
 */
export const isTypeName = (text: string): boolean => typeForm.test(text)

/**
 * The parts of an identifier, or null when `text` is none. Upper case is refused on both sides:
 * two spellings of one id would be two objects to whoever compares texts.
 */
export const parseIdentifier = (text: string): Identifier | null => {
  const at = text.length - suffixLength
  if (at < 3 || text[at] !== '-' || text[at + 1] !== '-') return null
  const uuid = text.slice(at + 2)
  if (!uuidForm.test(uuid)) return null
  const type = text.slice(0, at)
  return typeForm.test(type) ? { type, uuid } : null
}

/** The text of an identifier. */
export const printIdentifier = (identifier: Identifier): string =>
  `${identifier.type}--${identifier.uuid}`

/** The type named by an identifier's prefix, without looking at the UUID; null without a `--`. */
export const typeOfIdentifier = (text: string): string | null => {
  const at = text.lastIndexOf('--')
  return at < 0 ? null : text.slice(0, at)
}
