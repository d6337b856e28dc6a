// The part of an object that may be torn off and handed on: its released paths, and what STIX wants
// around them (M3). Knows no reader and no profile.
import type { Part } from '../sharing/label.ts'
import { stricterTlp, type Tlp } from '../sharing/tlp.ts'
import { tlpIdOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import { isContent } from '../stix/rules/rule.ts'
import { type Branch, type Content, generatedName, nothing, plant, structural } from './branch.ts'
import { requiredOf, type Shape, shapeAt, shapeOf } from './requirement.ts'

// What every form of an object shows; its markings are made anew.
const scaffolding = ['type', 'spec_version', 'id', 'created', 'modified', 'revoked', 'defanged']

/** What lacks what it requires is no structure; an empty one is no value (STIX 2.1 §2). */
const unlessBroken = (content: Content, shape: Shape): unknown => {
  const isWhole = [...requiredOf(shape)].every((name) => Object.hasOwn(content, name))
  return isWhole && Object.keys(content).length > 0 ? content : nothing
}

/** What lies below the paths of `kept` and below none of `denied`. */
const keep = (
  value: unknown,
  kept: Branch | null | undefined,
  denied: Branch | null | undefined,
  shape: Shape,
): unknown => {
  if (kept === undefined || denied === null) return nothing
  if (kept === null && denied === undefined) return value
  const inner = (step: string | number, held: unknown): unknown =>
    keep(held, kept === null ? null : kept.get(step), denied?.get(step), shapeAt(shape, step))
  if (Array.isArray(value)) {
    const list = value.map((entry, at) => inner(at, entry)).filter((entry) => entry !== nothing)
    return list.length === 0 ? nothing : list
  }
  return isContent(value) ? unlessBroken(keepContent(value, inner), shape) : nothing
}

const keepContent = (
  content: Content,
  inner: (name: string, held: unknown) => unknown,
): Content => {
  const kept: Content = {}
  for (const [name, held] of Object.entries(content)) {
    const rest = inner(name, held)
    if (rest !== nothing) kept[name] = rest
  }
  return kept
}

/**
 * What may stand where a required property is not released: a generated name; the language of a
 * pattern that is released; for the begin of validity the time of creation, which is shown anyway.
 */
const standIn = (name: string, object: StixObject, shown: Content, denied: Branch): unknown => {
  if (name === 'name') return generatedName(object.type)
  if (name === 'valid_from') return object.created
  const isLanguage = name === 'pattern_type' && shown.pattern !== undefined && !denied.has(name)
  return isLanguage ? object.pattern_type : null
}

/**
 * The tear-line object: the paths of the parts whose level is allowed, without what a part that is
 * not allowed covers, and with the scaffolding STIX requires. It bears TLP 2.0's marking for the
 * strictest released level and no granular marking. Null when nothing is released, or when what
 * STIX requires is not.
 */
export const keepParts = (
  object: StixObject,
  parts: readonly Part[],
  allowed: (tlp: Tlp) => boolean,
): StixObject | null => {
  const released = parts.filter(({ tlp }) => allowed(tlp))
  const denied = plant(parts.filter(({ tlp }) => !allowed(tlp)).map(({ path }) => path))
  if (scaffolding.some((name) => denied.has(name))) return null
  const kept = plant(released.map(({ path }) => path))
  const shape = shapeOf(object.type)
  const shown = keepContent(object, (name, held) =>
    structural.has(name)
      ? nothing
      : keep(held, kept.get(name), denied.get(name), shapeAt(shape, name)),
  )
  if (Object.keys(shown).length === 0) return null
  const torn: StixObject = { type: object.type, id: object.id }
  for (const name of scaffolding) if (object[name] !== undefined) torn[name] = object[name]
  for (const name of requiredOf(shape)) {
    if (Object.hasOwn(torn, name) || Object.hasOwn(shown, name)) continue
    const made = standIn(name, object, shown, denied)
    if (made === null) return null
    torn[name] = made
  }
  const tlp = released.map((part) => part.tlp).reduce(stricterTlp)
  return { ...torn, ...shown, object_marking_refs: [tlpIdOf(tlp)] }
}
