// What a single text may tell, judged by the dictionary and by what personal and secret content
// looks like. Knows no property.

import type { Dictionary } from './dictionary.ts'
import type { Pass } from './pass.ts'
import { type Cleaning, cleanText } from './text.ts'

const depthMax = 64

const cleaningOf = ({ dictionary, scope, around: { tokens, attackers } }: Pass): Cleaning => ({
  dictionary,
  tokens,
  profile: scope.profile,
  attackers,
})

// Kinds, phases and tools are said in the same few words over and over.
const rememberedMax = 4096
const word = /^[\w:/-]{1,64}$/
const remembered = new WeakMap<Dictionary, Map<string, boolean>>()

const openMemory = (dictionary: Dictionary): Map<string, boolean> => {
  const memory = remembered.get(dictionary)
  if (memory !== undefined && memory.size < rememberedMax) return memory
  const fresh = new Map<string, boolean>()
  remembered.set(dictionary, fresh)
  return fresh
}

const judge = (text: string, pass: Pass): boolean => {
  const cleaned = cleanText(text, { ...cleaningOf(pass), tokens: new Map() })
  return cleaned !== null && !cleaned.changed
}

/** Whether nothing in a text may not be told. */
export const isClean = (text: string, pass: Pass): boolean => {
  // Whose a mail address is depends on more than the dictionary: words alone are remembered.
  if (!word.test(text)) return judge(text, pass)
  const memory = openMemory(pass.dictionary)
  const key = `${pass.scope.profile} ${text}`
  const known = memory.get(key)
  if (known !== undefined) return known
  const clean = judge(text, pass)
  memory.set(key, clean)
  return clean
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
