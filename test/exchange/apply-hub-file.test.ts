// A hub file is applied whole, once, and says what it does.
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { deriveCollectionId } from '../../src/core/hub-file/collection-id.ts'
import type { HubFilePlan } from '../../src/exchange/apply-hub-file.ts'
import { applyHubFile, planHubFile } from '../../src/exchange/apply-hub-file.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'
import { base, edits } from './hub-edits.ts'

const token = printToken('push', new Uint8Array(20).fill(1))
const password = 'p:a:ss:wörd'
const secrets = secretsOf({ ACME_FEED: password, ACME_PUSH: token, SHORT: 'short' })

const words = ({ changes }: HubFilePlan): string[] =>
  changes.map(({ act, what, name, words }) => `${act} ${what} ${name}: ${words}`)

t.test(
  'a plan is what an application does, and the second time there is nothing to do',
  async (t) => {
    const { ctx, db } = await openHubContext(t)
    const hub = hubOf(base)
    const epoch = async () =>
      (await db.selectFrom('hub').select('policy_epoch').executeTakeFirstOrThrow()).policy_epoch
    const before = await epoch()
    const planned = await planHubFile(ctx, hub, { secrets })
    t.equal(await epoch(), before, 'a plan changes nothing')
    t.equal((await db.selectFrom('organisation').selectAll().execute()).length, 0)
    const applied = await applyHubFile(ctx, hub, { secrets })
    t.same(
      words(applied).filter((line) => !line.includes('collection')),
      words(planned).filter((line) => !line.includes('collection')),
    )
    t.same(words(applied), [
      'change hub Example ISAC: title Sekisho → Example ISAC; phrases {} → {"関係者限り":"amber+strict"}',
      'add organisation acme: company',
      'add person acme/taro: analyst',
      'add credential acme/feed: basic',
      'add credential acme/push: token, up to amber',
      'add credential acme/taro-key: certificate',
      'add organisation bolt: company',
      'add organisation peer: peer-hub',
      'add group rail: Rail',
      'add member acme in rail: steward',
      'add member bolt in rail: consumer',
      'add group public: Public',
      `add collection rail/indicators: ${deriveCollectionId('rail', 'indicators')}`,
      'add collection rail/reports: 91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      `add collection public/open: ${deriveCollectionId('public', 'open')}`,
    ])
    t.equal(await epoch(), before + 1n, 'the policy epoch rises once')
    const again = await applyHubFile(ctx, hub, { secrets })
    t.same(again, { changes: [], notes: [] })
    t.equal(await epoch(), before + 1n, 'and stays')
    const kept = JSON.stringify(await db.selectFrom('credential').selectAll().execute())
    t.notOk(kept.includes(password) || kept.includes(token), 'no secret is kept as it is')
    t.notOk(JSON.stringify([planned, applied]).match(/wörd|sekisho_|argon2/), 'none is shown')
  },
)

t.test('what an edited file changes', async (t) => {
  const { ctx } = await openHubContext(t)
  for (const [what, edit, changes, notes] of edits) {
    await applyHubFile(ctx, hubOf(base), { secrets })
    const text = edit(base)
    t.not(text, base, `${what}: is an edit`)
    const applied = await applyHubFile(ctx, hubOf(text), { secrets })
    t.same(words(applied), changes, what)
    t.equal(applied.notes.length, notes.length, `${what}: notes`)
    for (const note of notes) t.match(applied.notes.join('\n'), note, what)
    t.same((await applyHubFile(ctx, hubOf(text), { secrets })).changes, [], `${what}: once`)
  }
})

t.test('passwords and tokens', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const kept = async () =>
    await db
      .selectFrom('credential')
      .select(['name', 'secret', 'username'])
      .orderBy('name')
      .execute()
  await applyHubFile(ctx, hubOf(base), { secrets })
  const before = await kept()
  const other = secretsOf({ ACME_FEED: 'another password', ACME_PUSH: token })
  const applied = await applyHubFile(ctx, hubOf(base), { secrets: other })
  t.same(words(applied), ['change credential acme/feed: other secret'])
  t.not((await kept())[0]?.secret, before[0]?.secret)
  const swapped = base
    .replace(
      '{ name: feed, basic: { username: acme-feed, password_env: ACME_FEED } }',
      '{ name: feed, token_env: ACME_PUSH }',
    )
    .replace(
      '{ name: push, token_env: ACME_PUSH,',
      '{ name: push, basic: { username: acme-feed, password_env: ACME_FEED },',
    )
  await applyHubFile(ctx, hubOf(swapped), { secrets })
  t.same(
    (await kept()).map(({ username }) => username),
    [null, 'acme-feed', null],
    'swapped',
  )
  const revoked = base.replace(/ {6}- \{ name: (push|feed).*\n/g, '')
  await applyHubFile(ctx, hubOf(revoked), { secrets })
  t.match((await kept())[1]?.secret, /^vacated:/, 'a revoked secret is forgotten')
  const back = await applyHubFile(ctx, hubOf(base), { secrets })
  t.match(words(back)[0], /^change credential acme\/feed: .*revoked yes → no/, 'and comes back')
})

// what, text, environment's fault
const refused: [string, string, RegExp][] = [
  [
    'a variable that is not set',
    base.replace('ACME_FEED', 'NOBODY'),
    /acme\/feed: the environment variable NOBODY is not set/,
  ],
  ['a short password', base.replace('ACME_FEED', 'SHORT'), /acme\/feed: the password in SHORT/],
  [
    'a token of one’s own',
    base.replace('ACME_PUSH', 'ACME_FEED'),
    /acme\/push: the token in ACME_FEED/,
  ],
  [
    'a file that is not there',
    base.replace(/fingerprint: "[^"]*"/, 'file: nowhere.pem'),
    /nowhere\.pem cannot be read/,
  ],
  [
    'one token for two',
    base.replace('- { name: push', '- { name: push2, token_env: ACME_PUSH }\n      - { name: push'),
    /same secret as acme\/push2/,
  ],
  ['a new id for a collection', base.replace('91a7b528', '91a7b529'), /an id never changes/],
  [
    'a collection of another group',
    base.replace('group: rail, name: reports', 'group: public, name: reports'),
    /of another group/,
  ],
  [
    'a title in use',
    base
      .replace(/ {2}- \{ group: rail, name: reports.*\n/, '')
      .replace('title: Indicators', 'title: Reports'),
    /title of the file belongs/,
  ],
]

t.test('what cannot be applied changes nothing', async (t) => {
  const { ctx, db } = await openHubContext(t)
  await applyHubFile(ctx, hubOf(base), { secrets })
  const picture = async () =>
    JSON.stringify(
      [
        await db.selectFrom('organisation').selectAll().execute(),
        await db.selectFrom('credential').selectAll().execute(),
        await db.selectFrom('collection').selectAll().execute(),
        await db.selectFrom('hub').selectAll().execute(),
      ],
      (_, value) => (typeof value === 'bigint' ? String(value) : value),
    )
  const before = await picture()
  for (const [what, text, message] of refused) {
    await t.rejects(
      applyHubFile(ctx, hubOf(text.replace('title: Acme', 'title: Changed')), { secrets }),
      { reason: 'unprocessable', message },
      what,
    )
    t.equal(await picture(), before, `${what}: nothing has changed`)
  }
})

t.test('two hubs that start together', async (t) => {
  const { ctx, db } = await openHubContext(t)
  const both = await Promise.all([
    applyHubFile(ctx, hubOf(base), { secrets }),
    applyHubFile(ctx, hubOf(base), { secrets }),
  ])
  t.same(both.map(({ changes }) => changes.length > 0).sort(), [false, true], 'one does it')
  t.equal((await db.selectFrom('organisation').selectAll().execute()).length, 3)
})
