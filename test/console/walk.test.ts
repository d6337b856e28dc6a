// The console in a browser: every page in both languages and schemes, and what a person does there.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Isac, openIsac } from '../fixture/isac.ts'
import { findChromium, type Language, openBrowser, type Scheme, type Seen } from './browser.ts'
import { signedIn, signedOut, walkedPaths } from './stand-in.ts'

const chromium = findChromium()
const skip = chromium === null ? 'there is no Chromium on this machine' : false

let isac: Isac
let browser: Awaited<ReturnType<typeof openBrowser>>

t.before(async () => {
  if (chromium === null) return
  isac = await openIsac(t)
  browser = await openBrowser(t, chromium, isac)
})

/** Pictures, where somebody wants to look at them. */
const shots = process.env.SEKISHO_TEST_SHOTS

const shoot = async ({ page }: Seen, name: string): Promise<void> => {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const nameOf = (path: string): string =>
  path.slice(1).replaceAll('/', '-').replace(/--.*/, '') || 'home'

for (const language of ['ja', 'en'] as const satisfies Language[]) {
  for (const scheme of ['light', 'dark'] as const satisfies Scheme[]) {
    t.test(`every page, ${language}, ${scheme}`, { skip }, async (t) => {
      const seen = await browser.open(language, scheme)
      for (const path of walkedPaths) {
        await seen.go(path)
        t.equal(await seen.page.locator('html').getAttribute('lang'), language)
        t.same(await seen.listFindings(), [], `axe on ${path}`)
        await shoot(seen, `${language}-${scheme}-${nameOf(path)}`)
      }
      t.same(seen.complaints, [], 'no error, no breach of the policy, no other host')
      await seen.close()
      const outside = await browser.open(language, scheme, { 'GET /api/session': signedOut })
      for (const path of ['/sign-in', '/setup#token', '/setup', '/invitation#token']) {
        await outside.go(path)
        t.same(await outside.listFindings(), [], `axe on ${path}`)
        await shoot(outside, `${language}-${scheme}-outside-${nameOf(path.replace('#', '-'))}`)
      }
      t.same(outside.complaints, [])
      await outside.close()
    })
  }
}
