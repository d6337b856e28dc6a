// The jobs that go out, as they run: a webhook is called until it takes the notice, signed as
// Standard Webhooks has it; a digest is mailed to who wants one.
import { createHmac, timingSafeEqual } from 'node:crypto'
import t from 'tap'
import { givePassword } from '../fixture/browser.ts'
import { type Hub, openHubPeople } from '../fixture/hub-people.ts'
import { named } from '../fixture/isac.ts'
import { indicator } from '../fixture/isac-object.ts'
import { openMailServer, openReceiver, type Seen, until } from '../fixture/receivers.ts'

const start = (hub: Hub, task: string) =>
  hub.query('select graphile_worker.add_job($1::text)', [task])

/** As a receiver checks it who has read the specification and not the code. */
const isSigned = ({ headers, body }: Seen, secret: string): boolean => {
  const [id, at, shown] = ['id', 'timestamp', 'signature'].map(
    (name) => headers[`webhook-${name}`] as string,
  )
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest()
  const given = (shown ?? '').split(' ').map((one) => one.split(','))
  const right = given.some(
    ([version, text = '']) =>
      version === 'v1' &&
      text.length === mac.toString('base64').length &&
      timingSafeEqual(Buffer.from(text, 'base64'), mac),
  )
  return right && Math.abs(Date.now() / 1_000 - Number(at)) < 300
}

t.test('a webhook is called again until it takes the notice', async (t) => {
  const receiver = await openReceiver(t, 1)
  const hub = await openHubPeople(t, () => {}, { jobs: true, webhookPrivate: true })
  const at = '/api/organisations/b/webhooks'
  const made = await hub.by('hub@hub')('POST', at, { url: `${receiver.url}/hook` })
  t.equal(made.statusCode, 201, made.body)
  const { secret } = made.json()
  await start(hub, 'notice-webhooks')
  await until(async () => {
    const { rows } = await hub.query('select 1 from webhook_cursor limit 1')
    return rows.length > 0
  })
  const object = indicator('green', { name: 'seen at ACME' })
  await hub.as('a').share([object])
  await start(hub, 'notice-webhooks')
  await until(async () => receiver.seen.length >= 2)
  const [first, second] = receiver.seen as [Seen, Seen]
  t.equal(first.headers['webhook-id'], second.headers['webhook-id'], 'known by its id')
  t.equal(first.body, second.body)
  for (const call of [first, second]) {
    t.ok(isSigned(call, secret))
    t.notOk(isSigned({ ...call, body: `${call.body} ` }, secret))
    t.notMatch(JSON.stringify(call), /ACME|indicator--|203\.0|taro/)
  }
  const state = async () => (await hub.by('hub@hub')('GET', at)).json().entries[0]
  await until(async () => (await state()).last_status === 204)
  t.match(await state(), { failures: 0, last_status: 204 })
})

t.test('a digest is mailed to who wants one', async (t) => {
  const { url, lines } = await openMailServer(t)
  const smtp = { url, from: 'hub@isac.example' }
  const hub = await openHubPeople(
    t,
    ({ organisations }) => {
      const b = named(organisations, 'b')
      b.people = [
        { name: 'b', email: 'b@bolt.example' },
        { name: 'aide', email: 'c@bolt.example' },
      ]
    },
    { jobs: true, smtp },
  )
  for (const person of ['b', 'aide']) await givePassword(hub.query, 'b', person, 'no matter')
  await hub.query(
    `update account set digest = 'daily', language = 'en' from principal p
      where p.id = principal_id and p.email = 'b@bolt.example'`,
  )
  await hub.as('a').share([indicator('green', { name: 'seen at ACME' }), indicator('green')])
  await start(hub, 'list-digests')
  await until(async () => lines.includes('.'))
  t.same(
    lines.filter((line) => line.startsWith('RCPT')),
    ['RCPT TO:<b@bolt.example>'],
  )
  const text = lines.join('\n')
  t.match(text, /Indicators of the first: 3/)
  t.notMatch(text, /ACME|indicator--|203\.0/)
})
