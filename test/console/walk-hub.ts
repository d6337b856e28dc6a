// A hub as it is on its first day, started as `sekisho serve` starts it: nobody is known to it, and
// the one link to it is what the start prints. Knows no browser.
import { pino } from 'pino'
import type { Test } from 'tap'
import { printBanner } from '../../src/banner.ts'
import { readConfig } from '../../src/config.ts'
import { startHub } from '../../src/hub.ts'
import { cloneDatabase } from '../fixture/database.ts'

const mediaType = 'application/taxii+json;version=2.1'

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
export type Polled = { status: number; json: any; text: string }

export type FreshHub = {
  url: string
  /** Opened once, it makes its holder the first person of the hub. */
  setUpLink: string
  /** What any TAXII client does: a GET with its token. */
  poll(path: string, token: string): Promise<Polled>
}

/** Starts one; it is stopped when `t` ends. */
export const openFreshHub = async (t: Pick<Test, 'teardown'>): Promise<FreshHub> => {
  const config = readConfig({
    DATABASE_URL: await cloneDatabase(t),
    SEKISHO_PORT: '0',
    SEKISHO_RATE_LIMIT: '0',
  })
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const { started, stop } = await startHub(config, log)
  t.teardown(stop)
  const [setUpLink] = /\S+\/setup#\S+/.exec(printBanner(started)) ?? []
  if (setUpLink === undefined) throw new Error('the start printed no link')
  return {
    url: started.url,
    setUpLink,
    async poll(path, token) {
      const answer = await fetch(`${started.url}${path}`, {
        headers: { accept: mediaType, authorization: `Bearer ${token}` },
      })
      const text = await answer.text()
      return { status: answer.status, json: text === '' ? null : JSON.parse(text), text }
    },
  }
}
