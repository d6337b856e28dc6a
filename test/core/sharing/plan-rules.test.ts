// What no plan may do, whatever is posted, however it is marked and whoever looks.
import fc from 'fast-check'
import t from 'tap'
import {
  type Audience,
  admits,
  anyone,
  implies,
  isEmpty,
} from '../../../src/core/sharing/audience.ts'
import type { Clearance } from '../../../src/core/sharing/clearance.ts'
import type { Label } from '../../../src/core/sharing/label.ts'
import { consentOf, planSegments } from '../../../src/core/sharing/plan.ts'
import { consentedKinds } from '../../../src/core/sharing/relation.ts'
import type { Segment } from '../../../src/core/sharing/segment.ts'
import type { Situation } from '../../../src/core/sharing/situation.ts'
import { reachesTlp, stricterTlp, tlpLevels } from '../../../src/core/sharing/tlp.ts'
import { anyClearance } from './clearances.ts'
import { anyLabel, anySituation, partsOf } from './situations.ts'

type Plan = typeof planSegments
const runs = { numRuns: 5_000 }
const controls = { numRuns: 40_000, seed: 1 }

const segmentsOf = (plan: Plan, situation: Situation, label: Label): Segment[] => {
  const planned = plan(situation, label)
  return planned.ok ? planned.segments : []
}
const sees = (audience: Audience, viewer: Clearance): boolean => admits(audience, viewer).admitted
const isSeen = (segments: Segment[], viewer: Clearance): boolean =>
  segments.some(({ audience }) => sees(audience, viewer))

const strictestOf = ({ tlp, parts }: Label): string =>
  parts.map((part) => part.tlp).reduce(stricterTlp, tlp)

/** The people RED is for: only they are told more by a stricter marking. */
const isNamed = ({ options, submitter_id, submitter_is_person }: Situation, viewer: Clearance) =>
  options.recipients.some(({ principal_id }) => principal_id === viewer.principal_id) ||
  (submitter_is_person && submitter_id === viewer.principal_id)

const disjoint = (plan: Plan) =>
  fc.property(anySituation, anyLabel, anyClearance, (situation, label, viewer) => {
    const forms = segmentsOf(plan, situation, label)
    return forms.filter(({ audience }) => sees(audience, viewer)).length <= 1
  })

/** RED with a tear-line: named persons besides everybody else. */
const disjointRed = (plan: Plan) =>
  fc.property(anySituation, anyLabel, anyClearance, (situation, label, viewer) => {
    const options = { ...situation.options, tearline: true, stages: [] }
    const torn = { ...label, tlp: 'red' as const, parts: partsOf('clear') }
    const person = { ...viewer, service: false, max_tlp: null, status: 'active' }
    const forms = segmentsOf(plan, { ...situation, options }, torn)
    return forms.filter(({ audience }) => sees(audience, person)).length <= 1
  })

const monotone = (plan: Plan) =>
  fc.property(
    anySituation,
    anyLabel,
    fc.constantFrom(...tlpLevels),
    anyClearance,
    (situation, label, other, viewer) => {
      const strict = { ...label, tlp: stricterTlp(label.tlp, other) }
      // A credential that may not have the whole may still have what a tear-line leaves.
      const whole = situation.options.tearline ? { ...viewer, max_tlp: null } : viewer
      const after = isSeen(segmentsOf(plan, situation, strict), whole)
      const before = isSeen(segmentsOf(plan, situation, label), whole)
      return !after || before || (strict.tlp === 'red' && isNamed(situation, whole))
    },
  )

const guarded = (plan: Plan) =>
  fc.property(anySituation, anyLabel, anyClearance, (situation, label, viewer) => {
    const { options, owner_id } = situation
    const own = viewer.organisation_id === owner_id
    const kinds = consentedKinds(situation, consentOf(situation, label))
    const authority = ['government', 'law-enforcement', 'regulator'].includes(viewer.kind)
    const out = options.exclude.includes(viewer.organisation_id ?? '')
    return segmentsOf(plan, situation, label).every(({ name, audience, tlp, ...form }) => {
      if (!sees(audience, viewer)) return true
      if (name === 'named') return isNamed(situation, viewer) && !viewer.service
      if (name === 'owner') return own && !(viewer.service && strictestOf(label) === 'red')
      return (
        !own &&
        !out &&
        (!authority || kinds.includes(viewer.kind)) &&
        reachesTlp('amber+strict', tlp) &&
        (viewer.max_tlp === null || form.tearline !== null || reachesTlp(viewer.max_tlp, label.tlp))
      )
    })
  })

const usual = {
  owner: 'P0',
  named: 'P0',
  members: 'P1',
  authorities: 'P1',
  clients: 'P2',
  peers: 'P2',
  community: 'P2',
  public: 'P3',
}

/** Of the segments alone. */
const shaped = (plan: Plan) =>
  fc.property(anySituation, anyLabel, (situation, label) => {
    const { options, group } = situation
    const planned = plan(situation, label)
    if (!planned.ok) return planned.message.length > 0
    const approved = group.provider_approval || options.approval
    return (
      planned.segments.length > 0 &&
      planned.segments.some(({ name }) => name === 'owner') === (label.tlp !== 'red') &&
      planned.segments.every(({ name, audience, profile, opens, closes, gate, tlp, tearline }) => {
        const raw = profile === 'P0'
        return (
          !isEmpty(audience) &&
          (name === 'public' || !implies(anyone, audience)) &&
          profile >= usual[name] &&
          (raw ? name === 'owner' || name === 'named' : profile >= (options.profile ?? 'P1')) &&
          (raw || !approved || gate?.split('+').includes('approval') === true) &&
          (opens === null || opens > situation.now) &&
          (closes === null || closes > (opens ?? situation.now)) &&
          (tearline === null || tearline === tlp) &&
          !(raw && (opens ?? closes ?? gate) !== null)
        )
      })
    )
  })

t.test('the segments of a version are disjoint in viewers', async (t) => {
  t.doesNotThrow(() => fc.assert(disjoint(planSegments), runs))
  t.doesNotThrow(() => fc.assert(disjointRed(planSegments), runs))
})

t.test('a stricter marking adds no viewer, but for whom RED names', async (t) => {
  t.doesNotThrow(() => fc.assert(monotone(planSegments), runs))
})

t.test('exclusions, authorities, caps and services are kept', async (t) => {
  t.doesNotThrow(() => fc.assert(guarded(planSegments), runs))
})

t.test('forms, times and gates', async (t) => {
  t.doesNotThrow(() => fc.assert(shaped(planSegments), runs))
})

/** A plan that forgets something of a segment's audience. */
const without =
  (drops: (text: string) => boolean, where: 'all' | 'none' = 'none'): Plan =>
  (situation, label) => {
    const planned = planSegments(situation, label)
    if (!planned.ok) return planned
    const segments = planned.segments.map((segment) => ({
      ...segment,
      audience: {
        any: segment.audience.any.map((clause) => ({
          ...clause,
          [where]: clause[where].filter((atom) => !drops(JSON.stringify(atom))),
        })),
      },
    }))
    return { ok: true, segments }
  }

t.test('positive control: a plan that forgets something is seen', async (t) => {
  const mutants: [string, (plan: Plan) => fc.IProperty<never> | unknown, Plan][] = [
    ['the owner', disjoint, without((atom) => atom.includes('"o1"'))],
    ['members elsewhere', disjoint, without((atom) => atom.includes('"member"'))],
    ['clients elsewhere', disjoint, without((atom) => atom.includes('"client"'))],
    ['the community elsewhere', disjoint, without((atom) => atom.includes('"community"'))],
    ['kinds', disjoint, without((atom) => atom.includes('"kind"'))],
    ['named persons', disjointRed, without((atom) => atom.includes('"person"'))],
    ['the excluded', guarded, without((atom) => atom.includes('"organisation"'))],
    ['kinds without consent', guarded, without((atom) => atom.includes('"kind"'))],
    ['caps', guarded, without((atom) => atom.includes('"tlp"'), 'all')],
    [
      'the level',
      monotone,
      (situation, label) =>
        planSegments(situation, { ...label, tlp: label.tlp === 'amber' ? 'clear' : label.tlp }),
    ],
    [
      'approval',
      shaped,
      (situation, label) =>
        planSegments(
          { ...situation, group: { ...situation.group, provider_approval: false } },
          label,
        ),
    ],
  ]
  for (const [name, property, mutant] of mutants) {
    t.throws(() => fc.assert(property(mutant) as fc.IProperty<unknown>, controls), name)
  }
})
