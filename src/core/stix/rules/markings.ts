// Rules about the markings of an object and about marking definitions (STIX 2.1 §7.2).
// Knows TLP's fixed definitions, and nothing of who may see what.

import { tlpDefinitionOf, tlpExtensionId } from '../marking.ts'
import type { Problem } from '../problem.ts'
import { selectContent } from '../selector.ts'
import { orderOf } from '../timestamp.ts'
import {
  atLeastOneOf,
  type Content,
  exactlyOneOf,
  isContent,
  isList,
  quote,
  type Rule,
  refuse,
  requires,
  warn,
} from './rule.ts'

/** STIX 2.1 §3.2: no marking definition marks itself; a marking named twice is a slip. */
const checkObjectMarkings: Rule = (object, pointer, problems) => {
  const refs = object.object_marking_refs
  if (!isList(refs)) return
  const seen = new Set<unknown>()
  for (let index = 0; index < refs.length; index++) {
    const ref = refs[index]
    const at = `${pointer}/object_marking_refs/${index}`
    if (ref === object.id) refuse(problems, at, 'an object cannot be marked with itself')
    else if (seen.has(ref)) warn(problems, at, 'this marking is listed before: name each one once')
    seen.add(ref)
  }
}

const checkSelector = (
  object: Content,
  selector: unknown,
  pointer: string,
  problems: Problem[],
): void => {
  if (typeof selector !== 'string') return
  const selected = selectContent(object, selector)
  if (selected === 'malformed') {
    const form = 'write property names and `[n]` joined by `.`, as in `labels.[0]`'
    refuse(problems, pointer, `${quote(selector)} is not a selector: ${form}`)
  } else if (selected === 'missing') {
    refuse(problems, pointer, `${quote(selector)} selects nothing: name content this object has`)
  }
}

const oneKindOfMarking = exactlyOneOf('lang', 'marking_ref')

/** STIX 2.1 §7.2.3: one marking or one language, applied to content that is there. */
const checkGranularMarkings: Rule = (object, pointer, problems) => {
  const markings = object.granular_markings
  if (!isList(markings)) return
  for (let index = 0; index < markings.length; index++) {
    const marking = markings[index]
    if (!isContent(marking)) continue
    const at = `${pointer}/granular_markings/${index}`
    oneKindOfMarking(marking, at, problems)
    if (marking.marking_ref !== undefined && marking.marking_ref === object.id)
      refuse(problems, `${at}/marking_ref`, 'an object cannot be marked with itself')
    if (!isList(marking.selectors)) continue
    for (let nth = 0; nth < marking.selectors.length; nth++)
      checkSelector(object, marking.selectors[nth], `${at}/selectors/${nth}`, problems)
  }
}

/** The rules for the markings that any object may carry. */
export const commonMarkingRules: readonly Rule[] = [checkObjectMarkings, checkGranularMarkings]

/** Equality of two flat objects of texts; undefined equals undefined only. */
const sameTexts = (left: unknown, right: unknown): boolean => {
  if (!isContent(left) || !isContent(right)) return left === right
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
  )
}

const tlpExtensionOf = (definition: Content): unknown =>
  isContent(definition.extensions) ? definition.extensions[tlpExtensionId] : undefined

const onlyFixedTlp =
  'only the fixed marking definitions of TLP exist: refer to one of them by its id'

/**
 * STIX 2.1 §7.2.1 and the TLP 2.0 extension: the nine ids have one content, and TLP no other id.
 */
const checkTlp: Rule = (object, pointer, problems) => {
  const fixed = typeof object.id === 'string' ? tlpDefinitionOf(object.id) : null
  if (fixed === null) {
    const claimed = object.definition_type
    if (typeof claimed === 'string' && claimed.toLowerCase() === 'tlp')
      refuse(problems, `${pointer}/definition_type`, onlyFixedTlp)
    if (tlpExtensionOf(object) !== undefined)
      refuse(problems, `${pointer}/extensions/${tlpExtensionId}`, onlyFixedTlp)
    return
  }
  const differing = [
    !(
      typeof object.created === 'string' &&
      orderOf(object.created) === orderOf(fixed.created as string)
    ) && 'created',
    object.definition_type !== fixed.definition_type && 'definition_type',
    !sameTexts(object.definition, fixed.definition) && 'definition',
    !sameTexts(tlpExtensionOf(object), tlpExtensionOf(fixed)) && `extensions/${tlpExtensionId}`,
  ]
  for (const name of differing) {
    if (name === false) continue
    refuse(problems, `${pointer}/${name}`, 'this id belongs to TLP: send its definition unchanged')
  }
}

/** STIX 2.1 §7.2.1: a definition of its own, unless extensions carry the marking. */
const checkDefinition: Rule = (object, pointer, problems) => {
  if (object.extensions === undefined) {
    for (const rule of definitionRules) rule(object, pointer, problems)
  }
  if (object.definition_type !== 'statement' || !isContent(object.definition)) return
  if (typeof object.definition.statement !== 'string')
    refuse(problems, `${pointer}/definition`, '`statement` is required in a statement marking')
}

const definitionRules: Rule[] = [
  atLeastOneOf('definition', 'extensions'),
  requires('definition', 'definition_type'),
  requires('definition_type', 'definition'),
]

/** The rules of `marking-definition`. */
export const markingDefinitionRules: readonly Rule[] = [checkTlp, checkDefinition]
