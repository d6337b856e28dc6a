// A browser on the console of a hub that listens: what it was told, what it complained of, and what
// axe finds. Knows no page.
import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Isac } from '../fixture/isac.ts'
import { tokenOf } from '../fixture/isac.ts'
import { type Answers, answerOf } from './stand-in.ts'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium of this machine; null where there is none. */
export const findChromium = (): string | null => places.find((path) => existsSync(path)) ?? null

const patienceMs = 45_000

export type Language = 'ja' | 'en'
export type Scheme = 'light' | 'dark'

export type Seen = {
  page: Page
  /** Errors of the page, refusals of its policy, and requests to anybody else. */
  complaints: string[]
  /** Loads a page. */
  go(path: string): Promise<void>
  /** Goes to a page as its links do, without loading the console anew. */
  follow(path: string): Promise<void>
  /** What axe finds, as `rule: selectors`. */
  listFindings(): Promise<string[]>
  close(): Promise<void>
}

/** What the hub of this test answers itself; the rest comes from the stand-in. */
const real =
  /^\/api\/(preview|effective-markings|submissions$|ledger\/who-received|objects\/.*\/explain)/

type Opened = {
  open(language: Language, scheme: Scheme, answers?: Answers, width?: number): Promise<Seen>
}

const rulesOf = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const listFindings = async (page: Page): Promise<string[]> => {
  // Colours that are still on their way are nobody's colours.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
  await page.evaluate(axe.source)
  return page.evaluate(async (rules) => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] }
    const { axe } = globalThis as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<Found> }
    }
    const { violations } = await axe.run(document, { runOnly: rules })
    return violations.map(({ id, nodes }) => {
      return `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`
    })
  }, rulesOf)
}

const listen = async ({ app }: Isac): Promise<string> => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

const watch = (page: Page, base: string): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    // The browser itself reports every refusal of the API; the page shows it in words.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) {
      complaints.push(text)
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) complaints.push(`asked ${request.url()}`)
  })
  return complaints
}

const seeWith = async (
  browser: Browser,
  base: string,
  language: Language,
  scheme: Scheme,
  answers: Answers,
  width: number,
): Promise<Seen> => {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  const complaints = watch(page, base)
  await page.route('**/api/**', async (route) => {
    const request = route.request()
    const url = new URL(request.url())
    const asked = `${request.method()} ${url.pathname}`
    const answer = answerOf(answers, asked, url.searchParams, request.postData())
    if (answer === null && real.test(url.pathname)) {
      const headers = { ...request.headers(), authorization: `Bearer ${tokenOf('a@a')}` }
      return route.continue({ headers })
    }
    return route.fulfill({
      status: answer?.status ?? 404,
      contentType: answer?.status === undefined ? 'application/problem+json' : 'application/json',
      body: JSON.stringify(answer?.body ?? { status: 404 }),
    })
  })
  const settle = async () => {
    await page.locator('h1').first().waitFor()
    await page.waitForFunction(() => document.querySelector('.mantine-Loader-root') === null)
  }
  return {
    page,
    complaints,
    go: async (path) => {
      await page.goto(`${base}${path}`)
      await settle()
    },
    follow: async (path) => {
      await page.evaluate((to) => history.pushState(null, '', to), path)
      await settle()
    },
    listFindings: () => listFindings(page),
    close: () => context.close(),
  }
}

/** Opens a browser on the console of a hub; both are closed when `t` ends. */
export const openBrowser = async (
  t: Pick<Test, 'teardown'>,
  executablePath: string,
  isac: Isac,
): Promise<Opened> => {
  const base = await listen(isac)
  // A container has no place for the sandbox's own privileges.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  t.teardown(() => browser.close())
  return {
    open: (language, scheme, answers = {}, width = 1360) =>
      seeWith(browser, base, language, scheme, answers, width),
  }
}
