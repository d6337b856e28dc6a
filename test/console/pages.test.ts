// Every page of the console on a real hub with a history, for everybody who is shown something else
// there, in both languages and schemes: what axe finds, what the browser complains of, and whether
// it can be read on a narrow screen.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import t, { type Test } from 'tap'
import { type PageName, pagePaths } from '../../src/console/pages.ts'
import {
  findChromium,
  type Looking,
  look,
  noChromium,
  type Sight,
  startChromium,
} from '../fixture/console-browser.ts'
import { openPeopledHub, type PeopledHub } from '../fixture/peopled/hub.ts'
import { liveOn } from '../fixture/peopled/life.ts'
import { type Paths, pathsOf } from '../fixture/peopled/paths.ts'

const skip = findChromium() === null ? noChromium : false

const steward = 'sato@rail-isac'
const analyst = 'tanaka@fujimi'
const orgAdmin = 'suzuki@fujimi'
const hubAdmin = 'kanri@sekisho'
const auditor = 'kansa@sekisho'
const consumer = 'kato@aoba'
const newcomer = 'hara@nagisa'

/** Who looks at which page: everybody who is shown something else there. `null`: nobody. */
const lookers: Record<PageName, readonly (string | null)[]> = {
  home: [steward, analyst, hubAdmin, auditor, newcomer],
  setUp: [null],
  signIn: [null],
  invitation: [null],
  submit: [analyst, consumer],
  submissions: [analyst, consumer],
  submission: [analyst],
  review: [steward, analyst],
  reviewed: [steward],
  objects: [analyst, hubAdmin],
  object: [analyst, consumer, steward],
  sharing: [steward, analyst, hubAdmin],
  groups: [steward, analyst],
  group: [steward, analyst, newcomer],
  organisations: [steward, analyst],
  organisation: [hubAdmin, orgAdmin, analyst],
  collections: [steward, analyst],
  collection: [steward, analyst],
  credentials: [orgAdmin, hubAdmin],
  ledger: [auditor, analyst],
  hub: [hubAdmin, analyst],
  account: [analyst],
}

/** Pictures, where somebody wants to look at them. */
const shots = process.env.SEKISHO_TEST_SHOTS

const shoot = async ({ page }: Sight, ...words: string[]): Promise<void> => {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${words.join('-')}.png`), fullPage: true })
}

let browser: Browser
let hub: PeopledHub
let paths: Paths

t.before(async () => {
  if (skip !== false) return
  hub = await openPeopledHub(t)
  await liveOn(hub)
  paths = await pathsOf(hub)
  browser = await startChromium(t)
})

/** Opens the pages that one person looks at, each as its links do; nobody loads each anew. */
const walk = async (
  looking: Looking,
  names: readonly PageName[],
  each: (sight: Sight, name: PageName) => Promise<void>,
): Promise<string[]> => {
  const sight = await look(browser, hub, looking)
  if (looking.who !== undefined) await sight.go(pagePaths.account)
  for (const name of names) {
    if (looking.who === undefined) await sight.go(paths[name])
    else await sight.follow(paths[name])
    await each(sight, name)
  }
  await sight.close()
  return sight.complaints
}

const everybody = [...new Set(Object.values(lookers).flat())]

/** The pages that somebody looks at. */
const pagesFor = (who: string | null): PageName[] =>
  (Object.keys(lookers) as PageName[]).filter((name) => lookers[name].includes(who))

const lookingAs = (who: string | null, rest: Omit<Looking, 'who'>): Looking =>
  who === null ? rest : { ...rest, who }

const inspect = async (t: Test, sight: Sight, language: string, words: string): Promise<void> => {
  for (const scheme of ['light', 'dark'] as const) {
    await sight.wear(scheme)
    t.same(await sight.listFindings(), [], `axe: ${words} ${language} ${scheme}`)
    await shoot(sight, words, language, scheme)
  }
  t.equal(await sight.page.locator('html').getAttribute('lang'), language)
}

for (const language of ['ja', 'en'] as const) {
  for (const who of everybody) {
    t.test(`${who ?? 'nobody'}, ${language}`, { skip }, async (t) => {
      const looking = lookingAs(who, { language })
      const complaints = await walk(looking, pagesFor(who), (sight, name) =>
        inspect(t, sight, language, `${name}-${who?.replace(/@.*/, '') ?? 'nobody'}`),
      )
      t.same(complaints, [], 'no error, no breach of the policy, no other host')
    })
  }
}

t.test('320 px are enough', { skip }, async (t) => {
  for (const who of everybody) {
    const looking = lookingAs(who, { language: 'ja', width: 320 })
    await walk(looking, pagesFor(who), async (sight, name) => {
      const beyond = await sight.beyond()
      t.ok(beyond <= 0, `${name} for ${who}: ${beyond} px beyond the screen`)
      await shoot(sight, 'narrow', name, who?.replace(/@.*/, '') ?? 'nobody')
    })
  }
})

t.test('where there is no such page, and where the API is away', { skip }, async (t) => {
  const sight = await look(browser, hub, { language: 'en', who: steward })
  await sight.go('/account')
  await sight.follow('/nowhere')
  await inspect(t, sight, 'en', 'not-found')
  await sight.page.route('**/api/**', (route) => route.fulfill({ status: 503, body: '' }))
  for (const name of ['home', 'sharing', 'groups', 'objects', 'review'] as const) {
    await sight.follow(paths[name])
    await sight.page.getByText('The hub is busy.').first().waitFor()
  }
  await inspect(t, sight, 'en', 'busy')
  t.same(sight.complaints, [])
  await sight.close()
})

t.test('a page that is spoilt is noticed', { skip }, async (t) => {
  const sight = await look(browser, hub, { language: 'en', who: steward })
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
