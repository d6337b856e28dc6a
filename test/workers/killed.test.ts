// What becomes of jobs whose taker is gone, and of a taker that loses its database (F2, F17).
import pg from 'pg'
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'
import { openReceiver, until } from '../fixture/receivers.ts'

t.test('the jobs of a process that was killed are done by another', async (t) => {
  const receiver = await openReceiver(t)
  const hub = await openHubPeople(t, () => {}, { jobs: true, webhookPrivate: true })
  const made = await hub.by('hub@hub')('POST', '/api/organisations/b/webhooks', {
    url: `${receiver.url}/hook`,
  })
  t.equal(made.statusCode, 201, made.body)
  const { rows } = await hub.query('select id from webhook')
  const notice = { webhook_id: rows[0].id, id: 'msg_1', body: '{"collections":[]}' }
  // As a killed process leaves it: the job is taken, and its queue.
  await hub.query(
    `select graphile_worker.add_job('send-webhook', $1::json, queue_name := 'outbound',
      run_at := now() + interval '1 hour')`,
    [JSON.stringify(notice)],
  )
  const taken: [string, string][] = [
    ['_private_jobs', `key is null and run_at > now() + interval '30 minutes'`],
    ['_private_job_queues', `queue_name = 'outbound'`],
  ]
  for (const [table, when] of taken) {
    const kept = await hub.query(
      `update graphile_worker.${table} set locked_by = 'pool-gone', locked_at = now()
        where ${when}`,
    )
    t.equal(kept.rowCount, 1, table)
  }
  await hub.query(
    `update graphile_worker._private_jobs set run_at = now() where locked_by = 'pool-gone'`,
  )
  t.equal(receiver.seen.length, 0)
  await hub.query(`select graphile_worker.add_job('free-jobs')`)
  await until(async () => receiver.seen.length > 0)
  t.equal(receiver.seen[0]?.headers['webhook-id'], 'msg_1')
})

t.test('jobs go on after their database was away in the middle of one', async (t) => {
  const hub = await openHubPeople(t, () => {}, { jobs: true })
  const lost = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'sekisho jobs'`
  const { connectionString } = hub.ctx.pools.writer.options
  const blocker = new pg.Client({ connectionString })
  await blocker.connect()
  await blocker.query('begin; lock table submission')
  await hub.query(`select graphile_worker.add_job('resume-submissions')`)
  const taken = async () => {
    const { rows } = await hub.query(
      'select count(*)::integer as jobs from graphile_worker.jobs where locked_by is not null',
    )
    return rows[0].jobs
  }
  await until(async () => (await taken()) > 0)
  // The connection it would report on is cut whenever there is one.
  const cutting = setInterval(() => void hub.query(lost).catch(() => {}), 5)
  await blocker.query('commit')
  await blocker.end()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  clearInterval(cutting)
  await hub.query(`select graphile_worker.add_job('settle-ledger', job_key := 'after')`)
  const left = async () => {
    const { rows } = await hub.query(`select from graphile_worker.jobs where key = 'after'`)
    return rows.length
  }
  await until(async () => (await left()) === 0)
  t.pass('it took another job')
})

// The connection on which the end of a job is told ends with it: by a trigger, so that it is this
// one.
const ends: [string, string, string][] = [
  ['is done', `'redraw-objects'`, 'before delete on graphile_worker._private_jobs'],
  [
    'failed',
    `'send-webhook', 'null'::json, max_attempts := 2`,
    'before update of last_error on graphile_worker._private_jobs',
  ],
]
for (const [end, job, when] of ends) {
  t.test(`jobs go on after it could not be told that one ${end}`, async (t) => {
    const hub = await openHubPeople(t, () => {}, { jobs: true })
    await hub.query(`create sequence cuts`)
    await hub.query(
      `create function cut() returns trigger language plpgsql security definer as $$ begin
        perform nextval('cuts');
        perform pg_terminate_backend(pg_backend_pid());
        return null;
      end $$`,
    )
    await hub.query(`create trigger cut ${when} for each row execute function cut()`)
    await hub.query(`select graphile_worker.add_job(${job})`)
    const cuts = async (): Promise<number> => {
      const { rows } = await hub.query('select last_value::integer as cuts, is_called from cuts')
      return rows[0].is_called ? rows[0].cuts : 0
    }
    await until(async () => (await cuts()) > 1)
    await hub.query('drop trigger cut on graphile_worker._private_jobs')
    await hub.query(`select graphile_worker.add_job('settle-ledger', job_key := 'after')`)
    const left = async () => {
      const { rows } = await hub.query(`select from graphile_worker.jobs where key = 'after'`)
      return rows.length
    }
    await until(async () => (await left()) === 0)
    t.pass('the next job is done')
  })
}
