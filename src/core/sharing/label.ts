// What an object demands of its reader, read from its markings (M1-M15). Knows no reader, no
// collection, and not where definitions are kept.
import { tlpOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import type { Path } from '../stix/pointer.ts'
import { isContent } from '../stix/rules/rule.ts'
import { resolvePath, selectContent } from '../stix/selector.ts'
import { type Consent, reachesConsent } from './consent.ts'
import {
  type Demand,
  joinConsent,
  joinDemands,
  joinTlp,
  noDemand,
  type PermittedActions,
  unknownDemand,
} from './demand.ts'
import { readMarking } from './marking-kind.ts'
import { readTag } from './tag.ts'
import { stricterTlp, type Tlp } from './tlp.ts'

/** A part of an object with a level of its own (STIX 2.1 §7.2.3); it covers all below its path. */
export type Part = { path: Path; tlp: Tlp }

/**
 * `tlp`: the strictest of its markings, or the default where it is not `marked` (M1, M8).
 * `consent`: who may learn the source; null where no marking says. `unknown`: for its owner only;
 * `foreign`: for members only (M9). `attribution`: says who is behind an attack. `parts`: laxer
 * ones too (M2, M3). `refused`: why the hub may not take it; null where it may.
 */
export type Label = {
  tlp: Tlp
  marked: boolean
  consent: Consent | null
  proprietary: boolean
  unknown: boolean
  foreign: boolean
  attribution: boolean
  parts: Part[]
  pap: string | null
  actions: PermittedActions | null
  attribution_demanded: boolean
  warnings: string[]
  refused: string | null
}

/**
 * What holds for an object without a TLP marking: the first that is not null, then AMBER+STRICT.
 * `phrases`: what words in a statement ask for at least, over the defaults.
 */
export type LabelDefaults = {
  collection: Tlp | null
  organisation: Tlp | null
  group: Tlp | null
  phrases?: Record<string, Tlp>
}

type Find = (id: string) => StixObject | null
type Read = (reference: unknown) => Demand

const isRedRef = (reference: unknown): boolean =>
  typeof reference === 'string' && tlpOf(reference) === 'red'

const listOf = (value: unknown): unknown[] => {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/**
 * True when some marking of the object, or of a part of it, is TLP:RED, of TLP 1.0 or 2.0; of any
 * object, well-formed or not (STIX 2.1 §7.2.2, §7.2.3). Only the ids of markings count: what a
 * definition says of itself is not believed.
 */
export const isRed = (object: Record<string, unknown>): boolean => {
  const granular = listOf(object.granular_markings).map(
    (marking) => (marking as { marking_ref?: unknown } | null)?.marking_ref,
  )
  return [...listOf(object.object_marking_refs), ...granular].some(isRedRef)
}

const attributionTypes = new Set(['threat-actor', 'intrusion-set', 'campaign'])

const isAttribution = ({ type, relationship_type }: Record<string, unknown>): boolean =>
  attributionTypes.has(type as string) ||
  (type === 'relationship' && relationship_type === 'attributed-to')

const readLabels = (labels: unknown): Demand =>
  listOf(labels)
    .filter((label) => typeof label === 'string')
    .map(readTag)
    .reduce(joinDemands, noDemand)

/** AIS 2.0 puts the source's consent on the identity that the object names as its creator. */
const readCreator = (reference: unknown, find: Find): Demand => {
  if (typeof reference !== 'string') return noDemand
  const said = readLabels(find(reference)?.labels)
  const { consent, proprietary } = said
  return said === noDemand ? noDemand : { ...noDemand, consent, proprietary }
}

/** M1: two levels on one object contradict each other, in whatever version of TLP. */
const warnOfLevels = (demands: Demand[]): string[] => {
  if (demands.length < 2) return []
  const levels = new Set(demands.flatMap(({ tlp }) => tlp ?? []))
  if (levels.size < 2) return []
  const strictest = [...levels].reduce(stricterTlp)
  return [`the markings contradict each other: read as TLP:${strictest.toUpperCase()}`]
}

type Granular = { paths: Path[]; demand: Demand }

const badSelector: Demand = {
  ...noDemand,
  refused: 'a granular marking selects nothing this object has: mark only what is there',
}

/** M5: what a marking is meant for must be found, or the object is not taken. */
const readGranular = (object: object, marking: unknown, read: Read): Granular => {
  const nothing = { paths: [], demand: badSelector }
  if (!isContent(marking)) return nothing
  const { lang, marking_ref, selectors } = marking
  if (marking_ref === undefined && lang !== undefined) return { paths: [], demand: noDemand }
  if (!Array.isArray(selectors) || marking_ref === undefined) return nothing
  const paths: Path[] = []
  for (const selector of selectors) {
    const selected = typeof selector === 'string' ? selectContent(object, selector) : 'malformed'
    if (typeof selected === 'string') return nothing
    paths.push(selected.path)
  }
  return { paths, demand: read(marking_ref) }
}

/** What a granular marking asks of the object as a whole: all but its level. */
const wholeOf = ({ demand }: Granular): Demand => ({ ...demand, tlp: null, floor: null })

/** A level that only narrows is never below the object's own. */
const partsOf =
  (tlp: Tlp) =>
  ({ paths, demand }: Granular): Part[] => {
    const floor = demand.floor === null ? null : stricterTlp(tlp, demand.floor)
    const level = joinTlp(demand.tlp, floor)
    return level === null ? [] : paths.map((path) => ({ path, tlp: level }))
  }

const defaultOf = ({ collection, organisation, group }: LabelDefaults): Tlp =>
  collection ?? organisation ?? group ?? 'amber+strict'

/**
 * The label of any object, well-formed or not, at `now` (microseconds).
 *
 * `definitions` answers a marking's definition by its id, and the identity in created_by_ref: only
 * what the owner itself published or sends along, and only identities that mean the owner, because
 * what they say counts as the owner's word. TLP's nine ids are never asked for.
 */
export const readLabel = (
  object: Record<string, unknown>,
  definitions: Find,
  defaults: LabelDefaults,
  now: bigint,
): Label => {
  const reading = { phrases: defaults.phrases ?? {}, now }
  const read: Read = (reference) =>
    typeof reference === 'string' ? readMarking(reference, definitions, reading) : unknownDemand
  const marks = listOf(object.object_marking_refs).map(read)
  const granular = listOf(object.granular_markings).map((one) => readGranular(object, one, read))
  const demand = [
    ...marks,
    ...granular.map(wholeOf),
    readLabels(object.labels),
    readCreator(object.created_by_ref, definitions),
  ].reduce(joinDemands, noDemand)
  const tlp = stricterTlp(demand.tlp ?? defaultOf(defaults), demand.floor ?? 'clear')
  return {
    tlp,
    marked: demand.tlp !== null,
    consent: demand.consent,
    proprietary: demand.proprietary,
    unknown: demand.unknown,
    foreign: demand.foreign,
    attribution: isAttribution(object),
    parts: granular.flatMap(partsOf(tlp)),
    pap: demand.pap,
    actions: demand.actions,
    attribution_demanded: demand.named,
    warnings: [...new Set([...warnOfLevels(marks), ...demand.warnings])],
    refused: demand.refused,
  }
}

/**
 * The label of a language-content, given that of the object it translates: as strict as both, and
 * each translated field has the level of its original (M13).
 */
export const inheritLabel = (
  label: Label,
  translation: Record<string, unknown>,
  original: Label,
): Label => {
  const languages = isContent(translation.contents) ? Object.keys(translation.contents) : []
  const inherited = original.parts.flatMap(({ path, tlp }) =>
    languages
      .map((language) => ({ path: ['contents', language, ...path], tlp }))
      .filter((part) => resolvePath(translation, part.path) !== null),
  )
  return {
    ...label,
    tlp: stricterTlp(label.tlp, original.tlp),
    consent: joinConsent(label.consent, original.consent),
    proprietary: label.proprietary || original.proprietary,
    unknown: label.unknown || original.unknown,
    foreign: label.foreign || original.foreign,
    attribution: label.attribution || original.attribution,
    parts: [...label.parts, ...inherited],
  }
}

/**
 * Why a submission with this label and consent cannot be shared (C-58): a policy demands that the
 * source is named and the consent forbids it. Null when both can be obeyed.
 */
export const refuseAttribution = (label: Label, consent: Consent): string | null =>
  label.attribution_demanded && !reachesConsent(consent, 'group')
    ? 'a marking demands that you are named: give consent `group` or `everyone`, or mark otherwise'
    : null
