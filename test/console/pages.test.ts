// Every page of the console in both languages and schemes: what axe finds, what the browser
// complains of, and whether it can be read on a narrow screen.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openIsac } from '../fixture/isac.ts'
import { findChromium, type Language, openBrowser, type Seen } from './browser.ts'
import { malwareId, signedOut, submissionId } from './stand-in.ts'

const chromium = findChromium()
const skip = chromium === null ? 'there is no Chromium on this machine' : false

let browser: Awaited<ReturnType<typeof openBrowser>>

t.before(async () => {
  if (chromium !== null) browser = await openBrowser(t, chromium, await openIsac(t))
})

/** Every page with something on it, by its path. */
const walkedPaths: readonly string[] = [
  '/',
  '/submit',
  '/submissions',
  `/submissions/${submissionId}`,
  '/review',
  '/review/r2',
  '/objects',
  `/objects/${malwareId}`,
  '/sharing',
  '/groups',
  '/groups/g1',
  '/organisations',
  '/organisations/bolt',
  '/collections',
  '/collections/g1/one',
  '/credentials',
  '/ledger',
  '/hub',
  '/account',
]

/** Pictures, where somebody wants to look at them. */
const shots = process.env.SEKISHO_TEST_SHOTS

const shoot = async ({ page }: Seen, name: string): Promise<void> => {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const nameOf = (path: string): string =>
  path.slice(1).replaceAll(/[/#]/g, '-').replace(/--.*/, '') || 'home'

const schemes = ['light', 'dark'] as const

const look = async (t: Test, seen: Seen, path: string, language: Language) => {
  for (const scheme of schemes) {
    await seen.page.emulateMedia({ colorScheme: scheme })
    t.same(await seen.listFindings(), [], `axe on ${path}, ${scheme}`)
    await shoot(seen, `${language}-${scheme}-${nameOf(path)}`)
  }
  t.equal(await seen.page.locator('html').getAttribute('lang'), language)
}

for (const language of ['ja', 'en'] as const) {
  t.test(`every page, ${language}`, { skip }, async (t) => {
    const seen = await browser.open(language, 'light')
    await seen.go('/account')
    for (const path of walkedPaths) {
      await seen.follow(path)
      await look(t, seen, path, language)
    }
    t.same(seen.complaints, [], 'no error, no breach of the policy, no other host')
    await seen.close()
  })

  t.test(`before signing in, ${language}`, { skip }, async (t) => {
    const seen = await browser.open(language, 'light', { 'GET /api/session': signedOut })
    for (const path of ['/sign-in', '/setup#token', '/invitation#token']) {
      await seen.go(path)
      await look(t, seen, path, language)
    }
    t.same(seen.complaints, [])
    await seen.close()
  })
}

t.test('320 px are enough', { skip }, async (t) => {
  const seen = await browser.open('ja', 'light', {}, 320)
  await seen.go('/account')
  for (const path of walkedPaths) {
    await seen.follow(path)
    const beyond = await seen.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    t.ok(beyond <= 0, `${path}: ${beyond} px beyond the screen`)
    await shoot(seen, `narrow-${nameOf(path)}`)
  }
  await seen.close()
})

t.test('where the API has no answer, the page says so and stands', { skip }, async (t) => {
  const silent = Object.fromEntries(
    ['home', 'matrix', 'groups', 'objects', 'reviews', 'ledger', 'hub'].map((name) => [
      `GET /api/${name}`,
      null,
    ]),
  )
  const seen = await browser.open('en', 'light', silent)
  await seen.go('/account')
  for (const path of ['/', '/sharing', '/groups', '/objects', '/review', '/ledger', '/hub']) {
    await seen.follow(path)
    await seen.page.getByText('It is not here, or not for you to see.').first().waitFor()
  }
  t.same(seen.complaints, [])
  await seen.close()
})
