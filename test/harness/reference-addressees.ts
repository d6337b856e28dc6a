// Whom a submission addresses, told a second time: the expressions of the sharing model §3.4 and
// who is meant by them, worked out viewer by viewer. Shares no rule with the hub's own reading.
import type { Clearance } from '../../src/core/sharing/clearance.ts'

/** What one word says of a viewer; `kind` means everybody but that kind. */
export type Word =
  | { word: 'group' | 'org' | 'person' | 'sector' | 'clearance' | 'kind'; name: string }
  | { word: 'level'; level: number }
  | { word: 'community' | 'public' }

/** All of `added` together, without any of `taken`; or what several have in common. */
export type Expression =
  | Word
  | { common: Expression[] }
  | { added: Expression[]; taken: Expression[] }

const ranks = ['observer', 'consumer', 'contributor', 'trusted', 'steward']

const rankIn = (viewer: Clearance, group: string): number => {
  const held = viewer.memberships.find((membership) => membership.group_id === group)
  return held === undefined ? -1 : ranks.indexOf(held.level)
}

const hasAccepted = (viewer: Clearance, group: string): boolean =>
  viewer.memberships.some(({ group_id, accepted }) => group_id === group && accepted)

/** Whether an organisation may come in at all. */
export const mayComeIn = ({ status }: Clearance): boolean =>
  ['active', 'restricted'].includes(status)

/** A word fits a viewer whatever became of its status, its agreement and its credential. */
const fits = (said: Word, viewer: Clearance, home: string): boolean => {
  switch (said.word) {
    case 'group':
      return rankIn(viewer, said.name) >= 1
    case 'level':
      return rankIn(viewer, home) >= said.level
    case 'org':
      return viewer.organisation_id === said.name
    case 'person':
      return viewer.principal_id === said.name
    case 'sector':
      return viewer.sectors.includes(said.name)
    case 'clearance':
      return viewer.clearances.includes(said.name)
    case 'kind':
      return viewer.kind !== said.name
    case 'community':
    case 'public':
      return true
  }
}

/** A word holds for a viewer that may come in, has accepted, and is there in person. */
const holds = (said: Word, viewer: Clearance, home: string): boolean => {
  if (said.word === 'community' || said.word === 'public' || said.word === 'kind') {
    return fits(said, viewer, home)
  }
  if (!mayComeIn(viewer) || !fits(said, viewer, home)) return false
  if (said.word === 'group') return hasAccepted(viewer, said.name)
  if (said.word === 'level') return hasAccepted(viewer, home)
  return said.word !== 'person' || !viewer.service
}

/** Nobody gets in by what it failed to do: what is taken away is taken from whom it fits. */
const touched = (said: Expression, viewer: Clearance, home: string): boolean => {
  if ('common' in said) return said.common.every((one) => touched(one, viewer, home))
  if ('added' in said) {
    return (
      said.added.some((one) => touched(one, viewer, home)) &&
      !said.taken.some((one) => addresses(one, viewer, home))
    )
  }
  // Of everybody but a kind, the one left out must be there to be left out.
  if (said.word === 'kind') return !(mayComeIn(viewer) && viewer.kind === said.name)
  return fits(said, viewer, home)
}

/** Whether a viewer is meant. `home` is the group the submission is for. */
export const addresses = (said: Expression, viewer: Clearance, home: string): boolean => {
  if ('common' in said) return said.common.every((one) => addresses(one, viewer, home))
  if ('added' in said) {
    return (
      said.added.some((one) => addresses(one, viewer, home)) &&
      !said.taken.some((one) => touched(one, viewer, home))
    )
  }
  return holds(said, viewer, home)
}

const seesFrom = (viewer: Clearance, group: string): number =>
  viewer.memberships.find(({ group_id }) => group_id === group)?.sees_from ?? 0

/** From when on a viewer is not touched that is not: the earliest way it escapes. */
const spared = (said: Expression, viewer: Clearance, home: string): number => {
  const escapes = (list: Expression[]): number[] =>
    list.filter((one) => !touched(one, viewer, home)).map((one) => spared(one, viewer, home))
  if ('common' in said) return Math.min(...escapes(said.common))
  if (!('added' in said)) return 0
  const excepted = said.taken
    .filter((one) => addresses(one, viewer, home))
    .map((one) => addressedSince(one, viewer, home))
  const apart = escapes(said.added)
  const all = apart.length === said.added.length ? [Math.max(...apart)] : []
  return Math.min(...excepted, ...all)
}

/**
 * From when on a viewer that is meant sees by virtue of it: the earliest way it is meant, and not
 * before it escapes what is taken away.
 */
export const addressedSince = (said: Expression, viewer: Clearance, home: string): number => {
  if ('common' in said) {
    return Math.max(...said.common.map((one) => addressedSince(one, viewer, home)))
  }
  if ('added' in said) {
    const ways = said.added.filter((one) => addresses(one, viewer, home))
    const meant = Math.min(...ways.map((one) => addressedSince(one, viewer, home)))
    return Math.max(meant, ...said.taken.map((one) => spared(one, viewer, home)))
  }
  if (said.word === 'group') return seesFrom(viewer, said.name)
  return said.word === 'level' ? seesFrom(viewer, home) : 0
}

/** Whether every member of an organisation is meant; of any that is not named, for null. */
const covers = (said: Expression, organisation: string | null, home: string): boolean => {
  if ('common' in said) return said.common.every((one) => covers(one, organisation, home))
  if ('added' in said) {
    return (
      said.added.some((one) => covers(one, organisation, home)) &&
      said.taken.every((one) => misses(one, organisation, home))
    )
  }
  if (said.word === 'org') return said.name === organisation
  if (said.word === 'group') return said.name === home
  return ['community', 'public'].includes(said.word) || (said.word === 'level' && said.level <= 1)
}

/** Whether it can be seen that no member of the organisation is meant. */
const misses = (said: Expression, organisation: string | null, home: string): boolean => {
  if ('common' in said) {
    const persons = said.common.flatMap((one) =>
      'word' in one && one.word === 'person' ? [one.name] : [],
    )
    // Nobody is two persons.
    if (new Set(persons).size > 1) return true
    return said.common.some((one) => misses(one, organisation, home))
  }
  if ('added' in said) {
    return (
      said.added.every((one) => misses(one, organisation, home)) ||
      said.taken.some((one) => covers(one, organisation, home))
    )
  }
  return said.word === 'org' && said.name !== organisation
}

const organisationsIn = (said: Expression): string[] => {
  if ('common' in said) return said.common.flatMap(organisationsIn)
  if ('added' in said) return [...said.added, ...said.taken].flatMap(organisationsIn)
  return said.word === 'org' ? [said.name] : []
}

/**
 * The organisations left out where it is the whole group but these that is addressed; null where
 * the group is narrowed otherwise.
 */
export const leftOut = (said: Expression, home: string): string[] | null => {
  if (!covers(said, null, home)) return null
  return [...new Set(organisationsIn(said))].filter((name) => !covers(said, name, home))
}

/** Whether one of these words stands anywhere it adds something. */
export const mentions = (said: Expression, word: 'community' | 'public'): boolean => {
  if ('common' in said) return said.common.some((one) => mentions(one, word))
  if ('added' in said) return said.added.some((one) => mentions(one, word))
  return said.word === word
}

/** As a person would write it. */
export const printExpression = (said: Expression): string => {
  const inner = (one: Expression): string =>
    'word' in one ? printExpression(one) : `(${printExpression(one)})`
  if ('common' in said) return said.common.map(inner).join(' & ')
  if ('added' in said) {
    return [said.added.map(inner).join(' + '), ...said.taken.map(inner)].join(' - ')
  }
  if (said.word === 'level') return `level>=${said.level}`
  if (said.word === 'kind') return `kind!=${said.name}`
  return 'name' in said ? `${said.word}(${said.name})` : said.word
}
