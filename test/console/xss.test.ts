// Stored scripts: every payload in every string that a member, a steward or a reviewer writes, and
// every page that shows them opened by whoever is shown them. None runs, and none is even refused
// by the policy: to a page they are text.
import type { Browser, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { pagePaths } from '../../src/console/pages.ts'
import {
  findChromium,
  look,
  noChromium,
  type Sight,
  startChromium,
} from '../fixture/console-browser.ts'
import { openSpoiltHub } from './xss-hub.ts'
import { payloads } from './xss-payloads.ts'

const skip = findChromium() === null ? noChromium : false

let browser: Browser
let spoilt: Awaited<ReturnType<typeof openSpoiltHub>>

t.before(async () => {
  if (skip !== false) return
  spoilt = await openSpoiltHub(t)
  browser = await startChromium(t)
})

/** What ran, in whichever way it shows: the call itself, a dialogue, a window, another place. */
const detect = async (page: Page, base: string): Promise<string[]> => {
  const ran: string[] = []
  await page.context().exposeBinding('ran', (_, n) => {
    ran.push(`ran(${n})`)
  })
  page.on('dialog', async (dialog) => {
    ran.push(`dialogue ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('popup', (opened) => ran.push(`window ${opened.url()}`))
  page.on('framenavigated', (frame) => {
    const own = frame.url().startsWith(`${base}/`) || frame.url() === 'about:blank'
    if (!own) ran.push(`went to ${frame.url()}`)
  })
  return ran
}

/** Elements and addresses that no page of the console has, however they came in. */
const listForeign = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      const name = element.localName
      if (/^(iframe|object|embed|base|math|audio|video|marquee|animate|x)$/.test(name)) {
        found.push(`<${name}>`)
      }
      for (const { name: attribute, value } of element.attributes) {
        const runs = /^(href|src|action|formaction|data|xlink:href|srcdoc)$/.test(attribute)
        const scheme = value.replaceAll(/[\u0000-\u0020]/g, '').toLowerCase()
        if (attribute.startsWith('on')) found.push(`${name} ${attribute}`)
        else if (runs && /^(javascript|data|vbscript):/.test(scheme)) {
          found.push(`${name} ${attribute}=${value}`)
        }
      }
    }
    return found
  })

/**
 * Presses the last button that fetches more; false when there is none. It goes with the last of
 * its list: it is looked for and pressed in one turn of the page, or it could go in between.
 */
const pressMore = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const buttons = [...document.querySelectorAll('button')]
    const more = buttons.findLast((button) => button.textContent?.trim() === 'Show more')
    more?.click()
    return more !== undefined
  })

/** Unfolds what a page keeps folded, and fetches the rest of its lists. */
const unfold = async ({ page }: Sight): Promise<void> => {
  for (let times = 0; times < 12 && (await pressMore(page)); times++) {
    // The button says so a moment later, and what has come is drawn a moment after it.
    await page.waitForTimeout(50)
    await page.waitForFunction(() => document.querySelector('[data-loading]') === null)
    await page.waitForTimeout(50)
  }
  const folded = page.locator('.mantine-Accordion-control[aria-expanded="false"]')
  for (let at = Math.min(await folded.count(), 20); at > 0; at--) await folded.first().click()
}

const open = async (t: Test, who: string | undefined, paths: readonly string[]): Promise<void> => {
  const looking = { language: 'en' as const, ...(who === undefined ? {} : { who }) }
  const sight = await look(browser, spoilt.hub, looking)
  const ran = await detect(sight.page, spoilt.hub.base)
  let seen = 0
  for (const path of paths) {
    await sight.go(path)
    await unfold(sight)
    seen += (await sight.page.locator('body').innerText()).match(/ran\(\d+\)/g)?.length ?? 0
    t.same(await listForeign(sight.page), [], `${who} ${path}`)
  }
  t.same(ran, [], `${who}: nothing ran`)
  t.same(sight.complaints, [], `${who}: nothing was even tried`)
  t.comment(`${who ?? 'nobody'}: ${paths.length} pages showed ${seen} payloads`)
  await sight.close()
}

const { home, submissions, objects, sharing, groups, organisations, collections } = pagePaths
const lists = [home, sharing, groups, organisations, collections, objects]

t.test('there are payloads enough, and each is another', { skip }, async (t) => {
  t.ok(payloads.length >= 200, String(payloads.length))
  t.equal(new Set(payloads).size, payloads.length)
})

t.test('the detector sees a payload where a page takes it for markup', { skip }, async (t) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const ran = await detect(page, 'about:')
  await page.setContent('<main></main>')
  for (const text of payloads) {
    await page.evaluate((html) => {
      const main = document.querySelector('main')
      if (main !== null) main.innerHTML = html
    }, text)
  }
  await page.waitForFunction(() => new Promise((done) => setTimeout(() => done(true), 300)))
  t.ok(new Set(ran).size > 40, `${new Set(ran).size} of ${payloads.length} ran`)
  await context.close()
})

t.test('the policy stops what a page would take for markup', { skip }, async (t) => {
  const sight = await look(browser, spoilt.hub, { language: 'en' })
  const ran = await detect(sight.page, spoilt.hub.base)
  await sight.go(pagePaths.signIn)
  await sight.page.evaluate(() => {
    const place = document.createElement('div')
    place.innerHTML = '<img src=/assets/none onerror=ran(1)>'
    document.body.append(place)
  })
  await sight.page.waitForLoadState('networkidle')
  t.same(ran, [])
  t.match(sight.complaints.join('\n'), /Content Security Policy directive 'script-src 'self''/)
  await sight.close()
})

t.test('who shared it', { skip }, async (t) => {
  const own = spoilt.submissions.map((id) => `${submissions}/${id}`)
  const pages = spoilt.objects.map((id) => `${objects}/${id}`)
  const more = ['/submissions', '/account', '/groups/rail', '/organisations/fujimi']
  await open(t, 'tanaka@fujimi', [...lists, ...own, ...pages, ...more])
  await open(t, 'suzuki@fujimi', ['/credentials', '/organisations/fujimi', home])
})

t.test('who reviews and looks after it', { skip }, async (t) => {
  const { entries } = await spoilt.hub.person('sato@rail-isac')('GET', '/api/reviews?limit=50')
  const held = entries.map(({ id }: { id: string }) => `/review/${encodeURIComponent(id)}`)
  const pages = [
    '/review',
    ...held,
    '/groups/rail',
    '/collections/rail/c1',
    '/organisations/hokuto',
  ]
  await open(t, 'sato@rail-isac', [
    ...lists,
    ...pages,
    ...spoilt.objects.slice(0, 3).map((id) => `${objects}/${id}`),
  ])
})

t.test('who only receives it', { skip }, async (t) => {
  const hits = await spoilt.hub.person('okada@seto')('GET', '/api/objects?type=tool&limit=5')
  const pages = hits.entries.map(({ id }: { id: string }) => `${objects}/${id}`)
  await open(t, 'okada@seto', [objects, sharing, groups, ...pages])
})

t.test('who runs and audits the hub', { skip }, async (t) => {
  const configured = [home, groups, organisations, collections, '/hub']
  await open(t, 'kanri@sekisho', [...configured, '/credentials?organisation=fujimi'])
  await open(t, 'kansa@sekisho', ['/ledger', organisations])
})

t.test('in the address of a page', { skip }, async (t) => {
  const few = payloads.filter((_, at) => at % 29 === 0).map(encodeURIComponent)
  const places = [groups, objects, organisations, pagePaths.review].map((path) => `${path}/`)
  places.push('/credentials?organisation=')
  const paths = few.map((text, at) => `${places[at % places.length]}${text}`)
  await open(t, 'suzuki@fujimi', paths)
  await open(t, undefined, [
    ...few.map((text) => `/sign-in?to=${text}`),
    ...few.slice(0, 3).map((text) => `/setup#${text}`),
  ])
})

t.test('what is pasted, before it is shared', { skip }, async (t) => {
  const sight = await look(browser, spoilt.hub, { language: 'en', who: 'tanaka@fujimi' })
  const ran = await detect(sight.page, spoilt.hub.base)
  await sight.go(pagePaths.submit)
  const text = [...payloads, '203.0.113.7 hxxps://evil[.]example/<svg/onload=ran(1)>'].join('\n')
  await sight.page.getByLabel('Paste what you have').fill(text)
  await sight.page.getByText('203.0.113.7').first().waitFor()
  await sight.page.waitForLoadState('networkidle')
  t.same(await listForeign(sight.page), [])
  t.same(ran, [])
  t.same(sight.complaints, [])
  await sight.close()
})
