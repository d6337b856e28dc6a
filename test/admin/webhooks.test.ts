// Webhooks over HTTP and as the jobs send them: signed, without content, and only of what the
// organisation may see; and the digest of a person.
import { createHmac } from 'node:crypto'
import t from 'tap'
import { type Notice, noticeWebhooks, sendNotice } from '../../src/exchange/notice-webhooks.ts'
import { listDigests, sendDigest } from '../../src/exchange/send-digest.ts'
import { type Hub, openHubPeople } from '../fixture/hub-people.ts'
import { indicator } from '../fixture/isac-object.ts'

const url = 'https://soc.acme.jp/hook'
const admins = (text: { organisations: Record<string, unknown>[] }) => {
  for (const one of text.organisations) {
    if (one.name === 'b') one.people = [{ name: 'b', roles: ['org-admin'] }, { name: 'aide' }]
  }
}

t.test('who may have what called', async (t) => {
  const hub = await openHubPeople(t)
  const at = '/api/organisations/a/webhooks'
  const cases: [string, string, string, number][] = [
    ['nobody', at, url, 401],
    ['a', at, url, 403],
    ['aide@a', at, url, 403],
    ['a@a', '/api/organisations/b/webhooks', url, 404],
    ['a@a', at, 'http://soc.acme.jp/hook', 422],
    ['a@a', at, 'https://127.0.0.1/hook', 422],
    ['a@a', at, 'https://localhost/hook', 422],
    ['a@a', at, url, 201],
    ['a@a', at, url, 422],
    ['hub@hub', at, `${url}/2`, 201],
  ]
  let secret = ''
  for (const [who, where, asked, expected] of cases) {
    const answer = await hub.by(who)('POST', where, { url: asked })
    t.equal(answer.statusCode, expected, `${who} ${asked} ${answer.body.slice(0, 150)}`)
    if (expected === 201) secret = answer.json().secret
  }
  t.match(secret, /^whsec_/)
  const list = await hub.by('a@a')('GET', at)
  t.notMatch(list.body, secret)
  const { entries } = list.json()
  t.match(entries, [{ url, failures: 0, last_status: null }, { url: `${url}/2` }])
  for (let n = 3; n <= 10; n++) {
    t.equal((await hub.by('a@a')('POST', at, { url: `${url}/${n}` })).statusCode, 201)
  }
  t.equal((await hub.by('a@a')('POST', at, { url: `${url}/11` })).statusCode, 422)
  t.equal((await hub.by('a')('DELETE', `${at}/${entries[0].id}`)).statusCode, 403)
  t.equal((await hub.by('a@a')('DELETE', `${at}/${entries[0].id}`)).statusCode, 204)
  t.equal((await hub.by('a@a')('DELETE', `${at}/${entries[0].id}`)).statusCode, 404)
})

const notices = async (hub: Hub): Promise<Notice[]> => {
  const taken: Notice[] = []
  await noticeWebhooks(hub.ctx, async (notice) => void taken.push(notice))
  return taken
}

t.test('news is told to whom it is for, signed, and holds nothing of what came', async (t) => {
  const hub = await openHubPeople(t, (text) => admins(text as never))
  await hub.as('a').share([indicator('green', { name: 'before the hook' })])
  const at = '/api/organisations/b/webhooks'
  const made = (await hub.by('b@b')('POST', at, { url })).json()
  t.same(await notices(hub), [], 'a new one is told of what follows')
  await hub.as('a').share([indicator('green', { name: 'hidden' })], { exclude: ['b'] })
  t.same(await notices(hub), [], 'what it may not see makes no call')
  const object = indicator('green', { name: 'seen by b' })
  await hub.as('a').share([object])
  const [notice, ...others] = await notices(hub)
  t.same(others, [])
  const { collections, type } = JSON.parse(notice!.body)
  t.equal(type, 'objects.added')
  t.equal(collections.length, 1)
  const again = hub.as('b').ask('GET', collections[0].url)
  t.match((await again).text, /seen by b/, 'the reference leads there')
  t.notMatch(notice!.body, /seen by b|indicator--|203\.0/)
  t.same(await notices(hub), [], 'once')
  const calls: { headers: Record<string, string>; body: string }[] = []
  let status = 204
  hub.ctx.outbound.post = async (_url, headers, body) => {
    calls.push({ headers, body })
    return status
  }
  await sendNotice(hub.ctx, notice!)
  const { headers, body } = calls[0]!
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(made.secret.slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key).update(signed).digest('base64')
  t.equal(headers['webhook-signature'], `v1,${mac}`)
  status = 302
  await t.rejects(sendNotice(hub.ctx, notice!), /did not take/, 'tried again by the jobs')
  const { entries } = (await hub.by('b@b')('GET', at)).json()
  t.match(entries[0], { last_status: 302, failures: 1 })
  const suspended = { status: 'suspended', reason: 'test' }
  await hub.by('hub@hub')('POST', '/api/organisations/b/status', suspended)
  await sendNotice(hub.ctx, notice!)
  t.equal(calls.length, 2, 'nobody suspended is called')
  await hub.as('a').share([indicator('green')])
  t.same(await notices(hub), [])
})

t.test('a digest counts what its reader may see, and says nothing of it', async (t) => {
  const hub = await openHubPeople(t, (text) => {
    for (const one of text.organisations) {
      if (one.name === 'b') one.people = [{ name: 'b', email: 'b@bolt.example' }]
      if (one.name === 'b') one.credentials = []
    }
  })
  await hub.query(`insert into account (principal_id, password, language, digest)
    select id, 'none', 'ja', 'daily' from principal where email = 'b@bolt.example'`)
  const sent: { to: string; subject: string; text: string }[] = []
  const reader = async () => (await listDigests(hub.ctx))[0] as string
  t.same(await listDigests(hub.ctx), [], 'nobody, where no server is set')
  hub.ctx.outbound.mail = async (message) => void sent.push(message)
  await hub.as('a').share([indicator('green', { name: 'for b' }), indicator('green')])
  await hub.as('a').share([indicator('green')], { exclude: ['b'] })
  await sendDigest(hub.ctx, await reader())
  t.equal(sent.length, 1)
  t.match(sent[0], { to: 'b@bolt.example', subject: 'Case hub：新着 3 件、あなたを待つもの 0 件' })
  t.notMatch(sent[0]?.text, /for b|indicator/)
  await sendDigest(hub.ctx, await reader())
  t.equal(sent.length, 1, 'nothing new, no mail')
})
