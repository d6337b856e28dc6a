// Language contents: each text they hold has the class and the marking of the one it translates
// (M13). Knows no other type.

import { reachesTlp } from '../sharing/tlp.ts'
import { typeOfIdentifier } from '../stix/identifier.ts'
import type { StixObject } from '../stix/object.ts'
import { type Content, isContent } from '../stix/rules/rule.ts'
import { generated } from './action.ts'
import { type Pass, withhold } from './pass.ts'
import { drawStructure, type Structure, structureOf } from './structure.ts'

const hiddenFields = ({ around, tlp }: Pass, id: string): Set<unknown> =>
  new Set(
    (around.parts.get(id) ?? [])
      .filter((part) => !reachesTlp(tlp, part.tlp))
      .map(({ path }) => path[0]),
  )

/** The texts of one language, as those they translate are drawn; null when none is left. */
const drawTexts = (
  texts: Content,
  structure: Structure,
  hidden: Set<unknown>,
  pass: Pass,
): Content | null => {
  const visible = Object.keys(texts).some((name) => hidden.has(name))
    ? Object.fromEntries(Object.entries(texts).filter(([name]) => !hidden.has(name)))
    : texts
  const drawn = drawStructure(visible, structure, pass)
  if (drawn === undefined) return null
  const names = Object.keys(drawn)
  const left = names.filter((name) => drawn[name] !== generated)
  if (left.length === names.length) return drawn
  if (left.length === 0) return null
  return Object.fromEntries(left.map((name) => [name, drawn[name]]))
}

/** The object with what of its contents may be told; withheld when that is nothing. */
export const drawTranslations = (object: StixObject, pass: Pass): StixObject => {
  const { object_ref, contents } = object
  if (typeof object_ref !== 'string' || !isContent(contents)) {
    withhold(pass, 'required-part-hidden')
    return object
  }
  const top = structureOf(typeOfIdentifier(object_ref) ?? '', pass.scope.profile)
  // Inside the contents nothing is required: what goes leaves the rest as it is.
  const structure: Structure = { ...top, lenient: true }
  const hidden = hiddenFields(pass, object_ref)
  const drawn: Content = {}
  let same = true
  for (const [lang, texts] of Object.entries(contents)) {
    pass.path = ['contents', lang]
    const kept = isContent(texts) ? drawTexts(texts, structure, hidden, pass) : null
    if (kept !== texts) same = false
    if (kept !== null) drawn[lang] = kept
  }
  pass.path = []
  if (Object.keys(drawn).length === 0) withhold(pass, 'required-part-hidden')
  return same ? object : { ...object, contents: drawn }
}
