// What a clearance says of a group, and the order of levels.
import t from 'tap'
import {
  anonymousClearance,
  isWelcome,
  levelIn,
  levels,
  membershipIn,
  reachesLevel,
} from '../../../src/core/sharing/clearance.ts'
import { statuses, viewerOf } from './clearances.ts'

t.test('a membership is looked up by the id of its group', async (t) => {
  const trusted = viewerOf('trusted')
  t.equal(levelIn(trusted, 'g1'), 'trusted')
  t.equal(levelIn(trusted, 'rail'), null)
  t.match(membershipIn(trusted, 'g1'), { level: 'trusted', group: 'rail' })
  t.equal(levelIn(anonymousClearance, 'g1'), null)
})

t.test('a level reaches those before it', async (t) => {
  for (const [rank, held] of levels.entries()) {
    for (const [least, asked] of levels.entries()) {
      t.equal(reachesLevel(held, asked), rank >= least, `${held} for ${asked}`)
    }
  }
})

t.test('who may come in', async (t) => {
  const welcome = statuses.filter((status) => isWelcome({ ...anonymousClearance, status }))
  t.same(welcome, ['active', 'restricted'])
})
