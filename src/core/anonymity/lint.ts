// What a single text may tell, judged by the dictionary and by what personal and secret content
// looks like. Knows no property.

import type { Pass } from './pass.ts'
import { type Cleaning, cleanText } from './text.ts'

const depthMax = 64

const cleaningOf = ({ dictionary, scope, around: { tokens, attackers } }: Pass): Cleaning => ({
  dictionary,
  tokens,
  profile: scope.profile,
  attackers,
})

/** Whether nothing in a text may not be told. */
export const isClean = (text: string, pass: Pass): boolean => {
  const cleaned = cleanText(text, { ...cleaningOf(pass), tokens: new Map() })
  return cleaned !== null && !cleaned.changed
}

/**
 * A text without what may not be told, in Unicode's composed form where it changes; undefined when
 * that cannot be cut out of it.
 */
export const maskText = (text: string, pass: Pass): string | undefined => {
  const cleaned = cleanText(text, cleaningOf(pass))
  if (cleaned === null) return undefined
  return cleaned.changed ? cleaned.text.normalize('NFC') : text
}

/** Whether no text anywhere in a value, keys among them, tells what may not be told. */
export const isCleanThroughout = (value: unknown, pass: Pass, depth = 0): boolean => {
  if (typeof value === 'string') return isClean(value, pass)
  if (typeof value !== 'object' || value === null) return true
  if (depth > depthMax) return false
  return Object.entries(value).every(
    ([key, inner]) =>
      (Array.isArray(value) || isClean(key, pass)) && isCleanThroughout(inner, pass, depth + 1),
  )
}
