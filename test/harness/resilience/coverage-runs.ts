// The run for the coverage of the policy (O14): every branch of the sharing rule and of the forms
// is taken by their own tests, which ask no database and no network.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCoverage } from './coverage.ts'
import type { Ground, Result } from './row.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const rooms = ['core/sharing', 'core/anonymity']
const atOnce = 2
/** Minutes of random cases that take no branch which no other test takes. */
const long = /\/(corpus|audience-algebra|plan-rules|draw-any|pattern-survival)\.test\.ts$/

const listFiles = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)

/** Runs one file of tests by itself, and answers what V8 wrote of it; null when it fails. */
const runOne = (test: string, folder: string): Promise<string[] | null> =>
  new Promise((resolve, reject) => {
    const own = mkdtempSync(join(folder, 'of-'))
    const child = spawn(process.execPath, [test], {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, NODE_V8_COVERAGE: own },
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const reports = readdirSync(own).map((name) => readFileSync(join(own, name), 'utf8'))
      resolve(code === 0 ? reports : null)
    })
  })

type Reports = Map<string, string[] | null>

const runAll = async (ground: Ground): Promise<Reports> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-coverage-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const all = rooms.flatMap((room) => listFiles(`test/${room}`, '.test.ts'))
  const waiting = all.filter((test) => !long.test(test))
  const reports: Reports = new Map()
  const work = async (): Promise<void> => {
    for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
      ground.show(`O14 ${test}, ${waiting.length} to go`)
      reports.set(test, await runOne(test, folder))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return reports
}

const judge = (reports: Reports): Result => {
  const failed = [...reports].filter(([, texts]) => texts === null).map(([test]) => `${test} fails`)
  const texts = [...reports.values()].flatMap((each) => each ?? [])
  const names = rooms.flatMap((room) => listFiles(`src/${room}`, '.ts'))
  const { files, ranges, missed } = readCoverage(texts, root, names)
  const taken = `${ranges} branches of ${files} files, ${missed.length} not taken`
  return { figure: `${taken}, by ${reports.size} files of tests`, faults: [...failed, ...missed] }
}

let ran: Promise<Reports> | null = null

/** Run once for the row and its control. */
const reportsOf = (ground: Ground): Promise<Reports> => {
  ran ??= runAll(ground)
  return ran
}

/** O14. */
export const runCoverage = async (ground: Ground): Promise<Result> => judge(await reportsOf(ground))

/** One file of tests left out: what it alone tries is seen not to be tried. */
export const runCoverageControl = async (ground: Ground): Promise<Result> => {
  const reports = new Map(await reportsOf(ground))
  reports.delete('test/core/sharing/access.test.ts')
  return judge(reports)
}
