// A database of the release before objects had forms: what it holds is its owner's alone at first,
// and everybody's who may have it once it is drawn anew.
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { assemble } from '../../src/assemble.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { refreshCaller } from '../../src/exchange/refresh-caller.ts'
import { findCollection } from '../../src/exchange/roots.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { cloneDatabase } from '../fixture/database.ts'
import { asQuery, makeIndicator, testSettings } from '../fixture/hub.ts'
import { atDatabase, execute, migrations } from '../fixture/template.ts'

const lastBefore = '20261122T0420'
const group = { id: randomUUID(), name: 'rail', title: 'Rail', description: null }
const collectionId = randomUUID()
const position = 1_767_225_600_000_000n

/** An empty database with the migrations up to the one named. */
const migrateTo = async (t: Test, last: string): Promise<string> => {
  const clone = await cloneDatabase(t)
  const name = `sekisho_old_${randomUUID().slice(0, 8)}`
  await execute(atDatabase(clone, 'postgres'), `create database ${name}`)
  t.teardown(() => execute(atDatabase(clone, 'postgres'), `drop database ${name} with (force)`))
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-migrations-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const file of readdirSync(migrations)) {
    if (file.slice(0, last.length) <= last) copyFileSync(join(migrations, file), join(folder, file))
  }
  const url = atDatabase(clone, name)
  await migrate(url, folder)
  return url
}

type Member = { organisation_id: string; principal_id: string; credential_id: string }

const addMember = async (client: pg.Client, name: string): Promise<Member> => {
  const [organisation_id, principal_id, credential_id] = [randomUUID(), randomUUID(), randomUUID()]
  await client.query(
    `insert into organisation (id, name, title, kind) values ($1, $2, $2, 'company')`,
    [organisation_id, name],
  )
  await client.query(
    `insert into principal (id, organisation_id, name, kind) values ($1, $2, 'feed', 'service')`,
    [principal_id, organisation_id],
  )
  await client.query(
    `insert into credential (id, principal_id, name, kind, secret)
      values ($1, $2, 'feed', 'token', $3)`,
    [credential_id, principal_id, randomUUID()],
  )
  await client.query(
    `insert into membership (group_id, organisation_id, level) values ($1, $2, 'contributor')`,
    [group.id, organisation_id],
  )
  return { organisation_id, principal_id, credential_id }
}

/** One version in the tables as they were: one entry for everybody, the raw bytes. */
const addOld = async (client: pg.Client, owner: Member, object: { id: string }): Promise<void> => {
  const audience = await client.query(`insert into audience (predicate) values ($1) returning id`, [
    `{"any":[{"all":[{"group":"${group.id}","is":"member","level":"consumer"}],"none":[]}]}`,
  ])
  const { id } = audience.rows[0]
  const name = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00']
  await client.query(
    `insert into object_version values ($1, $2, $3, $4, '2.1', $5, $6, $6, null, false,
      sha256($7::bytea), $8)`,
    [
      collectionId,
      position,
      owner.organisation_id,
      object.id,
      ...name,
      JSON.stringify(object),
      randomUUID(),
    ],
  )
  await client.query(`insert into rendition values ($1, $2, $2, $3, 'P0', $4)`, [
    collectionId,
    position,
    id,
    JSON.stringify(object),
  ])
  await client.query(
    `insert into feed values ($1, $2, $3, $2, 300, $4, 'indicator', '2.1', $5, $6)`,
    [collectionId, position, id, object.id, ...name],
  )
  await client.query(`insert into feed_share values ($1, $2, 1, 1, $3)`, [
    collectionId,
    id,
    position,
  ])
  await client.query(`insert into feed_head values ($1, $2, 1)`, [collectionId, position])
}

const fill = async (url: string, object: { id: string }) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('insert into trust_group (id, name, title) values ($1, $2, $3)', [
      group.id,
      group.name,
      group.title,
    ])
    await client.query(
      `insert into collection (id, group_id, name, title) values ($1, $2, 'indicators', 'All')`,
      [collectionId, group.id],
    )
    const owner = await addMember(client, 'acme')
    const member = await addMember(client, 'bolt')
    await addOld(client, owner, object)
    return { owner, member }
  } finally {
    await client.end()
  }
}

const poll = async (ctx: Context, { credential_id }: Member): Promise<unknown[]> => {
  const caller = await refreshCaller(ctx, { credential_id } as Caller)
  const collection = await findCollection(ctx, caller, group, collectionId)
  const query = asQuery('match[version]=all')
  const { body } = await deliver(ctx, caller, collection, query, null)
  return JSON.parse(body.toString()).objects ?? []
}

t.test('older objects are their owner s alone until they are drawn anew', async (t) => {
  const url = await migrateTo(t, lastBefore)
  const plain = makeIndicator(1)
  const { owner, member } = await fill(url, plain)
  const { applied } = await migrate(url, migrations)
  t.ok(applied.length > 1)
  const { context: ctx, close } = await assemble(
    { ...testSettings, databaseUrl: url },
    pino({ level: 'silent' }),
  )
  t.teardown(close)
  t.same(await poll(ctx, owner), [plain], 'the owner has it as it was')
  t.same(await poll(ctx, member), [], 'nobody else does')
  t.equal(await redrawAsked(ctx), 1)
  t.same(await poll(ctx, owner), [plain], 'the owner still has it, once')
  t.same(await poll(ctx, member), [plain], 'a member has it again')
  t.equal(await redrawAsked(ctx), 0, 'and nothing waits any more')
  const raw = await ctx.pools.writer.query(
    'select body from rendition where collection_id = $1 and rendition_id = $2',
    [collectionId, position],
  )
  t.same(JSON.parse(raw.rows[0].body), plain, 'the bytes it came as are kept')
})
