// What an audience is made of: one thing asked of a clearance. Knows which atoms imply or exclude
// each other; knows no audience.
import { canonicalJson } from '../json/canonical.ts'
import {
  type Clearance,
  isWelcome,
  type Level,
  levels,
  membershipIn,
  reachesLevel,
} from './clearance.ts'
import type { Reason } from './reason.ts'
import { reachesTlp, type Tlp, tlpLevels } from './tlp.ts'

/**
 * `active`: an active organisation. `community`: one that belongs to the hub's community.
 * `person`: that principal, and no service. `member`: of the group at that level or more, with its
 * agreement accepted. `client`: of a member of the group that is not in `except`. `tlp`: the cap
 * reaches that level; `red` also asks for a person.
 */
export type Atom =
  | { is: 'anyone' }
  | { is: 'active' }
  | { is: 'community' }
  | { is: 'organisation'; id: string }
  | { is: 'person'; id: string }
  | { is: 'member'; group: string; level: Level }
  | { is: 'client'; group: string; except: string[] }
  | { is: 'kind'; kind: string }
  | { is: 'sector'; sector: string }
  | { is: 'country'; country: string }
  | { is: 'clearance'; name: string }
  | { is: 'tlp'; tlp: Tlp }
  | { is: 'past'; group: string; except: string[]; before: number }

const isText = (value: unknown): boolean => typeof value === 'string'
const isMoment = (value: unknown): boolean => Number.isSafeInteger(value)
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const shapes: Record<Atom['is'], Record<string, (value: unknown) => boolean>> = {
  anyone: {},
  active: {},
  community: {},
  organisation: { id: isText },
  person: { id: isText },
  member: { group: isText, level: (value) => levels.includes(value as Level) },
  client: { group: isText, except: isTexts },
  kind: { kind: isText },
  sector: { sector: isText },
  country: { country: isText },
  clearance: { name: isText },
  tlp: { tlp: (value) => tlpLevels.includes(value as Tlp) },
  past: { group: isText, except: isTexts, before: isMoment },
}

/** True for exactly the shapes of `Atom`: no key more, no key less. */
export const isAtom = (value: unknown): value is Atom => {
  if (typeof value !== 'object' || value === null) return false
  const { is, ...rest } = value as Record<string, unknown>
  if (typeof is !== 'string' || !Object.hasOwn(shapes, is)) return false
  const shape = shapes[is as Atom['is']]
  const keys = Object.keys(shape)
  return (
    Object.keys(rest).length === keys.length &&
    keys.every((key) => Object.hasOwn(rest, key) && shape[key]?.(rest[key]))
  )
}

const printed = new WeakMap<Atom, string>()

/** The normal form of an atom: equal atoms print alike. */
export const printAtom = (atom: Atom): string => {
  const done = printed.get(atom)
  if (done !== undefined) return done
  const text = canonicalJson(
    'except' in atom ? { ...atom, except: [...new Set(atom.except)].sort() } : atom,
  )
  printed.set(atom, text)
  return text
}

/** True for an atom that says who; `tlp` and `past` only say how much. */
export const isGround = (atom: Atom): boolean => atom.is !== 'tlp' && atom.is !== 'past'

type Past = Extract<Atom, { is: 'past' }>

const impliesPast = (a: Past, b: Past): boolean =>
  a.group === b.group && a.before <= b.before && b.except.every((id) => a.except.includes(id))

/** Sound: true means that whoever has `a` has `b`. */
export const impliesAtom = (a: Atom, b: Atom): boolean => {
  if (b.is === 'anyone') return isGround(a)
  switch (a.is) {
    case 'member':
      return b.is === 'member' && a.group === b.group && reachesLevel(a.level, b.level)
    case 'client':
      return (
        b.is === 'client' && a.group === b.group && b.except.every((id) => a.except.includes(id))
      )
    case 'past':
      return b.is === 'past' && impliesPast(a, b)
    case 'tlp':
      return b.is === 'tlp' && reachesTlp(a.tlp, b.tlp)
    default:
      return a.is === b.is && printAtom(a) === printAtom(b)
  }
}

/** Of these every clearance has one at most. */
const single: readonly Atom['is'][] = ['organisation', 'person', 'kind', 'country']

/** Sound: true means that nobody has both. */
export const excludesAtom = (a: Atom, b: Atom): boolean =>
  a.is === b.is && single.includes(a.is) && printAtom(a) !== printAtom(b)

const unless = (held: boolean, reason: Reason): Reason | null => (held ? null : reason)

const sponsorsOf = ({ group, except }: { group: string; except: string[] }, viewer: Clearance) =>
  viewer.sponsors.filter(
    (held) => held.group_id === group && !except.includes(held.organisation_id),
  )

const lackOfMembership = (group: string, level: Level, viewer: Clearance): Reason | null => {
  const held = membershipIn(viewer, group)
  if (held === null) return 'not-a-member'
  if (!reachesLevel(held.level, level)) return 'level-too-low'
  return unless(held.accepted, 'agreement-not-accepted')
}

const lackOfTlp = (tlp: Tlp, { max_tlp, service }: Clearance): Reason | null => {
  if (tlp === 'red' && service) return 'not-interactive'
  return unless(max_tlp === null || reachesTlp(max_tlp, tlp), 'tlp-above-cap')
}

/** Whoever vouches for a client lets it see what it saw itself. */
const lackOfPast = (atom: Past, viewer: Clearance): Reason | null => {
  const held = [
    ...viewer.memberships.filter(({ group_id }) => group_id === atom.group),
    ...sponsorsOf(atom, viewer),
  ]
  return unless(
    held.some(({ sees_from }) => sees_from < atom.before),
    'before-membership',
  )
}

/** What the viewer lacks of an atom; null when it has it. Who may not come in has only `anyone`. */
export const lackOf = (atom: Atom, viewer: Clearance): Reason | null => {
  if (atom.is === 'anyone') return null
  if (atom.is === 'tlp') return lackOfTlp(atom.tlp, viewer)
  if (!isWelcome(viewer)) return 'organisation-not-active'
  switch (atom.is) {
    case 'active':
      return unless(viewer.status === 'active', 'organisation-not-active')
    case 'community':
      return unless(viewer.community, 'not-a-member')
    case 'organisation':
      return unless(viewer.organisation_id === atom.id, 'not-a-member')
    case 'person':
      if (viewer.principal_id !== atom.id) return 'not-a-member'
      return unless(!viewer.service, 'not-interactive')
    case 'member':
      return lackOfMembership(atom.group, atom.level, viewer)
    case 'client': {
      if (sponsorsOf(atom, viewer).length > 0) return null
      return sponsorsOf({ ...atom, except: [] }, viewer).length > 0 ? 'excluded' : 'not-a-member'
    }
    case 'past':
      return lackOfPast(atom, viewer)
    case 'kind':
      return unless(viewer.kind === atom.kind, 'not-addressed')
    case 'sector':
      return unless(viewer.sectors.includes(atom.sector), 'not-addressed')
    case 'country':
      return unless(viewer.country === atom.country, 'not-addressed')
    case 'clearance':
      return unless(viewer.clearances.includes(atom.name), 'clearance-missing')
  }
}

/**
 * Whether an atom that takes away touches the viewer: whatever its status, its agreement and its
 * credential, so that nobody is let in by what it failed to do.
 */
export const touches = (atom: Atom, viewer: Clearance): boolean => {
  switch (atom.is) {
    case 'active':
      return viewer.status === 'active'
    case 'person':
      return viewer.principal_id === atom.id
    case 'member': {
      const held = membershipIn(viewer, atom.group)
      return held !== null && reachesLevel(held.level, atom.level)
    }
    default:
      return lackOf(atom, { ...viewer, status: 'active' }) === null
  }
}

/** In microseconds: from when on the viewer sees by virtue of an atom it has; 0 from ever. */
export const sinceOf = (atom: Atom, viewer: Clearance): number => {
  if (atom.is === 'member') {
    const held = viewer.memberships.filter(({ group_id }) => group_id === atom.group)
    return Math.max(...held.map(({ sees_from }) => sees_from))
  }
  if (atom.is !== 'client') return 0
  return Math.min(...sponsorsOf(atom, viewer).map(({ sees_from }) => sees_from))
}
