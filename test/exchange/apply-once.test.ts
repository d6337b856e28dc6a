// A hub file is applied at a start only when it, or a secret it names, is new: what was changed by
// other ways outlives a restart.
import t from 'tap'
import { printToken } from '../../src/core/credential/token.ts'
import { applyHubFileOnce } from '../../src/exchange/apply-once.ts'
import { hubOf, openHubContext, secretsOf } from '../fixture/hub-context.ts'

const file = (title: string): string => `
hub: { title: ${title} }
organisations:
  - { name: acme, title: Acme, credentials: [{ name: feed, token_env: FEED }] }
`
const tokens = [1, 2].map((n) => printToken('test', Buffer.alloc(20, n)))

t.test('the same file with the same secrets is left', async (t) => {
  const { ctx } = await openHubContext(t)
  const apply = (title: string, token: string) =>
    applyHubFileOnce(ctx, hubOf(file(title)), secretsOf({ FEED: token }))
  const titleNow = async () => (await ctx.db.selectFrom('hub').select('title').execute())[0]?.title
  const [first, second] = tokens as [string, string]
  t.ok(await apply('One', first))
  await ctx.db.updateTable('hub').set({ title: 'By hand' }).execute()
  t.equal(await apply('One', first), null)
  t.equal(await titleNow(), 'By hand')
  t.ok(await apply('One', second), 'a new secret is applied')
  t.equal(await titleNow(), 'One')
  t.equal(await apply('One', second), null)
  t.ok(await apply('Two', second))
  const kept = await ctx.db.selectFrom('hub').select('file_digest').execute()
  t.match(kept[0]?.file_digest, /^\$argon2id\$/, 'nothing that could be guessed from')
})
