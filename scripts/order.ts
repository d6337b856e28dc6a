// `node scripts/start.mjs --run scripts/order.ts [seconds]`: eight writers in two hubs on one
// database against a live poller, and the same with unordered stamping for comparison. Ends with 1
// when an object was missed or repeated, or when the control missed none: then the run proves
// nothing.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { assemble } from '../src/assemble.ts'
import { printCount, printTable } from '../src/cli/terminal.ts'
import { startPostgres } from '../src/postgres.ts'
import { cloneDatabase } from '../test/fixture/database.ts'
import { openHub, testSettings } from '../test/fixture/hub.ts'
import { startTemplate } from '../test/fixture/template.ts'
import { type OrderResult, runNaive, runOrder } from '../test/harness/order.ts'

const secondsUsual = 60
const log = pino({ level: 'error' })

type Teardown = () => unknown

/** Stands where a test would: keeps what is to be undone, and undoes it last first. */
const openScope = () => {
  const teardowns: Teardown[] = []
  return {
    teardown: (undo: Teardown): void => {
      teardowns.unshift(undo)
    },
    close: async (): Promise<void> => {
      for (const undo of teardowns) await undo()
    },
  }
}

/** A server as durable as in production: what is written slowly meets the poller more often. */
const openServer = async (scope: ReturnType<typeof openScope>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-order-'))
  scope.teardown(() => rmSync(folder, { recursive: true, force: true }))
  // The server may run as another user than this process.
  chmodSync(folder, 0o755)
  const server = await startPostgres({ folder, log })
  scope.teardown(() => server.stop())
  const { url } = await startTemplate(server.url)
  process.env.SEKISHO_TEST_DATABASE_URL = url
}

const runOurs = async (
  scope: ReturnType<typeof openScope>,
  seconds: number,
): Promise<OrderResult> => {
  const hub = await openHub(scope, { relaxedDurability: false })
  const settings = { ...testSettings, relaxedDurability: false, databaseUrl: hub.url }
  const second = await assemble(settings, log)
  scope.teardown(() => second.close())
  return runOrder(hub, [hub.ctx, second.context], seconds)
}

const printRow = (name: string, { written, seen, missed, repeated, polls }: OrderResult) => [
  name,
  ...[written, seen, missed, repeated, polls].map(printCount),
]

const main = async ([given = String(secondsUsual)]: string[]): Promise<number> => {
  const seconds = Number(given)
  if (!Number.isInteger(seconds) || seconds < 1) {
    process.stderr.write('usage: node scripts/start.mjs --run scripts/order.ts [seconds]\n')
    return 2
  }
  const scope = openScope()
  try {
    await openServer(scope)
    process.stdout.write(`8 writers against a live poller, ${seconds} s each\n`)
    const ours = await runOurs(scope, seconds)
    const naive = await runNaive(await cloneDatabase(scope), seconds)
    const rows = [printRow('the hub', ours), printRow('naive stamping', naive)]
    const heads = ['', 'written', 'seen', 'missed', 'repeated', 'polls']
    process.stdout.write(printTable(heads, rows))
    const good = ours.written > 0 && ours.missed === 0 && ours.repeated === 0
    const proves = naive.missed > 0
    const failed = [good, proves].filter((passed) => !passed).length
    if (!proves) process.stdout.write('the control missed nothing, so the run proves nothing\n')
    process.stdout.write(`${2 - failed} passed, ${failed} failed\n`)
    return failed === 0 ? 0 : 1
  } finally {
    await scope.close()
  }
}

process.exitCode = await main(process.argv.slice(2))
