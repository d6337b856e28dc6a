// Who may come in, and how often one may guess.
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { applyHubFile } from '../../src/exchange/apply-hub-file.ts'
import { anonymous, authenticate, type Presented } from '../../src/exchange/authenticate.ts'
import type { Context } from '../../src/exchange/context.ts'
import { failuresPerHourMax } from '../../src/exchange/count-guess.ts'
import { Refusal } from '../../src/exchange/refusal.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const token = printToken('push', new Uint8Array(20).fill(1))
const strange = printToken('push', new Uint8Array(20).fill(2))
const fingerprint = 'ab'.repeat(32)
const here = '192.0.2.1'

const hub = hubOf(`organisations:
  - name: acme
    title: Acme
    credentials:
      - { name: feed, basic: { username: ünï-feed, password: "p:a:ss:wörd" }, max_tlp: amber }
      - name: old
        basic: { username: old, password: correct-horse }
        expires: 2020-01-01T00:00:00Z
      - { name: push, token: ${token} }
      - { name: tls, kind: person, person: taro, certificate: { fingerprint: "${fingerprint}" } }
    people: [{ name: taro }]
  - name: shy
    title: Shy
    status: restricted
    credentials: [{ name: shy, basic: { username: shy, password: correct-horse } }]
  - name: gone
    title: Gone
    status: suspended
    credentials: [{ name: gone, basic: { username: gone, password: correct-horse } }]
  - name: new
    title: New
    status: applicant
    credentials: [{ name: new, basic: { username: new, password: correct-horse } }]
groups:
  - { name: rail, title: Rail, members: { acme: contributor, shy: consumer } }
`)

const basic = (username: string, password: string): Presented => ({
  kind: 'basic',
  username,
  password,
})

const nobody = { reason: 'unauthenticated', message: 'sign in to use this hub' }

const openHub = async (t: Parameters<typeof openHubContext>[0]) => {
  const opened = await openHubContext(t)
  await applyHubFile(opened.ctx, hub, { secrets: secretsOf() })
  return opened
}

t.test('who comes in', async (t) => {
  const { ctx } = await openHub(t)
  const feed = await authenticate(ctx, basic('ünï-feed', 'p:a:ss:wörd'), here)
  t.match(feed, {
    organisation: 'acme',
    kind: 'service',
    epoch: 2n,
    clearance: {
      organisation: 'acme',
      status: 'active',
      kind: 'company',
      memberships: [{ group: 'rail', level: 'contributor' }],
      service: true,
      max_tlp: 'amber',
    },
  })
  t.same(
    await authenticate(ctx, basic('u\u0308ni\u0308-feed', 'p:a:ss:wo\u0308rd'), here),
    feed,
    'typed on another keyboard',
  )
  const push = await authenticate(ctx, { kind: 'token', token }, here)
  t.match(push, { kind: 'service', clearance: { max_tlp: null } })
  t.same(await authenticate(ctx, basic('apikey', token), here), push, 'a token as a password')
  t.same(await authenticate(ctx, basic('', token), here), push, 'under no name')
  const person = await authenticate(ctx, { kind: 'certificate', fingerprint }, here)
  t.match(person, { kind: 'person', clearance: { service: false } })
  const shy = await authenticate(ctx, basic('shy', 'correct-horse'), here)
  t.equal(shy.clearance.status, 'restricted')
  t.match(await anonymous(ctx), { kind: 'anonymous', clearance: { memberships: [] } })
})

const strangers: [string, Presented | null][] = [
  ['nobody', null],
  ['an unknown username', basic('nobody', 'correct-horse')],
  ['a wrong password', basic('ünï-feed', 'correct-horse')],
  ['no password', basic('ünï-feed', '')],
  ['a password cut at a colon', basic('ünï-feed', 'p')],
  ['another case of the username', basic('ÜNÏ-FEED', 'p:a:ss:wörd')],
  ['an expired credential', basic('old', 'correct-horse')],
  ['a suspended organisation', basic('gone', 'correct-horse')],
  ['an applicant', basic('new', 'correct-horse')],
  ['a NUL', basic('ünï-feed\0', 'p:a:ss:wörd')],
  ['a long username', basic('a'.repeat(100_000), 'p:a:ss:wörd')],
  ['a long password', basic('ünï-feed', `p:a:ss:wörd${'a'.repeat(100_000)}`)],
  ['a half of a surrogate', basic('\ud800', '\ud800')],
  ['a token nobody has', { kind: 'token', token: strange }],
  ['a token cut short', { kind: 'token', token: token.slice(0, -1) }],
  ['no token', { kind: 'token', token: '' }],
  ['a token nobody has, as a password', basic('ünï-feed', strange)],
  ['a stored digest as a token', { kind: 'token', token: fingerprint }],
  ['another key', { kind: 'certificate', fingerprint: 'cd'.repeat(32) }],
  ['a token’s digest as a key', { kind: 'certificate', fingerprint: token }],
]

t.test('all others get one answer', async (t) => {
  const { ctx } = await openHub(t)
  for (const [what, presented] of strangers) {
    await t.rejects(
      authenticate(ctx, presented, here),
      { reason: 'unauthenticated', message: 'sign in to use this hub', retryAfter: null },
      what,
    )
  }
})

t.test('A2 a token with a wrong checksum asks the database nothing', async (t) => {
  const { ctx } = await openHub(t)
  let asked = 0
  const counting = new Proxy(ctx.pools.gate, {
    get(target, name) {
      if (name === 'query' || name === 'connect') asked += 1
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const watched: Context = { ...ctx, pools: { ...ctx.pools, gate: counting } }
  const before = token.slice(0, -1)
  for (let n = 0; n < 62; n++) {
    const last = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[n]
    if (before + last === token) continue
    await authenticate(watched, { kind: 'token', token: before + last }, here).catch(() => {})
  }
  t.equal(asked, 0)
  await authenticate(watched, { kind: 'token', token }, here)
  t.ok(asked > 0, 'control: the right one does')
})

t.test('a change holds from the next request on', async (t) => {
  const { ctx, db } = await openHub(t)
  const feed = basic('ünï-feed', 'p:a:ss:wörd')
  await authenticate(ctx, feed, here)
  await authenticate(ctx, feed, here)
  const end = { revoked_at: new Date() }
  await db.updateTable('credential').set(end).where('name', '=', 'feed').execute()
  await t.rejects(authenticate(ctx, feed, here), nobody, 'revoked')
  await db
    .updateTable('credential')
    .set({ revoked_at: null as never })
    .execute()
  await t.resolves(authenticate(ctx, feed, here))
  const soon = { expires_at: new Date(Date.now() - 1000) }
  await db.updateTable('credential').set(soon).where('name', '=', 'push').execute()
  await t.rejects(authenticate(ctx, { kind: 'token', token }, here), nobody)
  await db.updateTable('organisation').set({ status: 'terminated' }).execute()
  await t.rejects(authenticate(ctx, feed, here), nobody, 'terminated')
})

const attempt = async (ctx: Context, name: string, address: string, n = 0) => {
  try {
    await authenticate(ctx, basic(name, `wrong horse ${n}`), address)
    return 'in'
  } catch (error) {
    return error instanceof Refusal ? error.reason : String(error)
  }
}

const tally = (answers: string[]) => ({
  wrong: answers.filter((answer) => answer === 'unauthenticated').length,
  refused: answers.filter((answer) => answer === 'too-many-attempts').length,
})

/**
 * Runs a scenario on a new hub, again when the hour turned meanwhile: then it was counted in two.
 */
const withinAnHour = async <T>(
  t: Parameters<typeof openHubContext>[0],
  scenario: (opened: Awaited<ReturnType<typeof openHub>>) => Promise<T>,
): Promise<T> => {
  for (;;) {
    const opened = await openHub(t)
    const hour = new Date().getHours()
    const seen = await scenario(opened)
    if (hour === new Date().getHours()) return seen
  }
}

t.test('guessing one username: many spellings, many addresses, all at once', async (t) => {
  const spellings = ['ünï-feed', 'ÜNÏ-FEED', ' ünï-feed', 'u\u0308ni\u0308-feed', 'ünï-ｆｅｅｄ']
  const seen = await withinAnHour(t, async ({ ctx }) => {
    const guesses = Array.from({ length: 60 }, (_, n) =>
      attempt(ctx, spellings[n % spellings.length]!, `198.51.100.${n}`, n),
    )
    return {
      guesses: await Promise.all(guesses),
      right: await authenticate(ctx, basic('ünï-feed', 'p:a:ss:wörd'), here).catch((e) => e),
      other: await attempt(ctx, 'nobody', here),
      push: await authenticate(ctx, { kind: 'token', token }, here),
    }
  })
  t.same(tally(seen.guesses), { wrong: failuresPerHourMax.username, refused: 40 })
  t.equal(seen.right.reason, 'too-many-attempts', 'the right password is not tried any more')
  t.ok(seen.right.retryAfter >= 1 && seen.right.retryAfter <= 3600, 'and is told how long')
  t.equal(seen.other, 'unauthenticated', 'others may')
  t.equal(seen.push.organisation, 'acme', 'a token cannot be guessed and is not held up')
})

const oneAfterTheOther = async (ctx: Context, name: string, times: number) => {
  const answers: string[] = []
  for (let n = 0; n < times; n++) answers.push(await attempt(ctx, name, here, n))
  return answers
}

t.test('an unknown username is counted like a known one', async (t) => {
  const answers = await withinAnHour(t, ({ ctx }) => oneAfterTheOther(ctx, 'nobody', 22))
  t.same(tally(answers), { wrong: 20, refused: 2 })
})

t.test('guessing many usernames from one network', async (t) => {
  const from = (n: number) => `2001:db8:0:1::${n.toString(16)}`
  const seen = await withinAnHour(t, async ({ ctx }) => {
    const guesses = Array.from({ length: 120 }, (_, n) => attempt(ctx, `user-${n}`, from(n), n))
    return {
      guesses: await Promise.all(guesses),
      elsewhere: await attempt(ctx, 'user-500', '2001:db8:0:2::1'),
    }
  })
  t.same(tally(seen.guesses), { wrong: failuresPerHourMax.address, refused: 20 })
  t.equal(seen.elsewhere, 'unauthenticated', 'another network')
})

t.test('who is in already stays in, and success forgives no one else', async (t) => {
  const feed = basic('ünï-feed', 'p:a:ss:wörd')
  const seen = await withinAnHour(t, async ({ ctx, db }) => {
    await oneAfterTheOther(ctx, 'ünï-feed', 19)
    await Promise.all(Array.from({ length: 30 }, () => authenticate(ctx, feed, here)))
    const counted = await db.selectFrom('sign_in_failure').select('failures').execute()
    return {
      counted: counted.map(({ failures }) => failures),
      last: await attempt(ctx, 'ünï-feed', here, 90),
      over: await attempt(ctx, 'ünï-feed', here, 91),
      feed: await authenticate(ctx, feed, here),
    }
  })
  t.same(seen.counted, [19, 19], 'thirty successes count for nothing')
  t.same([seen.last, seen.over], ['unauthenticated', 'too-many-attempts'])
  t.equal(seen.feed.organisation, 'acme', 'a running feed runs on')
})

t.test('the hour is the database’s', async (t) => {
  const now = Date.now
  t.teardown(() => {
    Date.now = now
  })
  const seen = await withinAnHour(t, async ({ ctx, db }) => {
    const answers: string[] = []
    for (let n = 0; n < 24; n++) {
      Date.now = () => now() + (n - 12) * 3_600_000
      answers.push(await attempt(ctx, 'shy', here, n))
    }
    Date.now = now
    const past = new Date(now() - 7_200_000)
    await db.updateTable('sign_in_failure').set({ hour: past }).execute()
    return { answers, later: await attempt(ctx, 'shy', here) }
  })
  t.same(tally(seen.answers), { wrong: 20, refused: 4 }, 'a clock that jumps changes nothing')
  t.equal(seen.later, 'unauthenticated', 'another hour, another count')
})

t.test('guesses that are turned away leave no rows behind', async (t) => {
  const { ctx } = await openHub(t)
  const guess = (n: number) =>
    authenticate(ctx, basic(`guess-${n}`, 'wrong-horse'), here).catch(() => {})
  for (let n = 0; n < failuresPerHourMax.address + 20; n++) await guess(n)
  const { rows } = await ctx.pools.writer.query(
    'select count(*)::integer as kept, min(failures) as least from sign_in_failure',
  )
  t.same(rows[0], { kept: failuresPerHourMax.address + 1, least: 1 })
})
