// Every page of the console in English, light and dark; what stands where something is missing; and
// that a page which is spoilt is noticed.
import t from 'tap'
import { look } from '../fixture/console-browser.ts'
import { type House, inspect, inspectAll, openHouse, skip, steward } from './every-page.ts'

let house: House

t.before(async () => {
  if (skip === false) house = await openHouse(t)
})

inspectAll(t, 'en', () => house)

t.test('where there is no such page, and where the API is away', { skip }, async (t) => {
  const sight = await look(house.browser, house.hub, { language: 'en', who: steward })
  await sight.go('/account')
  await sight.follow('/nowhere')
  await inspect(t, sight, 'en', 'not-found')
  await sight.page.route('**/api/**', (route) => route.fulfill({ status: 503, body: '' }))
  for (const name of ['home', 'sharing', 'groups', 'objects', 'review'] as const) {
    await sight.follow(house.paths[name])
    await sight.page.getByText('The hub is busy.').first().waitFor()
  }
  await inspect(t, sight, 'en', 'busy')
  t.same(sight.complaints, [])
  await sight.close()
  const lost = await look(house.browser, house.hub, { language: 'en', who: steward })
  await lost.go('/review/%0Ax')
  await inspect(t, lost, 'en', 'not-found')
  await lost.close()
})

t.test('a page that is spoilt is noticed', { skip }, async (t) => {
  const sight = await look(house.browser, house.hub, { language: 'en', who: steward })
  await sight.go('/groups')
  t.same(await sight.listFindings(), [])
  await sight.page.evaluate(() => {
    const image = document.createElement('img')
    image.src = '/assets/gate.svg'
    document.querySelector('main')?.append(image)
    document.querySelector('main button')?.setAttribute('style', 'color: #eee; background: #fff')
  })
  t.match((await sight.listFindings()).join('\n'), /image-alt|color-contrast/)
  t.same(sight.complaints, [])
  await sight.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.body.append(script)
  })
  await sight.page.evaluate(() => new Promise(requestAnimationFrame))
  t.match(sight.complaints.join('\n'), /refused by the policy: script-src/)
  t.equal(await sight.page.evaluate(() => 'ran' in globalThis), false)
  await sight.page.evaluate(() => fetch('https://elsewhere.example/').catch(() => {}))
  t.match(sight.complaints.join('\n'), /connect-src/)
  await sight.close()
})
