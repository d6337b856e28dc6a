// A throw-away Postgres with the template of the tests, for programs that use their fixtures.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startPostgres } from '../../src/postgres.ts'
import { startTemplate } from '../fixture/template.ts'

/** Starts one unless the environment names one; what ends it is put before `undos`. */
export const openTestServer = async (undos: (() => unknown)[]): Promise<void> => {
  if (process.env.SEKISHO_TEST_DATABASE_URL) return
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-test-'))
  undos.unshift(() => rmSync(folder, { recursive: true, force: true }))
  // The server may run as another user than this process.
  chmodSync(folder, 0o755)
  const server = await startPostgres({ folder, log: pino({ level: 'error' }) })
  undos.unshift(() => server.stop())
  const { url } = await startTemplate(server.url)
  process.env.SEKISHO_TEST_DATABASE_URL = url
}
