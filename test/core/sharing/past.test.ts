// Who of an audience may be shown again what was shown before: nobody who came later, whatever the
// group's history hides, and no audience more than there are members who came at different times.
import fc from 'fast-check'
import t from 'tap'
import { type Audience, admits, only, printAudience } from '../../../src/core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../../../src/core/sharing/clearance.ts'
import { earlierOf, type Histories, limitOf, limitToPast } from '../../../src/core/sharing/past.ts'

const day = 86_400_000_000
const now = 400 * day
const members = only({ is: 'member', group: 'g1', level: 'consumer' })
const clients = only({ is: 'client', group: 'g1', except: ['o2'] })

const histories = (seesFrom: number[], reach: number | null): Histories => ({
  now,
  groups: new Map([['g1', { seesFrom: [...seesFrom].sort((a, b) => a - b), reach }]]),
})

const member = (sees_from: number): Clearance => ({
  ...anonymousClearance,
  organisation_id: 'o1',
  status: 'active',
  memberships: [{ group_id: 'g1', group: 'rail', level: 'consumer', accepted: true, sees_from }],
})

const client = (...sponsors: [string, number][]): Clearance => ({
  ...member(0),
  memberships: [],
  sponsors: sponsors.map(([organisation_id, sees_from]) => ({
    ...{ group_id: 'g1', group: 'rail' },
    ...{ organisation_id, sees_from },
  })),
})

const isIn = (audience: Audience, clearance: Clearance): boolean =>
  admits(audience, clearance).admitted

// Often at one and the same time.
const moment = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: now - 6, max: now }),
  fc.integer({ min: 1, max: now }),
)

t.test('of the members there are, exactly those who saw it', async (t) => {
  const reach = fc.constantFrom(null, 0, day, 30 * day, 900 * day)
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 6 }), reach, moment, (joined, hides, at) => {
      const limited = limitToPast(members, BigInt(at), histories(joined, hides))
      return joined.every((from) => isIn(limited, member(from)) === from < at)
    }),
  )
  t.pass()
})

t.test('of those to come, nobody who would not have seen it', async (t) => {
  const reach = fc.constantFrom(null, 0, day, 30 * day, 900 * day)
  fc.assert(
    fc.property(
      fc.array(moment, { maxLength: 6 }),
      reach,
      moment,
      fc.integer({ min: 0, max: 900 * day }),
      (joined, hides, at, later) => {
        const limited = limitToPast(members, BigInt(at), histories(joined, hides))
        const from = Math.max(0, now + later - (hides ?? 0))
        return from < at || !isIn(limited, member(from))
      },
    ),
  )
  t.pass()
})

t.test('members to come see of a long past what is not at its very edge', async (t) => {
  const limited = limitToPast(members, BigInt(now - 10 * day), histories([5], 32 * day))
  t.ok(isIn(limited, member(now - 31 * day)))
  t.notOk(isIn(limited, member(now - 10 * day)))
})

t.test('few audiences come of many moments', async (t) => {
  const joined = [3 * day, 50 * day, 200 * day]
  for (const [reach, most] of [
    [null, 4],
    [64 * day, 4 + 18],
  ] as const) {
    const texts = new Set<string>()
    for (let at = 1; at < now; at += day / 3) {
      texts.add(printAudience(limitToPast(members, BigInt(at), histories(joined, reach))))
    }
    t.ok(texts.size <= most, `${texts.size}`)
  }
})

t.test('a client sees what a member that vouches for it saw', async (t) => {
  const limited = limitToPast(clients, 100n, histories([], null))
  t.same(limitOf(limited), 1n)
  const wide = limitToPast(clients, 100n, histories([10, 90], null))
  t.ok(isIn(wide, client(['o1', 90])))
  t.notOk(isIn(wide, client(['o1', 100])))
  t.ok(isIn(wide, client(['o1', 100], ['o3', 10])))
  t.notOk(isIn(wide, client(['o1', 100], ['o2', 10])), 'not by one that was left out')
})

t.test('what hides nothing is left as it is', async (t) => {
  const none: Histories = { now, groups: new Map() }
  t.equal(limitToPast(members, 100n, none), members)
  t.equal(limitToPast(members, null, histories([5], null)), members)
  const own = only({ is: 'organisation', id: 'o1' })
  t.equal(limitToPast(own, 100n, histories([500], null)), own)
  const elsewhere: Histories = { now, groups: new Map([['g2', { seesFrom: [5], reach: null }]]) }
  t.equal(limitToPast(members, 100n, elsewhere), members, 'nor what another group hides')
  t.equal(limitOf(members), null)
  t.same([earlierOf(null, 2n), earlierOf(1n, null)], [2n, 1n])
  t.same([earlierOf(3n, 2n), earlierOf(2n, 3n)], [2n, 2n])
  const late = limitToPast(members, 100n, histories([500], null))
  t.equal(admits(late, member(500)).reason, 'before-membership')
})
