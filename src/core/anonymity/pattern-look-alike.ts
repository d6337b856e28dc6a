// Whether an attacker's name tells whom it was aimed at (I6). Finds no names of the victim's own:
// they are found, and gone, before this is asked.

import { canonicalLayer } from './canonical-text.ts'
import { type Dictionary, revealsTerm } from './dictionary.ts'
import { plainLayer } from './layer.ts'
import { holdsBrand, skeletonOf } from './look-alike.ts'
import { unescapeLayer } from './unescape.ts'

/**
 * Whether a text holds a name made to be taken for one of the dictionary's: within a longer one, in
 * letters that only look alike, or of two words that are one there (`nova-bank` for Nova Bank).
 */
export const holdsLookAlike = (text: string, dictionary: Dictionary): boolean => {
  const { empty, brands } = dictionary
  if (empty) return false
  if (/xn--/i.test(text)) return revealsTerm(text, dictionary)
  const shown = canonicalLayer(unescapeLayer(plainLayer(text))).text
  const skeleton = skeletonOf(shown)
  const forms = new Set([shown, skeleton, shown.replaceAll('-', ''), skeleton.replaceAll('-', '')])
  return [...forms].some((form) => holdsBrand(form, brands))
}
