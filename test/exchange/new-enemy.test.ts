// The new enemy (L15): pollers on two hub processes while a member is removed and an object is
// published behind its back. What was published after the removal was acknowledged reaches it by
// no poll, not even one that had begun. A cache that forgets by time must be seen to leak.
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { assemble } from '../../src/assemble.ts'
import { hashToken, printToken } from '../../src/core/credential/token.ts'
import { printPosition } from '../../src/core/taxii/position.ts'
import { authenticate } from '../../src/exchange/authenticate.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { findCollection, findRoot } from '../../src/exchange/roots.ts'
import { submit } from '../../src/exchange/submit.ts'
import { withdraw } from '../../src/exchange/withdraw.ts'
import { findEntries } from '../../src/storage/feed-window.ts'
import { readRenditions } from '../../src/storage/renditions.ts'
import { nameAudiences, withSnapshot } from '../../src/storage/snapshot.ts'
import {
  asEnvelope,
  asQuery,
  makeIndicator,
  openHub,
  type TestHub,
  testSettings,
} from '../fixture/hub.ts'

const pollsWanted = 5_000
const pollers = 6
const cachedMs = 1_000

type Poll = (ctx: Context, after: string) => Promise<{ text: string; last: bigint | null }>
type Result = { polls: number; refused: number; delivered: number; leaks: number; rounds: number }

/** A poll as the door makes it: credential, root, collection, page. */
const pollByDoor =
  (hub: TestHub, token: string): Poll =>
  async (ctx, after) => {
    const caller = await authenticate(ctx, { kind: 'token', token }, '127.0.0.1')
    const root = await findRoot(ctx, caller, hub.root.name)
    const collection = await findCollection(ctx, caller, root, hub.collection.id)
    const answer = await deliver(ctx, caller, collection, asQuery(after), null)
    return { text: answer.body.toString(), last: answer.last }
  }

/** The unsafe control: what the caller holds is remembered for some time, not by the epoch. */
const pollByCache = (hub: TestHub, token: string): Poll => {
  let kept: { at: number; caller: Caller } | null = null
  return async (ctx, after) => {
    if (kept === null || Date.now() - kept.at > cachedMs) {
      const caller = await authenticate(ctx, { kind: 'token', token }, '127.0.0.1')
      kept = { at: Date.now(), caller }
    }
    const { clearance } = kept.caller
    return withSnapshot(ctx.pools.reader, hub.collection.id, async (client, { head }) => {
      const { shares, audiences, late } = await ctx.shares.look(
        client,
        hub.collection.id,
        head,
        clearance,
      )
      await nameAudiences(client, audiences)
      const { filters } = asQuery(after)
      const entries = await findEntries(client, {
        collectionId: hub.collection.id,
        audiences,
        shares,
        head,
        after: filters.addedAfter ?? 0n,
        late,
        most: 100,
        filter: {
          types: null,
          ids: null,
          specVersions: null,
          first: false,
          last: true,
          all: false,
          orders: [],
        },
        named: false,
      })
      const found = entries.map(({ rendition_id }) => rendition_id)
      const { bytes } = await readRenditions(client, hub.collection.id, found)
      const text = bytes.toString('latin1')
      return { text, last: entries.at(-1)?.position ?? null }
    })
  }
}

const expected = new Set(['not-found', 'forbidden', 'unauthenticated', 'unavailable'])

type Race = { result: Result; secrets: Set<string>; running: boolean }

const keepPolling = async (race: Race, ctx: Context, poll: Poll): Promise<void> => {
  const { result, secrets } = race
  let after = ''
  while (race.running) {
    const answer = await poll(ctx, after).catch((error: { reason?: string }) => {
      if (!expected.has(error.reason ?? '')) throw error
      return null
    })
    result.polls += 1
    if (answer === null) {
      result.refused += 1
      continue
    }
    for (const id of answer.text.match(/indicator--[0-9a-f-]{36}/g) ?? []) {
      if (secrets.has(id)) result.leaks += 1
      else result.delivered += 1
    }
    if (answer.last !== null) after = `added_after=${printPosition(answer.last)}`
  }
}

const removal = `with gone as (delete from membership where organisation_id = $1 and group_id = $2)
  update hub set policy_epoch = policy_epoch + 1`
const return_ = `with back as (insert into membership (organisation_id, group_id, level)
  values ($1, $2, 'consumer')) update hub set policy_epoch = policy_epoch + 1`

/** Removes the member, publishes behind its back, withdraws it, and takes the member back. */
const disturb = async (
  race: Race,
  hub: TestHub,
  contexts: Context[],
  member: Caller,
  polls: number,
): Promise<void> => {
  const author = await hub.join('contributor')
  const who = [member.organisation_id, hub.root.id]
  const publish = async (ctx: Context, object: { id: string }): Promise<void> => {
    const { body, scanned } = asEnvelope([object])
    await submit(ctx, author, hub.root, hub.collection, body, scanned)
  }
  for (; race.result.polls < polls; race.result.rounds += 1) {
    const n = race.result.rounds
    const ctx = contexts[n % contexts.length] as Context
    await publish(ctx, makeIndicator(n))
    await hub.query(removal, who)
    const secret = makeIndicator(n)
    race.secrets.add(secret.id)
    await publish(ctx, secret)
    await setTimeout(n % 20)
    await withdraw(ctx, author, hub.collection, secret.id, asQuery('', 'delete'))
    await hub.query(return_, who)
    await setTimeout(20 + (n % 7))
  }
}

/**
 * Removes and restores the membership until `polls` were made. Each object published while the
 * member is out is withdrawn before it comes back: no poll may ever show it to the member.
 */
const run = async (
  hub: TestHub,
  contexts: Context[],
  make: (hub: TestHub, token: string) => Poll,
  polls: number,
): Promise<Result> => {
  const member = await hub.join('consumer')
  const token = printToken('enemy', crypto.getRandomValues(new Uint8Array(20)))
  await hub.query(
    `insert into credential (principal_id, name, kind, secret) values ($1, 'poll', 'token', $2)`,
    [member.principal_id, hashToken(token)],
  )
  const result: Result = { polls: 0, refused: 0, delivered: 0, leaks: 0, rounds: 0 }
  const race: Race = { result, secrets: new Set(), running: true }
  const polling = Array.from({ length: pollers }, (_, n) =>
    keepPolling(race, contexts[n % contexts.length] as Context, make(hub, token)),
  )
  const disturbing = disturb(race, hub, contexts, member, polls).finally(() => {
    race.running = false
  })
  await Promise.all([...polling, disturbing])
  return result
}

t.test('L15 nothing published after a removal reaches the removed', async (t) => {
  const hub = await openHub(t)
  const settings = { ...testSettings, databaseUrl: hub.url }
  const second = await assemble(settings, pino({ level: 'silent' }))
  t.teardown(() => second.close())
  const result = await run(hub, [hub.ctx, second.context], pollByDoor, pollsWanted)
  t.comment(result)
  t.equal(result.leaks, 0)
  t.ok(result.refused > 0 && result.delivered > 0, 'the member was in and out')
  t.ok(result.rounds > 5, 'several times')
  await t.test('positive control: a cache that forgets by time leaks', async (t) => {
    const leaky = await run(hub, [hub.ctx, second.context], pollByCache, 1_500)
    t.comment(leaky)
    t.ok(leaky.leaks > 0)
  })
})

t.test('L17 whoever was removed while its body arrived neither writes nor withdraws', async (t) => {
  const hub = await openHub(t)
  const author = await hub.join('contributor')
  const post = (caller: Caller, object: unknown) => {
    const { body, scanned } = asEnvelope([object])
    return submit(hub.ctx, caller, hub.root, hub.collection, body, scanned)
  }
  const reasonOf = (verb: Promise<unknown>): Promise<string> =>
    verb.then(
      () => 'done',
      ({ reason }: { reason: string }) => reason,
    )
  const kept = makeIndicator(1)
  await post(author, kept)
  const remove = () => withdraw(hub.ctx, author, hub.collection, kept.id, asQuery('', 'delete'))
  const bump = 'update hub set policy_epoch = policy_epoch + 1'
  const cases: [string, string, string][] = [
    [
      `update membership set level = 'consumer' where organisation_id = $1`,
      'forbidden',
      'forbidden',
    ],
    ['delete from membership where organisation_id = $1', 'not-found', 'not-found'],
    [
      `update organisation set status = 'suspended' where id = $1`,
      'unauthenticated',
      'unauthenticated',
    ],
  ]
  for (const [change, write, take] of cases) {
    await hub.query(change, [author.organisation_id])
    await hub.query(bump)
    t.equal(await reasonOf(post(author, makeIndicator(2))), write, change)
    t.equal(await reasonOf(remove()), take, change)
  }
  const { rows } = await hub.query('select count(*)::integer as versions from object_version')
  t.equal(rows[0].versions, 1)
})
