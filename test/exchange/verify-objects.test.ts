// What is stored is compared with the digest it was written with: what the hub writes fits, what
// anybody else changed is named, withheld from everybody and drawn from by nothing (F20).
import t from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import {
  type Damage,
  lookAtSoundness,
  nameDamage,
  verifyObjects,
  verifyOn,
} from '../../src/exchange/verify-objects.ts'
import { makeIndicator, type TestHub } from '../fixture/hub.ts'
import { runSekisho } from '../fixture/programs.ts'
import { type Doors, type Member, openDoors, taxii } from '../taxii/open-door.ts'

const verify = async ({ ctx }: Doors): Promise<{ rows: number; found: Damage[] }> => {
  const found: Damage[] = []
  const { rows, damaged } = await verifyObjects(ctx, (damage) => found.push(damage))
  if (damaged !== found.length) throw new Error('it counts others than it tells')
  return { rows, found }
}

const share = async ({ app, collection }: Doors, { bearer }: Member, objects: unknown[]) => {
  const headers = { ...bearer, accept: taxii, 'content-type': taxii }
  const url = `${collection}objects/`
  const payload = JSON.stringify({ objects })
  const answer = await app.inject({ method: 'POST', url, headers, payload })
  if (answer.statusCode !== 202) throw new Error(answer.body)
}

const ask = async ({ app, collection }: Doors, { bearer }: Member, rest: string) => {
  const headers = { ...bearer, accept: taxii }
  const { statusCode, body } = await app.inject({ url: `${collection}${rest}`, headers })
  return { statusCode, body }
}

/** Changes the member's rendition of the object of this name where it lies. */
const spoil = (hub: TestHub, name: string, set = "body = replace(body, 'beacon', 'bacon')") =>
  hub.query(`update rendition set ${set} where body like '%${name}%' and audience_id in
    (select id from audience where predicate like '%"member"%')`)

type Opened = { doors: Doors; owner: Member; reader: Member }

const open = async (t: Parameters<typeof openDoors>[0]): Promise<Opened> => {
  const doors = await openDoors(t)
  return { doors, owner: await doors.join('contributor'), reader: await doors.join('consumer') }
}

t.test('whatever the hub writes fits its digest', async (t) => {
  const { doors, owner } = await open(t)
  const [one, two] = [makeIndicator(1), makeIndicator(2)]
  await share(doors, owner, [one, two])
  await share(doors, owner, [{ ...one, name: 'later', modified: '2026-01-02T00:00:00.000Z' }])
  const headers = { ...owner.bearer, accept: taxii }
  const url = `${doors.collection}objects/${two.id}/`
  await doors.app.inject({ method: 'DELETE', url, headers })
  await doors.hub.query(`insert into redraw select distinct collection_id, owner_id, stix_id
    from object_version`)
  await redrawAsked(doors.ctx)
  const { rows, found } = await verify(doors)
  t.ok(rows > 6)
  t.same(found, [])
  t.notMatch(doors.logged(), /"alarm":"damage"/)
})

t.test('what was changed is named and shown to nobody, and stays so', async (t) => {
  const { doors, owner, reader } = await open(t)
  const objects = Array.from({ length: 5 }, (_, n) => makeIndicator(n))
  const [first] = objects as [(typeof objects)[number]]
  await share(doors, owner, objects)
  await spoil(doors.hub, 'beacon 0')
  const shown = await ask(doors, reader, 'objects/')
  t.match(shown.body, 'bacon 0', 'positive control: until somebody looks it is delivered')
  const { found } = await verify(doors)
  t.match(found, [{ table: 'rendition', withheld: 1 }])
  const row = nameDamage(found[0] as Damage)
  t.match(doors.logged(), `"alarm":"damage","row":"${row}","count":1`)
  const gone = async (why: string): Promise<void> => {
    for (const rest of [
      'objects/',
      'manifest/',
      `objects/${first.id}/`,
      'objects/?match[version]=all',
    ])
      t.notMatch((await ask(doors, reader, rest)).body, /bacon 0|beacon 0/, `${why}: ${rest}`)
    t.match((await ask(doors, reader, 'objects/')).body, 'beacon 4', 'others are there')
  }
  await gone('withheld')
  const { body } = await ask(doors, reader, 'objects/')
  t.equal(JSON.parse(body).objects.filter(({ name }: { name?: string }) => name).length, 4)
  t.match((await verify(doors)).found, [{ withheld: 0 }], 'named again, as long as it is there')

  await doors.hub.query(`insert into redraw select distinct collection_id, owner_id, stix_id
    from object_version`)
  await redrawAsked(doors.ctx)
  await share(doors, owner, [{ ...first, name: 'later', modified: '2026-01-02T00:00:00.000Z' }])
  await gone('after a later version')
  await doors.ctx.ledger.settle()
  const { rows } = await doors.hub.query(`select canonical from ledger where act = 'administer'
    and canonical like '%"withhold"%'`)
  t.equal(rows.length, 1, 'the account has it once')
})

t.test('each column counts, of each table', async (t) => {
  const { doors, owner } = await open(t)
  await share(doors, owner, [makeIndicator(1), makeIndicator(2)])
  const texts = ['text', 'character varying']
  for (const table of ['rendition', 'feed', 'object_version']) {
    const columns = await doors.hub.query(`select column_name as name, data_type as type
      from information_schema.columns where table_name = '${table}' order by 1`)
    for (const { name, type } of columns.rows as { name: string; type: string }[]) {
      if (name === 'profile') continue
      const other: Record<string, string> = {
        boolean: `not ${name}`,
        uuid: 'gen_random_uuid()',
        bytea: `sha256(${name})`,
        jsonb: `'["x"]'`,
        integer: `${name} + 1`,
        bigint: `${name} + 1`,
      }
      const value = texts.includes(type) ? `coalesce(${name}, '') || 'x'` : other[type]
      t.ok(value, `${table}.${name} has a type that is known`)
      const key = `(select max(${table === 'feed' ? 'position' : 'version_id'}) from ${table})`
      await doors.hub.query(`create table kept as table ${table}`)
      await doors.hub.query(`update ${table} set ${name} = ${value}
        where ${table === 'feed' ? 'position' : 'version_id'} = ${key}`)
      const { found } = await verify(doors)
      t.match(found[0], { table }, `${table}.${name}`)
      await doors.hub.query(`delete from ${table}; insert into ${table} select * from kept;
        drop table kept`)
    }
  }
})

t.test('bytes that are damaged are drawn from by nothing', async (t) => {
  const { doors, owner, reader } = await open(t)
  await share(doors, owner, [makeIndicator(1)])
  await doors.hub.query(`update rendition set body = replace(body, 'beacon', 'bacon')
    where rendition_id = version_id`)
  await doors.hub.query(`update organisation set assets = '{"terms": ["nothing"]}'`)
  await doors.hub.query(`insert into redraw select collection_id, owner_id, stix_id
    from object_version`)
  t.equal(await redrawAsked(doors.ctx), 1, 'nothing waits for ever')
  t.match((await ask(doors, reader, 'objects/')).body, 'beacon 1', 'what was drawn is sound')
  const all = await doors.hub.query(`select from rendition where body like '%bacon%'`)
  t.equal(all.rowCount, 1)
})

t.test('a cycle is done in parts, and ends with the ledger', async (t) => {
  const { doors, owner, reader } = await open(t)
  t.equal(await lookAtSoundness(doors.ctx), null)
  const objects = Array.from({ length: 300 }, (_, n) => makeIndicator(n))
  await share(doors, owner, objects)
  await ask(doors, reader, 'objects/')
  await doors.ctx.ledger.settle()
  let parts = 1
  while (!(await verifyOn(doors.ctx, 1))) parts += 1
  t.ok(parts > 1, `${parts} parts`)
  const counted = await doors.hub.query(`select (select count(*) from rendition)
    + (select count(*) from feed) + (select count(*) from object_version)
    + (select count(*) from ledger) as rows`)
  const after = await lookAtSoundness(doors.ctx)
  t.match(after, { damaged: 0, rows: Number(counted.rows[0].rows) })
  t.ok(Math.abs((after?.endedAt ?? 0) - Date.now() / 1000) < 60)

  await doors.hub.query('alter table ledger disable trigger all')
  await doors.hub.query(`update ledger set canonical = canonical || ' ' where seq = 1`)
  await spoil(doors.hub, 'beacon 7"')
  while (!(await verifyOn(doors.ctx, 30_000)));
  t.match(await lookAtSoundness(doors.ctx), { damaged: 2 })
  t.match(doors.logged(), '"alarm":"damage","row":"ledger","reason":"row 1 was altered"')
  await doors.hub.query('delete from ledger where seq = (select max(seq) from ledger)')
  while (!(await verifyOn(doors.ctx, 30_000)));
  t.match(
    doors.logged(),
    /"alarm":"damage","row":"ledger","reason":"row \d+ is not the one the head names"/,
  )
  const { body } = await doors.app.inject({ url: '/metrics', headers: {} })
  t.match(body, /sekisho_damaged_rows 3/)
})

t.test('the command names what is damaged, and ends with 1', async (t) => {
  const { doors, owner } = await open(t)
  const run = () => runSekisho(['objects', 'verify'], { withContext: (use) => use(doors.ctx) })
  await share(doors, owner, [makeIndicator(1)])
  t.match(await run(), { exitCode: 0, stdout: /^\d+ rows: each is what was written\n$/ })
  await spoil(doors.hub, 'beacon 1')
  t.match(await run(), {
    exitCode: 1,
    stdout: /^rendition [0-9a-f-]{36} \d+: is not what was written; 1 entry withheld\n$/,
    stderr: /1 of \d+ rows are damaged/,
  })
  t.match(await run(), { exitCode: 1, stdout: /: is not what was written; shown to nobody\n$/ })
})
