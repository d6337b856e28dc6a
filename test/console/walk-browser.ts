// A browser before a hub, with a window for each person: what it complains of, and pictures of what
// it shows for whoever wants to look. Knows no page.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Language } from '../../console/src/words/both.ts'
import { startChromium } from '../fixture/console-browser.ts'

const patienceMs = 60_000
const passingMs = 10_000
const wide = { width: 1280, height: 900 }
const narrowest = { width: 320, height: 700 }
const phone = { width: 390, height: 844 }

/** Where pictures go, when somebody wants to look at them. */
const shots = process.env.SEKISHO_TEST_SHOTS

export type Person = {
  page: Page
  /** Errors of the page, breaches of its policy, and requests to anybody else. */
  complaints: string[]
  /** Goes to a page by its address. */
  go(path: string): Promise<void>
  /** Waits until nothing is loading. */
  settle(): Promise<void>
  /** Complains where the page cannot be read on a narrow screen; takes its pictures. */
  look(name: string): Promise<void>
}

const watch = async (page: Page, base: string): Promise<string[]> => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) complaints.push(`asked ${request.url()}`)
  })
  await page.exposeFunction('noteBreach', (what: string) => complaints.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (breach) => {
      const { noteBreach } = globalThis as unknown as { noteBreach(what: string): void }
      noteBreach(`${breach.violatedDirective} ${breach.blockedURI}`)
    })
  })
  return complaints
}

/** Colours and places that are still on their way are nobody's. */
const stand = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  )

const picture = async (page: Page, name: string): Promise<void> => {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.evaluate(() => scrollTo(0, 0))
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await stand(page)
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`), fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

const look = async (page: Page, complaints: string[], name: string): Promise<void> => {
  await picture(page, name)
  await page.setViewportSize(narrowest)
  await stand(page)
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth
  // What is on its way in or out is not there to stay.
  await page.waitForFunction(fits, null, { timeout: passingMs }).catch(() => {
    complaints.push(`${name} is wider than a narrow screen`)
  })
  await picture(page, `${name}-narrow`)
  if (shots !== undefined) {
    await page.setViewportSize(phone)
    await stand(page)
    await picture(page, `${name}-phone`)
  }
  await page.setViewportSize(wide)
}

const openPerson = async (browser: Browser, base: string, language: Language): Promise<Person> => {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    viewport: wide,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  const complaints = await watch(page, base)
  const settle = async () => {
    await page.locator('h1').first().waitFor()
    await page.waitForFunction(() => document.querySelector('.mantine-Loader-root') === null)
  }
  return {
    page,
    complaints,
    settle,
    async go(path) {
      await page.goto(new URL(path, base).href)
      await settle()
    },
    look: (name) => look(page, complaints, `${language}-${name}`),
  }
}

/** Opens the browser; it is closed when `t` ends. What it answers opens a window of one person. */
export const openWindows = async (
  t: Pick<Test, 'teardown'>,
  base: string,
): Promise<(language: Language) => Promise<Person>> => {
  const browser = await startChromium(t)
  return (language) => openPerson(browser, base, language)
}
