// What an owner is told: authorities by name, few of a kind never as a number.
import t from 'tap'
import { leastCounted, type Receiver, tellReceivers } from '../../../src/core/ledger/receivers.ts'

const of = (kind: string | null, count: number): Receiver[] =>
  Array.from({ length: count }, (_, n) => ({
    organisation_id: `${kind}-${n}`,
    name: kind === null ? null : `${kind} ${n}`,
    kind,
  }))

const nobody = { organisation_id: null, name: null, kind: null }

t.test('receivers', async (t) => {
  const few = leastCounted - 1
  const cases: [string, Receiver[], ReturnType<typeof tellReceivers>][] = [
    ['nobody', [], { named: [], others: [], anonymous: false }],
    [
      'an authority is named',
      of('government', 1),
      { named: [{ name: 'government 0', kind: 'government' }], others: [], anonymous: false },
    ],
    [
      'fewer than five are not counted',
      of('company', few),
      { named: [], others: [{ kind: 'company', organisations: null }], anonymous: false },
    ],
    [
      'five are, each once',
      [...of('company', 5), ...of('company', 3), ...of('vendor', 1)],
      {
        named: [],
        others: [
          { kind: 'company', organisations: 5 },
          { kind: 'vendor', organisations: null },
        ],
        anonymous: false,
      },
    ],
    [
      'who is gone, and who never signed in',
      [...of(null, 6), nobody],
      { named: [], others: [{ kind: 'unknown', organisations: 6 }], anonymous: true },
    ],
  ]
  for (const [title, receivers, told] of cases) t.same(tellReceivers(receivers), told, title)
})
