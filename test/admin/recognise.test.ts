// POST /api/recognise over HTTP: what comes out can be previewed and shared as it is.
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import { identityOfA } from '../fixture/isac-object.ts'

const text = '取引先 acme.internal から hxxp://bad[.]example/a と 203.0.113[.]9 への通信。10.0.0.1'

t.test('recognised objects can be shared', async (t) => {
  const { as } = await openIsac(t)
  const answer = await as('a').ask('POST', '/api/recognise', { text, collection: 'one' })
  t.equal(answer.status, 200, answer.text)
  const { kind, objects, ignored } = answer.json as never as {
    kind: string
    objects: { object: Record<string, unknown>; notes: { words: { ja: string } }[] }[]
    ignored: { why: string; words: { en: string } }[]
  }
  t.equal(kind, 'text')
  t.same(
    objects.map(({ object }) => object.pattern),
    ["[url:value = 'http://bad.example/a']", "[ipv4-addr:value = '203.0.113.9']"],
  )
  t.equal(objects[0]?.object.created_by_ref, identityOfA)
  t.equal(objects[0]?.notes[0]?.words.ja, '無害化表記を元に戻しました')
  t.match(
    ignored.map(({ why }) => why),
    ['prose', 'internal-host', 'prose', 'prose', 'prose', 'internal-address'],
  )
  const status = await as('a').share(objects.map(({ object }) => object))
  t.equal(status.success_count, 2)
})

t.test('who may not share there is told no more than when sharing', async (t) => {
  const { as } = await openIsac(t)
  const ask = (who: string, collection: string) =>
    as(who).ask('POST', '/api/recognise', { text: 'bad.example', collection })
  t.equal((await ask('e', 'one')).status, 404)
  t.equal((await ask('a', 'no-such')).status, 404)
  t.equal((await ask('v', 'one')).status, 403)
  t.equal((await ask('nobody', 'one')).status, 401)
  t.equal((await ask('a', 'one')).status, 200)
})

t.test('a body that is not as described is refused', async (t) => {
  const { as } = await openIsac(t)
  const ask = (body: object) => as('a').ask('POST', '/api/recognise', body)
  t.equal((await ask({ text: 'x', collection: 'one', more: 1 })).status, 400)
  t.equal((await ask({ collection: 'one' })).status, 400)
  t.equal((await ask({ text: 'x'.repeat(1_000_001), collection: 'one' })).status, 400)
})
