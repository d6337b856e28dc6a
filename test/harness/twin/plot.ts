// What a script in the making remembers: which lineages differ between the worlds, and which may
// not. Knows no request.
import type { Chance } from '../chance.ts'
import { atStep, type Step } from './act.ts'
import type { CollectionName, Edits, OrganisationName, Viewer } from './place.ts'
import { plainSaying, type Saying, type Slot, targetsOf } from './thing.ts'

/**
 * How an owner's object in a collection is in the two worlds: the `same`; hidden and `kept`, there
 * in both at the same time; hidden and `loose`, there in one perhaps; `pinned`, hidden, in both,
 * and never touched again.
 */
export type Kind = 'same' | 'kept' | 'loose' | 'pinned'

export type Lineage = {
  owner: OrganisationName
  to: CollectionName
  slot: Slot
  kind: Kind
  versions: number
}

export type Plot = {
  chance: Chance
  viewer: Viewer
  steps: Step[]
  lineages: Map<string, Lineage>
  /** What objects that are the same in both worlds refer to. */
  referenced: Set<string>
  edits: Edits
}

export const openPlot = (chance: Chance, viewer: Viewer): Plot => ({
  chance,
  viewer,
  steps: [],
  lineages: new Map(),
  referenced: new Set(),
  edits: {},
})

const keyOf = (owner: OrganisationName, to: CollectionName, slot: Slot): string =>
  `${owner} ${to} ${slot}`

/** When a step from now would be. */
export const soon = ({ steps }: Plot, ahead: number): string => atStep(steps.length + ahead)

/** Later than any script lasts. */
export const far: string = atStep(60 * 24 * 30)

export const lineageOf = (
  { lineages }: Plot,
  owner: OrganisationName,
  to: CollectionName,
  slot: Slot,
): Lineage | undefined => lineages.get(keyOf(owner, to, slot))

/** True when an object that is the same in both worlds may be posted here. */
export const maySame = (plot: Plot, owner: OrganisationName, to: CollectionName, slot: Slot) =>
  (lineageOf(plot, owner, to, slot)?.kind ?? 'same') === 'same' &&
  targetsOf(slot).every((target) => lineageOf(plot, owner, to, target)?.kind !== 'loose')

/**
 * True when a hidden one may. What hangs on it visibly must not tell whether it is there: by the
 * closure it does, for the same owner.
 */
export const mayHide = (
  plot: Plot,
  owner: OrganisationName,
  to: CollectionName,
  slot: Slot,
  kind: Kind,
) => {
  const known = lineageOf(plot, owner, to, slot)?.kind
  if (known !== undefined) return known === kind
  return kind === 'kept' || !plot.referenced.has(keyOf(owner, to, slot))
}

/** Notes a version and answers its number; mostly a later one, or the same or an earlier one. */
export const takeVersion = (
  plot: Plot,
  owner: OrganisationName,
  to: CollectionName,
  slot: Slot,
  kind: Kind,
): number => {
  const { chance, lineages, referenced } = plot
  const key = keyOf(owner, to, slot)
  const lineage = lineages.get(key) ?? { owner, to, slot, kind, versions: 0 }
  lineages.set(key, lineage)
  if (kind === 'same') {
    for (const target of targetsOf(slot)) referenced.add(keyOf(owner, to, target))
  }
  const next = Math.min(lineage.versions + 1, 5)
  if (lineage.versions > 0 && chance.chance(0.25)) return 1 + chance.below(lineage.versions)
  lineage.versions = next
  return next
}

export const saying = (plot: Plot, slot: Slot, version: number, text: string): Saying => ({
  ...plainSaying,
  version,
  text,
  listed: targetsOf(slot).filter(() => plot.chance.chance(0.6)),
  revoked: plot.chance.chance(version > 1 ? 0.12 : 0.02),
})
