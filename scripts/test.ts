// Runs the tests on a PostgreSQL of their own: a server in a temporary folder, unless
// SEKISHO_TEST_DATABASE_URL names one. What failed is told again at the end, where it is not lost
// among thousands of lines; the last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTemplate } from '../test/fixture/template.ts'

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
 * What failed in tap's raw output: each `not ok` line with what tap tells of it, the innermost
 * first, so that a test is followed by its file. What is marked as to do or to skip is left out.
 */
export const pickFailures = (tap: string): string[] => {
  const lines = tap.split('\n')
  return lines.flatMap((line, at) => {
    if (!/^ *not ok \d/.test(line) || / # (todo|skip)\b/i.test(line)) return []
    if (lines[at + 1]?.trim() !== '---') return [line]
    const end = lines.findIndex((other, index) => index > at && other.trim() === '...')
    return lines.slice(at, end < 0 ? at + 1 : end + 1)
  })
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
      output += chunk
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
    const failures = exitCode === 0 ? [] : ['What failed, again:', ...pickFailures(output), '']
    for (const line of failures) process.stdout.write(`${line}\n`)
    const { passed, failed } = readTotals(output, exitCode)
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
    return exitCode
  } finally {
    await template.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
