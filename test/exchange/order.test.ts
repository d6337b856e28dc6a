// No miss, no repeat: eight writers on two hub processes against a live poller (promise 5).
import { pino } from 'pino'
import t from 'tap'
import { assemble } from '../../src/assemble.ts'
import { cloneDatabase } from '../fixture/database.ts'
import { openHub, testSettings } from '../fixture/hub.ts'
import { runNaive, runOrder } from '../harness/order.ts'

t.test(
  'every acknowledged object is delivered once, in whichever process it was written',
  async (t) => {
    const hub = await openHub(t)
    const second = await assemble(
      { ...testSettings, databaseUrl: hub.url },
      pino({ level: 'silent' }),
    )
    const result = await runOrder(hub, [hub.ctx, second.context], 5)
    await second.close()
    t.comment(result)
    t.ok(result.written > 100, 'objects were written')
    t.equal(result.seen, result.written)
    t.equal(result.missed, 0)
    t.equal(result.repeated, 0)
    const { rows } =
      await hub.query(`select count(*) as entries, count(distinct position) as positions,
    bool_and(gap >= 20) as apart from (select position,
      position - lag(position) over (order by position) as gap from feed) f`)
    t.equal(rows[0].entries, rows[0].positions, 'positions are unique')
    t.equal(rows[0].apart, true, 'and at least 20 µs apart')
  },
)

t.test('positive control: stamping inside the writers transactions misses objects', async (t) => {
  const result = await runNaive(await cloneDatabase(t), 4)
  t.comment(result)
  t.ok(result.missed > 0, `${result.missed} of ${result.written} missed`)
})
