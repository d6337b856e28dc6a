// C-70 of the worked cases: thousands of objects taken back at once, while somebody reads.
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import { indicator } from '../fixture/isac-object.ts'

t.test('C-70 a takedown of 5,000 indicators', async (t) => {
  const big = await openIsac(t, undefined, { postWaitMs: 60_000 })
  const count = 5_000
  const objects = Array.from({ length: count }, () => indicator('green'))
  await big.as('a').share(objects)
  const gone = objects.map((object) => ({
    ...object,
    modified: '2026-02-01T00:00:00.000Z',
    revoked: true,
  }))
  const search = 'match[type]=indicator&limit=10000'
  const b = big.as('b')
  t.equal((await b.poll(search)).length, count)
  let done = false
  const takedown = big
    .as('a')
    .share(gone)
    .finally(() => {
      done = true
    })
  const looks: string[] = []
  // A hub that is busy says so; then nothing was seen.
  const look = async (query: string) => {
    const { status, json } = await b.ask('GET', `${b.at('one')}?${query}`)
    if (status === 503) return null
    t.equal(status, 200)
    return { revoked: (json.objects ?? []).filter((object) => object.revoked).length, json }
  }
  while (!done) {
    const whole = await look(search)
    if (whole !== null) looks.push(`${whole.revoked} of ${whole.json.objects?.length}`)
    const part = 'match[type]=indicator&limit=1000'
    let page = await look(part)
    while (page !== null && !done) {
      const length = page.json.objects?.length ?? 0
      if (page.revoked > 0 && page.revoked < length) looks.push(`${page.revoked} of a page`)
      page = page.json.more ? await look(`${part}&next=${page.json.next}`) : null
    }
    await sleep(20)
  }
  await takedown
  t.ok(looks.length > 0, 'somebody looked meanwhile')
  const whole = new Set([`0 of ${count}`, `${count} of ${count}`])
  t.same(
    looks.filter((each) => !whole.has(each)),
    [],
    'none or all of them, in one look and on one page',
  )
  const end = await look(search)
  t.match(end, { revoked: count })
  t.equal(end?.json.objects?.length, count)
  t.equal((await look(`match[version]=all&${search}`))?.json.objects?.length, count)
})
