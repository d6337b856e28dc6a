// Whether a name is made to be taken for another: a brand within a label, letters that only look
// like others. Says so; never where. Knows no host names.
import { codeAt, isDigit, isWordCode } from './character.ts'
import type { Leaf } from './lexicon.ts'
import { longestWord, type Trie } from './trie.ts'

const twins: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
  ӏ: 'l',
  к: 'k',
  м: 'm',
  т: 't',
  н: 'h',
  в: 'b',
  α: 'a',
  ε: 'e',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  κ: 'k',
  τ: 't',
  ι: 'i',
  ı: 'i',
  ł: 'l',
  rn: 'm',
  vv: 'w',
}
const twin = new RegExp(Object.keys(twins).join('|'), 'g')

/** A canonical text with each letter replaced by the plain one it may be taken for. */
export const skeletonOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(twin, (sign) => twins[sign]!)

const looseMin = 5
const openMin = 4

const isLetter = (text: string, at: number): boolean => {
  const code = codeAt(text, at)
  return isWordCode(code) && !isDigit(code)
}

/**
 * Whether a canonical text holds a brand: one of five letters or more anywhere, one of four where a
 * word begins, a shorter one only as a word. Kana and kanji anywhere.
 */
export const holdsBrand = (text: string, brands: Trie<Leaf>): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    const match = longestWord(brands, text, i, false, (end) => {
      if (end - i >= looseMin || !isLetter(text, i)) return true
      if (isLetter(text, i - 1)) return false
      return end - i >= openMin || !isLetter(text, end)
    })
    if (match !== null) return true
  }
  return false
}
