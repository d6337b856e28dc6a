// Every page of the console on a real hub with a history, and everybody who is shown something else
// there; what is asked of each in either language.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Test } from 'tap'
import { type PageName, pagePaths } from '../../src/console/pages.ts'
import {
  findChromium,
  type Language,
  type Looking,
  look,
  noChromium,
  type Sight,
  startChromium,
} from '../fixture/console-browser.ts'
import { openPeopledHub, type PeopledHub } from '../fixture/peopled/hub.ts'
import { liveOn } from '../fixture/peopled/life.ts'
import { type Paths, pathsOf } from '../fixture/peopled/paths.ts'

/** Why no page can be opened here; false where they can. */
export const skip = findChromium() === null ? noChromium : false

export const steward = 'sato@rail-isac'
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

export const shoot = async ({ page }: Sight, ...words: string[]): Promise<void> => {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${words.join('-')}.png`), fullPage: true })
}

export type House = { browser: Browser; hub: PeopledHub; paths: Paths }

/** Opens the hub and a browser; both end with `t`. */
export const openHouse = async (t: Pick<Test, 'teardown'>): Promise<House> => {
  const hub = await openPeopledHub(t)
  await liveOn(hub)
  return { hub, paths: await pathsOf(hub), browser: await startChromium(t) }
}

/** Opens the pages that one person looks at, each as its links do; nobody loads each anew. */
export const walk = async (
  { browser, hub, paths }: House,
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

/** `null` is nobody. */
export const everybody = [...new Set(Object.values(lookers).flat())]

/** The pages that somebody looks at. */
export const pagesFor = (who: string | null): PageName[] =>
  (Object.keys(lookers) as PageName[]).filter((name) => lookers[name].includes(who))

/** `null` is nobody. */
export const lookingAs = (who: string | null, rest: Omit<Looking, 'who'>): Looking =>
  who === null ? rest : { ...rest, who }

/** What axe finds in both schemes: nothing. */
export const inspect = async (
  t: Test,
  sight: Sight,
  language: string,
  words: string,
): Promise<void> => {
  for (const scheme of ['light', 'dark'] as const) {
    await sight.wear(scheme)
    t.same(await sight.listFindings(), [], `axe: ${words} ${language} ${scheme}`)
    await shoot(sight, words, language, scheme)
  }
  t.equal(await sight.page.locator('html').getAttribute('lang'), language)
}

/** Every page as everybody sees it, in one language. */
export const inspectAll = (t: Test, language: Language, house: () => House): void => {
  for (const who of everybody) {
    t.test(`${who ?? 'nobody'}, ${language}`, { skip }, async (t) => {
      const looking = lookingAs(who, { language })
      const complaints = await walk(house(), looking, pagesFor(who), (sight, name) =>
        inspect(t, sight, language, `${name}-${who?.replace(/@.*/, '') ?? 'nobody'}`),
      )
      t.same(complaints, [], 'no error, no breach of the policy, no other host')
    })
  }
}
