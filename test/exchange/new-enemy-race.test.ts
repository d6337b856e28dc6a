// Fifty pollers against revoking, tightening, suspending and excluding: nothing taken away is in an
// answer begun afterwards. The whole of 50,000 answers is `scripts/new-enemy.ts`.
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import { askAnew, askCached, runRace } from '../harness/new-enemy.ts'

const limits = { wanted: 1_000, pollers: 50, each: 50 }

t.test('what was taken away is in no answer begun after it', async (t) => {
  const isac = await openIsac(t)
  const result = await runRace(isac, askAnew, limits)
  t.comment(result)
  t.equal(result.leaks, 0)
  t.ok(result.shown > 0, 'it was seen before')
  t.ok(result.refused > 0, 'the suspended were turned away')
  t.ok(Object.values(result.rounds).every((rounds) => rounds > 0))
  await t.test('positive control: a cache that forgets by time leaks', async (t) => {
    const cached = (hub: typeof isac) => askCached(hub, 2_000)
    const leaky = await runRace(isac, cached, { ...limits, wanted: 300 })
    t.comment(leaky)
    t.ok(leaky.leaks > 0)
  })
})
