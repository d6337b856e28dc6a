// The last net: what of a dictionary is still to be read in the bytes about to be published. Knows
// neither profiles nor objects.
import { decodingRounds } from './dictionary.ts'
import type { Dictionary } from './lexicon.ts'
import { scanText } from './scan.ts'

const textsOf = (value: unknown, texts: string[]): string[] => {
  if (typeof value === 'string') texts.push(value)
  else if (typeof value === 'number') texts.push(String(value))
  else if (Array.isArray(value)) for (const entry of value) textsOf(entry, texts)
  else if (typeof value === 'object' && value !== null)
    for (const [name, entry] of Object.entries(value)) {
      texts.push(name)
      textsOf(entry, texts)
    }
  return texts
}

const readTexts = (body: string): string => {
  try {
    return textsOf(JSON.parse(body), []).join('"\n"')
  } catch {
    return body
  }
}

/**
 * The kind of the first token of the dictionary that a printed JSON text still tells, in any
 * notation (T40, two rounds), or null. A host of somebody else that only looks like one of the
 * dictionary's is no residue. Anything not JSON is read as text.
 */
export const findResidue = (body: string, dictionary: Dictionary): string | null => {
  if (dictionary.empty) return null
  let kind: string | null = null
  const text = body.includes('\\') ? readTexts(body) : body
  scanText(text, dictionary, decodingRounds, (hit) => {
    kind = hit.kind
    return true
  })
  return kind
}
