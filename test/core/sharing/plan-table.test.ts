// Who sees what, in which form and from whom: every level, relation and consent (§3.4, §3.5).
import t from 'tap'
import { admits } from '../../../src/core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../../../src/core/sharing/clearance.ts'
import { type Consent, consents } from '../../../src/core/sharing/consent.ts'
import type { Label } from '../../../src/core/sharing/label.ts'
import type { Segment } from '../../../src/core/sharing/segment.ts'
import { labelOf, planOf, situationOf, viewers } from './situations.ts'

const formsOf = (segments: Segment[], viewer: Clearance): Segment[] =>
  segments.filter(({ audience }) => admits(audience, viewer).admitted)

const named = { principal_id: 'p4', organisation_id: 'o2' }
const recipients = [named, { principal_id: 'p2', organisation_id: 'o1' }]
const unnamed = { ...viewers.member, principal_id: 'p13' }

/**
 * The relations of §3.4. R2, the operator, stands outside of the segments. A peer is a member of
 * the group (decided with its agreement), and `named` is a named person of another member.
 */
const relations = {
  R0: viewers.submitter,
  R1: viewers.service,
  R3: unnamed,
  R4: viewers.client,
  R5: viewers.other,
  R6: viewers.peer,
  R7: anonymousClearance,
  named: viewers.member,
  'named colleague': viewers.colleague,
  'feed of the named': viewers.feed,
}
type Relation = keyof typeof relations

const row = (text: string): Record<Relation, string> => {
  const cells = text.split(' ')
  const names = Object.keys(relations) as Relation[]
  return Object.fromEntries(names.map((name, at) => [name, cells[at]])) as never
}
type State = [name: string, label: Partial<Label>, community: boolean, cells: string]
//                                                     R0 R1 R3 R4 R5 R6 R7 named…
const states: State[] = [
  ['clear', { tlp: 'clear' }, false, 'P0 P0 P1 P2 P2 P2 P3 P1 P0 P1'],
  ['green', { tlp: 'green' }, false, 'P0 P0 P1 P2 - P2 - P1 P0 P1'],
  ['green for the community', { tlp: 'green' }, true, 'P0 P0 P1 P2 P2 P2 - P1 P0 P1'],
  ['amber', { tlp: 'amber' }, true, 'P0 P0 P1 P2 - P2 - P1 P0 P1'],
  ['amber+strict', { tlp: 'amber+strict' }, true, 'P0 P0 P1 - - P2 - P1 P0 P1'],
  ['red', { tlp: 'red' }, true, 'P0 - - - - - - P1 P0 -'],
  ['unmarked', { tlp: 'amber+strict', marked: false }, true, 'P0 P0 P1 - - P2 - P1 P0 P1'],
]

/** Who may learn the source (§3.5): the owner's own always. */
const isTold = (relation: Relation, consent: Consent): boolean => {
  if (['R0', 'R1', 'named colleague'].includes(relation)) return true
  if (['R3', 'named', 'feed of the named'].includes(relation)) {
    return consent === 'group' || consent === 'everyone'
  }
  return consent === 'everyone'
}

t.test('every level, relation and consent', async (t) => {
  let cells = 0
  for (const [name, changes, community, text] of states) {
    for (const consent of consents) {
      const options = { consent, community: community || null, recipients }
      const segments = planOf(situationOf({ options }), labelOf(changes))
      for (const [relation, expected] of Object.entries(row(text)) as [Relation, string][]) {
        const forms = formsOf(segments, relations[relation])
        const told = `${isTold(relation, consent) ? '' : ' by a pseudonym'}`
        const shown = forms.map(({ profile, attributed }) =>
          attributed ? profile : `${profile} by a pseudonym`,
        )
        t.equal(
          shown.join(' and ') || '-',
          expected === '-' ? '-' : `${expected}${told}`,
          `${name}, consent ${consent}: ${relation}`,
        )
        cells += 1
      }
    }
  }
  t.equal(cells, 7 * 5 * 10)
})

/** `told`: seen and told of the source; `seen`: by a pseudonym; `-`: not there. */
type Sight = 'told' | 'seen' | '-'
const asSeen = (segments: Segment[], viewer: Clearance): Sight => {
  const [form] = formsOf(segments, viewer)
  if (form === undefined) return '-'
  return form.attributed ? 'told' : 'seen'
}

t.test('authorities see what was consented to', async (t) => {
  const kinds = ['government', 'law-enforcement', 'regulator']
  //                                               government police regulator
  const cases: [Consent, string[], [Sight, Sight, Sight]][] = [
    ['none', [], ['-', '-', '-']],
    ['hub', [], ['-', '-', '-']],
    ['government', [], ['told', '-', '-']],
    ['group', [], ['-', '-', '-']],
    ['everyone', [], ['told', 'told', 'told']],
    ['none', ['government'], ['seen', '-', '-']],
    ['none', ['regulator'], ['-', '-', 'seen']],
    ['none', kinds, ['seen', 'seen', 'seen']],
    ['hub', ['law-enforcement'], ['-', 'seen', '-']],
    ['government', ['government'], ['told', '-', '-']],
    ['government', ['regulator'], ['seen', '-', 'seen']],
    ['group', kinds, ['told', 'told', 'told']],
    ['everyone', kinds, ['told', 'told', 'told']],
    ['none', ['company'], ['-', '-', '-']],
  ]
  for (const [consent, authorities, expected] of cases) {
    for (const tlp of ['green', 'amber+strict'] as const) {
      const segments = planOf(situationOf({ options: { consent, authorities } }), labelOf({ tlp }))
      const seen = [viewers.government, viewers.police, viewers.regulator].map((viewer) =>
        asSeen(segments, viewer),
      )
      t.same(seen, expected, `${tlp}, consent ${consent}, ${authorities}`)
      t.equal(asSeen(segments, viewers.member) === '-', false, 'members see it all the same')
    }
  }
  const open = planOf(situationOf(), labelOf({ tlp: 'clear' }))
  for (const viewer of [viewers.government, { ...viewers.government, memberships: [] }]) {
    t.same(formsOf(open, viewer), [], 'nor in the community, nor signed in to what is public')
  }
})

t.test('whose consent counts', async (t) => {
  const cases: [Consent | null, Consent | null, Consent, boolean][] = [
    [null, null, 'none', false],
    [null, null, 'group', true],
    ['group', null, 'none', true],
    [null, 'group', 'none', true],
    ['none', null, 'group', false],
    [null, 'none', 'everyone', false],
    ['everyone', 'hub', 'group', false],
    ['hub', 'everyone', 'group', false],
    ['everyone', 'group', 'none', true],
  ]
  for (const [marked, given, group, told] of cases) {
    const situation = situationOf({ options: { consent: given }, group: { consent: group } })
    const segments = planOf(situation, labelOf({ consent: marked }))
    const name = `marked ${marked}, given ${given}, usual ${group}`
    t.equal(asSeen(segments, viewers.member) === 'told', told, name)
  }
})
