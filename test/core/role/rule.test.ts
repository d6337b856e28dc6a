// The table of roles, asked for every role, action and target, against a picture of it drawn by
// hand; and that nobody promotes itself.
import t from 'tap'
import { type Actor, mayDo, mayEver, mayGrant, type Target } from '../../../src/core/role/rule.ts'
import { listStewarded } from '../../../src/core/role/steward.ts'
import { type Action, actions, type PersonRole, roles } from '../../../src/core/role/table.ts'
import { anonymousClearance, type Clearance } from '../../../src/core/sharing/clearance.ts'

const person = (...roles: string[]): Actor => ({
  organisation_id: 'mine',
  kind: 'person',
  roles,
  stewards: [],
})

const columns: [string, Actor][] = [
  ['nobody', { organisation_id: null, kind: 'anonymous', roles: [], stewards: [] }],
  ['service', { organisation_id: 'mine', kind: 'service', roles: [], stewards: [] }],
  ['consumer', person()],
  ['analyst', person('analyst')],
  ['submitter', person('submitter')],
  ['approver', person('approver')],
  ['org-admin', person('org-admin')],
  ['curator', person('curator')],
  ['steward', { ...person('curator'), stewards: ['ours'] }],
  ['auditor', person('auditor')],
  ['hub-admin', person('hub-admin')],
]

// `+` everywhere, `o` its own organisation, `g` the groups it is steward of, `~` what the rule of
// sharing shows it, `.` never. Own and group together are `b`, sight and own `s`, all three `a`.
const picture = `
own                 . + + + + + + + + + +
read-hub            . + + + + + + + + + +
change-hub          . . . . . . . . . . +
read-organisation   . s s s s s s s a + +
change-organisation . . . . . . o . . . +
set-status          . . . . . . . . g . +
issue-credential    . . . . . . o . . . +
invite-person       . . . . . . o . . . +
read-group          . ~ ~ ~ ~ ~ ~ ~ g + +
change-group        . . . . . . . . g . +
change-member       . . . . . . . . g . +
read-collection     . ~ ~ ~ ~ ~ ~ ~ g + +
change-collection   . . . . . . . . g . +
read-matrix         . o o o o o o o b + +
search              . + + + + + + + + . .
read-object         . + + + + + + + + . .
submit              . o . o o . . . . . .
draft               . . . o o o o . . . .
read-submission     . o o o o o o o o . .
approve             . . . . . o . . . . .
review              . . . . . . . . g . .
narrow              . . . . . . . . g . .
read-ledger         . o . o o o o . . + .
verify-ledger       . . . . . . . . . + .
preview             . + + + + + + + + . .
explain             . o o o o o o o b + .
change-webhook      . . . . . . o . . . +
read-home           . + + + + + + + + + +
change-warning-list . . . . . . . . . . +
`

const targets: [string, Target][] = [
  ['nothing', {}],
  ['own', { organisation_id: 'mine' }],
  ['another', { organisation_id: 'theirs' }],
  ['nobody’s', { organisation_id: null, group_id: null }],
  ['group', { group_id: 'ours' }],
  ['another group', { group_id: 'yours' }],
]

const everywhere = targets.map(([name]) => name)
const meaning: Record<string, string[]> = {
  '+': everywhere,
  o: ['own'],
  s: ['own'],
  g: ['group'],
  b: ['own', 'group'],
  a: ['own', 'group'],
  '~': [],
  '.': [],
}

type Cell = { action: Action; name: string; actor: Actor; mark: string }

const cells: Cell[] = picture
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [action, ...marks] = line.split(/ +/)
    return marks.map((mark, at) => {
      const [name, actor] = columns[at] as [string, Actor]
      return { action: action as Action, name, actor, mark }
    })
  })

const differing = (decide: typeof mayDo): string[] =>
  cells.flatMap(({ action, name, actor, mark }) =>
    targets
      .filter(([target, value]) => decide(actor, action, value) !== meaning[mark]?.includes(target))
      .map(([target]) => `${name} ${action} ${target}`),
  )

t.test('every role, action and target is as drawn', async (t) => {
  t.equal(cells.length, actions.length * columns.length)
  t.same([...new Set(cells.map(({ action }) => action))].toSorted(), [...actions].toSorted())
  t.same(differing(mayDo), [])
  for (const { action, name, actor, mark } of cells)
    t.equal(mayEver(actor, action), mark !== '.', `${name} ${action}`)
  const broken: typeof mayDo = (actor, action, target) =>
    mayDo(actor, action === 'review' ? 'read-object' : action, target)
  t.ok(differing(broken).length > 0, 'a wrong row is seen')
})

t.test('a service never has what a role or a stewardship gives', async (t) => {
  const forged: Actor = {
    organisation_id: 'mine',
    kind: 'service',
    roles,
    stewards: ['ours'],
  }
  for (const action of [
    'review',
    'change-member',
    'change-hub',
    'approve',
    'verify-ledger',
  ] as const)
    t.notOk(mayEver(forged, action), action)
})

t.test('who gives roles', async (t) => {
  const own = { organisation_id: 'mine' }
  const given = (actor: Actor, target: Target): PersonRole[] =>
    roles.filter((role) => mayGrant(actor, role, target))
  const inside = ['analyst', 'submitter', 'approver', 'org-admin']
  t.same(given(person('org-admin'), own), inside, 'nobody promotes itself beyond its organisation')
  t.same(given(person('org-admin'), { organisation_id: 'theirs' }), [])
  t.same(given(person('hub-admin'), { organisation_id: 'theirs' }), roles)
  t.same(given(person('curator', 'auditor'), own), [])
})

t.test('who is steward', async (t) => {
  const held: Clearance = {
    ...anonymousClearance,
    organisation_id: 'mine',
    status: 'active',
    kind: 'isac',
    memberships: [
      { group_id: 'ours', group: 'ours', level: 'steward', accepted: true, sees_from: 0 },
      { group_id: 'open', group: 'open', level: 'steward', accepted: false, sees_from: 0 },
      { group_id: 'yours', group: 'yours', level: 'trusted', accepted: true, sees_from: 0 },
    ],
  }
  const cases: [Partial<Clearance>, PersonRole[], string[]][] = [
    [{}, ['curator'], ['ours']],
    [{}, ['org-admin', 'analyst'], ['ours']],
    [{}, ['analyst', 'auditor', 'hub-admin'], []],
    [{}, [], []],
    [{ status: 'restricted' }, ['curator'], []],
    [{ status: 'suspended' }, ['curator'], []],
    [{ memberships: [] }, ['curator'], []],
  ]
  for (const [changes, given, expected] of cases)
    t.same(
      listStewarded({ ...held, ...changes }, given),
      expected,
      JSON.stringify([changes, given]),
    )
})
