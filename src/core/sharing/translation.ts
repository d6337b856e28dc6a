// Which translations of a language-content object (STIX 2.1 §7.1) are of content that its object no
// longer shows. Knows no audience.
import type { StixObject } from '../stix/object.ts'
import type { Path } from '../stix/pointer.ts'

type Content = Record<string, unknown>

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const compare = (translated: unknown, shown: unknown, path: Path, gone: Path[]): void => {
  if (shown === undefined) {
    gone.push(path)
  } else if (Array.isArray(translated) && Array.isArray(shown)) {
    if (translated.length !== shown.length) gone.push(path)
    else
      for (const [at, inner] of translated.entries()) compare(inner, shown[at], [...path, at], gone)
  } else if (isContent(translated) && isContent(shown)) {
    for (const [name, inner] of Object.entries(translated)) {
      const original = Object.hasOwn(shown, name) ? shown[name] : undefined
      compare(inner, original, [...path, name], gone)
    }
  }
}

/**
 * The paths in a language-content object of what translates nothing that `shown` still has. A list
 * that is not as long as the one it translates goes whole: its entries no longer match.
 */
export const findStaleTranslations = (object: StixObject, shown: StixObject): Path[] => {
  const gone: Path[] = []
  if (!isContent(object.contents)) return gone
  for (const [language, fields] of Object.entries(object.contents)) {
    compare(fields, shown, ['contents', language], gone)
  }
  return gone
}
