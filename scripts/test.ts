// Runs the tests on a PostgreSQL of their own: a server in a temporary folder, unless
// SEKISHO_TEST_DATABASE_URL names one. Ends with the line `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTemplate } from '../test/fixture/template.ts'

// The totals are at the end.
const tailKept = 100_000

export type Totals = { passed: number; failed: number }

/**
 * Reads the totals tap writes at the end of its raw output, `# { total: 4, pass: 2, fail: 1 }`. A
 * run that failed without a failed test, as when a file does not load, counts as one failure.
 */
export const readTotals = (tap: string, exitCode: number): Totals => {
  const last = tap.match(/^# \{ .*\}$/gm)?.at(-1) ?? ''
  const count = (name: string) => Number(last.match(new RegExp(`\\b${name}: (\\d+)`))?.[1] ?? 0)
  const failed = count('fail')
  return { passed: count('pass'), failed: exitCode === 0 ? failed : Math.max(1, failed) }
}

/**
 * Runs tap; resolves with its exit code and raw output. On a terminal tap draws its own picture and
 * the output goes to a file; elsewhere tap writes it and this passes it on.
 */
const runTap = (args: string[], databaseUrl: string, file: string): Promise<[number, string]> =>
  new Promise((resolve, reject) => {
    const live = process.stdout.isTTY === true
    const child = spawn('tap', ['run', ...(live ? [`--output-file=${file}`] : []), ...args], {
      stdio: ['inherit', live ? 'inherit' : 'pipe', 'inherit'],
      shell: process.platform === 'win32',
      // A group of its own: a signal reaches the test files too, whose end tap would wait for.
      detached: process.platform !== 'win32',
      env: { ...process.env, SEKISHO_TEST_DATABASE_URL: databaseUrl },
    })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-tailKept)
      process.stdout.write(chunk)
    })
    const end = (signal: NodeJS.Signals) => {
      if (process.platform === 'win32' || child.pid === undefined) child.kill(signal)
      else process.kill(-child.pid, signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
    process.on('disconnect', () => end('SIGTERM'))
    process.channel?.unref()
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve([signal ? 130 : (code ?? 1), live ? readFileSync(file, 'utf8') : output])
    })
  })

const main = async (args: string[]): Promise<number> => {
  const template = await startTemplate(process.env.SEKISHO_TEST_DATABASE_URL ?? null)
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-test-'))
  try {
    const [exitCode, output] = await runTap(args, template.url, join(folder, 'output.tap'))
    const { passed, failed } = readTotals(output, exitCode)
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
    return exitCode
  } finally {
    await template.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
