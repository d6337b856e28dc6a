// The sharing rule against its second telling: each viewer of each post decided twice, purely and
// by what a database selects. Knows no HTTP.
import { type Atom, admits } from '../../src/core/sharing/audience.ts'
import type { Clearance } from '../../src/core/sharing/clearance.ts'
import { planSegments } from '../../src/core/sharing/plan.ts'
import type { Segment } from '../../src/core/sharing/segment.ts'
import type { Chance } from './chance.ts'
import { labelOf, makePost, makeViewer, situationOf } from './policy-world.ts'
import { openDecision, type Shown } from './reference-policy.ts'
import { type Post, type Rule, rules } from './reference-post.ts'

/** One post with the hub's segments for it; none where it is refused. */
export type Planned = { post: Post; segments: Segment[] }

/** Posts by chance that the hub can read. */
export const planPosts = (chance: Chance, count: number): Planned[] => {
  const planned: Planned[] = []
  while (planned.length < count) {
    const post = makePost(chance)
    const situation = situationOf(post)
    if (situation === null) continue
    const plan = planSegments(situation, labelOf(post))
    planned.push({ post, segments: plan.ok ? plan.segments : [] })
  }
  return planned
}

const showAs = (segment: Segment, since: number): Shown => ({
  as: segment.name,
  profile: segment.profile,
  attributed: segment.attributed,
  ceiling: segment.tlp,
  tearline: segment.tearline,
  opens: segment.opens,
  closes: segment.closes,
  gate: segment.gate,
  since,
})

/** How the hub's rule shows a viewer a post; a list, because two at once would be wrong. */
const decideHere = (segments: Segment[], viewer: Clearance): Shown[] =>
  segments.flatMap((segment) => {
    const { admitted, since } = admits(segment.audience, viewer)
    return admitted ? [showAs(segment, since)] : []
  })

const print = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner))

const isSame = (here: Shown[], there: Shown | null): boolean => {
  if (there === null || here.length !== 1) return there === null && here.length === 0
  const [shown] = here as [Shown]
  return (Object.keys(there) as (keyof Shown)[]).every((key) => shown[key] === there[key])
}

export type Disagreement = { post: Post; viewer: Clearance; here: Shown[]; there: Shown | null }

export type Tally = {
  decisions: number
  shown: Record<string, number>
  disagreements: number
  first: Disagreement[]
}

const keptMax = 5

/**
 * Every viewer of every post, decided twice, until so many disagree. `left` is a rule the reference
 * leaves out.
 */
export const comparePure = (
  planned: Planned[],
  viewers: Clearance[],
  left: Rule | null = null,
  most = Number.POSITIVE_INFINITY,
): Tally => {
  const tally: Tally = { decisions: 0, shown: {}, disagreements: 0, first: [] }
  for (const { post, segments } of planned) {
    const decide = openDecision(post, left)
    for (const viewer of viewers) {
      const here = decideHere(segments, viewer)
      const there = decide(viewer)
      tally.decisions += 1
      const as = there?.as ?? 'nothing'
      tally.shown[as] = (tally.shown[as] ?? 0) + 1
      if (isSame(here, there)) continue
      tally.disagreements += 1
      if (tally.first.length < keptMax) tally.first.push({ post, viewer, here, there })
      if (tally.disagreements >= most) return tally
    }
  }
  return tally
}

/** A disagreement as one can read it. */
export const printDisagreement = ({ post, viewer, here, there }: Disagreement): string =>
  [
    'post',
    print(post),
    'viewer',
    print(viewer),
    'hub',
    print(here),
    'reference',
    print(there),
  ].join('\n')

/** Viewers whose past begins anywhere up to `latest`. */
export const makeViewers = (chance: Chance, count: number, latest: number): Clearance[] =>
  Array.from({ length: count }, () => makeViewer(chance, latest))

type Spoil = (segment: Segment) => Segment

/** The segment's clauses without some of their atoms. */
const without =
  (side: 'all' | 'none', is: Atom['is']): Spoil =>
  (segment) => ({
    ...segment,
    audience: {
      any: segment.audience.any.map((clause) => ({
        ...clause,
        [side]: clause[side].filter((atom) => atom.is !== is),
      })),
    },
  })

/** Every way a plan is made wrong, for controls: each must be noticed. */
const spoilt: Record<string, Spoil> = {
  ...Object.fromEntries(
    (['organisation', 'person', 'member', 'client', 'kind', 'community'] as const).map((is) => [
      `takes no ${is} away`,
      without('none', is),
    ]),
  ),
  'asks no level': without('all', 'tlp'),
  'asks no clearance': without('all', 'clearance'),
  'lets observers in': (segment) => ({
    ...segment,
    audience: {
      any: segment.audience.any.map(({ all, none }) => ({
        all: all.map((atom) => (atom.is === 'member' ? { ...atom, level: 'observer' } : atom)),
        none,
      })),
    },
  }),
  'forgets excluded sponsors': (segment) => ({
    ...segment,
    audience: {
      any: segment.audience.any.map(({ all, none }) => ({
        all: all.map((atom) => (atom.is === 'client' ? { ...atom, except: [] } : atom)),
        none,
      })),
    },
  }),
  'shows all of it': (segment) => ({ ...segment, profile: 'P0' }),
  'names the source': (segment) => ({ ...segment, attributed: true }),
  'names no source': (segment) => ({ ...segment, attributed: false }),
  'has no tear-line': (segment) => ({ ...segment, tearline: null }),
  'has no ceiling': (segment) => ({ ...segment, tlp: 'red' }),
  'has no gate': (segment) => ({ ...segment, gate: null }),
  'opens at once': (segment) => ({ ...segment, opens: null }),
  'never closes': (segment) => ({ ...segment, closes: null }),
}

const spoilPlans = (planned: Planned[], spoil: Spoil): Planned[] =>
  planned.map(({ post, segments }) => ({ post, segments: segments.map(spoil) }))

/** What of the rules left out and the plans made wrong is not noticed, and how many there are. */
export const listUnnoticed = (
  planned: Planned[],
  viewers: Clearance[],
): { controls: number; unnoticed: string[] } => {
  const agrees = (one: Planned[], left: Rule | null): boolean =>
    comparePure(one, viewers, left, 1).disagreements === 0
  const left = rules.filter((rule) => agrees(planned, rule))
  const wrong = Object.keys(spoilt).filter((name) =>
    agrees(spoilPlans(planned, spoilt[name] as Spoil), null),
  )
  const controls = rules.length + Object.keys(spoilt).length
  return { controls, unnoticed: [...left, ...wrong] }
}
