// `npm run pictures`: opens a hub with real-looking data, in Japanese and in English, and takes the
// pictures of its console that README shows, into docs/pictures. Where there is no Chromium, or no
// font for Japanese, it says so and leaves the pictures as they are.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { dictionaries } from '../console/src/words/dictionary.ts'
import { root } from '../src/runtime.mjs'
import {
  findChromium,
  type Language,
  look,
  noChromium,
  type Scheme,
  startChromium,
} from '../test/fixture/console-browser.ts'
import { openPeopledHub, type PeopledHub } from '../test/fixture/peopled/hub.ts'
import { liveOn } from '../test/fixture/peopled/life.ts'
import { type Paths, pathsOf } from '../test/fixture/peopled/paths.ts'
import { openTestServer } from '../test/harness/test-server.ts'

const folder = join(root, 'docs', 'pictures')
const size = { width: 1280, height: 860 }

type Undo = () => unknown
type Picture = {
  name: string
  who: string
  path: keyof Paths
  language: Language
  scheme?: Scheme
  before?: (page: Page, language: Language) => Promise<void>
}

const pasted: Record<Language, string> = {
  ja: [
    '富士見鉄道の田中一郎あてに、払い戻しを装うメールが届きました。',
    'リンク: hxxps://refund-pass[.]example/login?u=tanaka@fujimi-rail[.]example',
    '通信先: 203.0.113.77 社内の端末: 198.51.100.12',
  ].join('\n'),
  en: [
    'Ichiro Tanaka of Fujimi Railway got a mail about a refund.',
    'Link: hxxps://refund-pass[.]example/login?u=tanaka@fujimi-rail[.]example',
    'It calls 203.0.113.77 from our 198.51.100.12',
  ].join('\n'),
}

/** Pastes what was found, and waits until who would see it stands beside it. */
const paste = async (page: Page, language: Language): Promise<void> => {
  await page.getByLabel(dictionaries[language].submit.paste).fill(pasted[language])
  await page.getByRole('article').first().waitFor()
  await page.waitForLoadState('networkidle')
}

const steward = 'sato@rail-isac'
const analyst = 'tanaka@fujimi'

const pictures: readonly Picture[] = [
  { name: 'sharing-en', who: steward, path: 'sharing', language: 'en' },
  { name: 'sharing-ja', who: steward, path: 'sharing', language: 'ja' },
  { name: 'submit-en', who: analyst, path: 'submit', language: 'en', before: paste },
  { name: 'submit-ja', who: analyst, path: 'submit', language: 'ja', before: paste },
  { name: 'review-en', who: steward, path: 'review', language: 'en' },
  { name: 'review-ja', who: steward, path: 'review', language: 'ja' },
  { name: 'object-en-dark', who: analyst, path: 'object', language: 'en', scheme: 'dark' },
  { name: 'home-ja', who: steward, path: 'home', language: 'ja' },
]

/** Two characters that nobody can draw look alike. */
const drawsJapanese = async (browser: Browser): Promise<boolean> => {
  const page = await browser.newPage()
  const differs = await page.evaluate(() => {
    const [one, two] = ['関', '所'].map((character) => {
      const canvas = document.createElement('canvas')
      const context = canvas.getContext('2d')
      if (context !== null) context.font = '40px sans-serif'
      context?.fillText(character, 10, 60)
      return canvas.toDataURL()
    })
    return one !== two
  })
  await page.close()
  return differs
}

const take = async (
  browser: Browser,
  hub: PeopledHub,
  paths: Paths,
  { name, who, path, language, scheme = 'light', before }: Picture,
): Promise<void> => {
  const sight = await look(browser, hub, { ...size, who, language, scheme })
  await sight.go(paths[path])
  await before?.(sight.page, language)
  await sight.page.screenshot({ path: join(folder, `${name}.png`) })
  await sight.close()
  if (sight.complaints.length > 0) throw new Error(`${name}: ${sight.complaints.join('; ')}`)
  process.stdout.write(`docs/pictures/${name}.png\n`)
}

const takeAll = async (undos: Undo[]): Promise<void> => {
  const closing = { teardown: (undo: Undo) => undos.unshift(undo) }
  const browser = await startChromium(closing)
  if (!(await drawsJapanese(browser))) {
    process.stderr.write('there is no font for Japanese on this machine: no pictures are taken\n')
    return
  }
  await openTestServer(undos)
  mkdirSync(folder, { recursive: true })
  for (const language of ['ja', 'en'] as const) {
    const hub = await openPeopledHub(closing, { language })
    await liveOn(hub, language)
    const paths = await pathsOf(hub)
    for (const picture of pictures.filter((each) => each.language === language)) {
      await take(browser, hub, paths, picture)
    }
  }
}

const main = async (): Promise<void> => {
  if (findChromium() === null) {
    process.stderr.write(`${noChromium}: no pictures are taken\n`)
    return
  }
  const undos: Undo[] = []
  try {
    await takeAll(undos)
  } finally {
    for (const undo of undos) await undo()
  }
}

await main()
