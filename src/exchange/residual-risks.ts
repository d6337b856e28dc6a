// What may still give a source away after everything was done that the rules ask: for the source's
// own eyes, before it shares. Decides nothing.
import type { Profile, SegmentName } from '../core/sharing/segment.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { Source } from './source.ts'

type Place = { name: SegmentName; profile: Profile; attributed: boolean }

/** Fewer are a circle in which one can guess. */
const circleLeast = 5
const sectorLeast = 3

const wordings = [
  ...['description', 'abstract', 'content', 'explanation', 'statement', 'opinion'],
  ...['goals', 'aliases', 'subject', 'body'],
]

const near: readonly SegmentName[] = ['members', 'authorities', 'clients', 'peers']

/** What a segment tells of a source that it does not name. */
export const listSegmentRisks = (
  { group }: Source,
  { name, profile, attributed }: Place,
): string[] => {
  if (attributed || name === 'owner') return []
  const risks: string[] = []
  const size = group.members.length
  if (near.includes(name) && size < circleLeast) {
    risks.push(`only ${size} organisations are in this group: the source can be guessed`)
  }
  if (profile === 'P1') risks.push('times are shown to the second, as you give them')
  return risks
}

const sectorsOf = ({ sectors }: StixObject): string[] =>
  Array.isArray(sectors) ? sectors.filter((sector) => typeof sector === 'string') : []

const isRareSector = ({ policy, group, owner }: Source, sector: string): boolean =>
  owner.sectors.includes(sector) &&
  group.members.filter((id) => policy.organisationById.get(id)?.sectors.includes(sector)).length <
    sectorLeast

/** What of an object, as a segment is shown it, may point at its source. */
export const listObjectRisks = (
  source: Source,
  { name, attributed }: Place,
  object: StixObject,
): string[] => {
  if (attributed || name === 'owner') return []
  const risks = wordings
    .filter((property) => object[property] !== undefined)
    .map((property) => `\`${property}\` is shown in your words`)
  for (const sector of sectorsOf(object)) {
    if (isRareSector(source, sector)) {
      risks.push(`hardly anybody else in this group is of the sector \`${sector}\``)
    }
  }
  return risks
}
