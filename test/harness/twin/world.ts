// Two hubs that are one until a script makes them differ: the same organisations, keys and clock,
// in databases of their own, each behind its own listener. Knows no script.
import { Agent, request as askHttp, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import type { Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { type Assembly, assemble } from '../../../src/assemble.ts'
import { parseHubFile } from '../../../src/core/hub-file/parse.ts'
import { applyHubFile } from '../../../src/exchange/apply-hub-file.ts'
import type { Context } from '../../../src/exchange/context.ts'
import { type Notice, noticeWebhooks } from '../../../src/exchange/notice-webhooks.ts'
import { redrawAsked } from '../../../src/exchange/redraw.ts'
import { cloneDatabase } from '../../fixture/database.ts'
import { testSettings } from '../../fixture/hub.ts'
import { secretsOf } from '../../fixture/hub-context.ts'
import { atDatabase, execute } from '../../fixture/template.ts'
import { describeHub, type Edits } from './place.ts'

/** An answer byte for byte: the status, every header in its order, the body. */
export type Answer = { status: number; headers: string[]; body: Buffer }

export type Asked = { method: string; path: string; token: string | null; body: string | null }

/** Stands between a hub and the wire: what a mutant does to answers. */
export type Tamper = (asked: Asked, answer: Answer, world: World) => Promise<Answer> | Answer

export type World = {
  ctx: Context
  ask(asked: Asked): Promise<Answer>
  /** From now on it is this time, in milliseconds. */
  setClock(now: number): Promise<void>
  describe(edits: Edits, now: number): Promise<void>
  /** What the webhook of an organisation is called with now. */
  notice(organisation: string): Promise<string[]>
  /** Nothing was ever submitted. */
  forget(): Promise<void>
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  /** As the owner of the tables. */
  own(statement: string): Promise<void>
  tamper: Tamper | null
}

export type Twins = {
  worlds: [World, World]
  /** When the next run begins: no two runs share a moment, because the ledger forgets nothing. */
  takeStart(): number
  close(): Promise<void>
}

/**
 * The script's clock stands still while a step is taken; but what is drawn anew is drawn after what
 * asked for it, never in the same microsecond, and by the same time in both worlds.
 */
const clockTable = `
  create table twin_clock (now bigint not null);
  insert into twin_clock values (0);
  grant select, update on twin_clock to sekisho_writer;
  grant select on twin_clock to sekisho_reader;
  create or replace function hub_clock() returns bigint language sql volatile security definer as
    'select now + case when exists (select from public.redraw) then 1000 else 0 end
      from public.twin_clock'`

const everything = [
  ...['feed', 'feed_head', 'feed_mark', 'feed_share', 'rendition', 'object_version', 'reference'],
  ...['redraw', 'persona', 'waiting', 'submission', 'sought_head', 'draft', 'webhook_cursor'],
]

const host = 'twin.example'
const busyTries = 40
const busyPauseMs = 250
const runMs = 3 * 3_600_000

const readAll = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const askAt = (agent: Agent, port: number, { method, path, token, body }: Asked) => {
  const content = body === null ? null : Buffer.from(body)
  const media = path.startsWith('/api/') ? 'application/json' : 'application/taxii+json;version=2.1'
  const headers = {
    host,
    accept: media,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(content === null ? {} : { 'content-type': media, 'content-length': content.length }),
  }
  const options = { host: '127.0.0.1', port, agent, method, path: encodeURI(path), headers }
  return new Promise<Answer>((resolve, reject) => {
    const sent = askHttp(options, (message) => {
      const { statusCode = 0, rawHeaders } = message
      readAll(message).then(
        (read) => resolve({ status: statusCode, headers: rawHeaders, body: read }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(content ?? undefined)
  })
}

/** A machine that is busy has a hub ask for patience, by chance in one world only. */
const askPatiently = async (agent: Agent, port: number, asked: Asked): Promise<Answer> => {
  let answer = await askAt(agent, port, asked)
  for (let tries = 0; answer.status === 503 && tries < busyTries; tries++) {
    await setTimeout(busyPauseMs)
    answer = await askAt(agent, port, asked)
  }
  return answer
}

const hubOf = (edits: Edits) => {
  const parsed = parseHubFile(describeHub(edits))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.hub
}

const openWorld = async (
  assembly: Assembly,
  databaseUrl: string,
): Promise<{ world: World; close(): Promise<void> }> => {
  const { context: ctx } = assembly
  const app = await buildApp(ctx)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const { writer } = ctx.pools
  const world: World = {
    ctx,
    tamper: null,
    async ask(asked) {
      const answer = await askPatiently(agent, port, asked)
      return world.tamper === null ? answer : world.tamper(asked, answer, world)
    },
    async setClock(now) {
      await writer.query('update twin_clock set now = $1', [String(BigInt(now) * 1000n)])
    },
    async describe(edits, now) {
      await applyHubFile(ctx, hubOf(edits), { secrets: secretsOf() })
      // Who joined did so by the script's clock.
      const since = new Date(now).toISOString()
      await writer.query('update membership set since = $1 where since > $1', [since])
      await redrawAsked(ctx)
    },
    async notice(organisation) {
      const { rows } = await writer.query(
        'select w.id from webhook w join organisation o on o.id = w.organisation_id where name = $1',
        [organisation],
      )
      const calls: Notice[] = []
      await noticeWebhooks(ctx, async (notice) => void calls.push(notice))
      const own = calls.filter(({ webhook_id }) => webhook_id === rows[0]?.id)
      return own.map(({ id, body }) => `${id} ${body}`)
    },
    async forget() {
      await writer.query(everything.map((table) => `delete from ${table}`).join('; '))
      // The hub itself never forgets what was taken back, and may not.
      await execute(databaseUrl, 'delete from removed_object')
    },
    query: async (sql, values) => await writer.query(sql, values),
    own: (statement) => execute(databaseUrl, statement),
  }
  const close = async (): Promise<void> => {
    agent.destroy()
    app.server.closeAllConnections()
    await app.close()
    await assembly.close()
  }
  return { world, close }
}

const open = async (databaseUrl: string): Promise<{ world: World; close(): Promise<void> }> => {
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  return openWorld(await assemble({ ...testSettings, databaseUrl }, log), databaseUrl)
}

const copyOf = async (t: Pick<Test, 'teardown'>, url: string): Promise<string> => {
  const copy = await cloneDatabase(t)
  const [from, to] = [url, copy].map((each) => new URL(each).pathname.slice(1))
  const server = atDatabase(url, 'postgres')
  await execute(server, `drop database ${to} with (force)`)
  await execute(server, `create database ${to} template ${from}`)
  return copy
}

/**
 * Opens two worlds with one hub file, the same ids and keys, and a clock that stands still until it
 * is set. While they are open, `Date.now` is that clock for the whole process.
 */
export const openTwins = async (t: Pick<Test, 'teardown'>): Promise<Twins> => {
  const first = await cloneDatabase(t)
  await execute(first, clockTable)
  const maker = await open(first)
  await maker.world.describe({}, Date.parse('2025-01-01T00:00:00Z'))
  await maker.world.query(`insert into webhook (organisation_id, url, secret)
    select id, 'https://soc.example/' || name, 'secret' from organisation
      where name in ('acme', 'bolt', 'cargo', 'mssp', 'ferry', 'shop', 'agency')`)
  await maker.close()
  const second = await copyOf(t, first)
  const one = await open(first)
  const two = await open(second)
  const realNow = Date.now
  let start = Date.parse('2025-07-01T00:00:00Z')
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    Date.now = realNow
    await one.close()
    await two.close()
  }
  t.teardown(close)
  const takeStart = (): number => {
    start += runMs
    return start
  }
  return { worlds: [one.world, two.world], takeStart, close }
}

/** Sets the clock of both worlds, and of this process. */
export const setClocks = async ({ worlds }: Twins, now: number): Promise<void> => {
  Date.now = () => now
  await Promise.all(worlds.map((world) => world.setClock(now)))
}
