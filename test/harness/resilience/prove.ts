// Proves rows one after another: runs them, sees that each control fails, and prints the list.
// Knows no row.
import { printTable } from '../../../src/cli/terminal.ts'
import type { Ground, Outcome, Result, Row, Run } from './row.ts'
import { type FileResult, readResults, runFiles } from './run-tests.ts'
import { keepSeed, listSeeds } from './seeds.ts'

const sentence = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

type Ran = Result & { whole: boolean }

const runSafely = async (run: Run, ground: Ground): Promise<Ran> =>
  run(ground).then(
    (result) => ({ ...result, whole: true }),
    (error: unknown) => ({ figure: '', faults: [sentence(error)], whole: false }),
  )

/** With every seed that once made this row fail, and then with the one of this time. */
const runSeeds = async ({ id, seedless }: Row, run: Run, ground: Ground): Promise<Ran> => {
  if (seedless) return runSafely(run, ground)
  for (const seed of listSeeds(id)) {
    const ran = await runSafely(run, { ...ground, seed })
    if (ran.faults.length > 0) return { ...ran, figure: `with seed ${seed}: ${ran.figure}` }
  }
  const ran = await runSafely(run, ground)
  if (ran.whole && ran.faults.length > 0) keepSeed(id, ground.seed)
  return ran
}

/**
 * A control that sees nothing makes its row blind, and one that breaks proves nothing: both are
 * faults of the row.
 */
const proveByRun = async (row: Row, run: Run, control: Run | null, ground: Ground) => {
  const { figure, faults } = await runSeeds(row, run, ground)
  if (control === null) return { figure, faults }
  const unsafe = await runSafely(control, ground)
  if (!unsafe.whole) return { figure, faults: [...faults, `its control broke: ${unsafe.faults}`] }
  const blind = unsafe.faults.length === 0 ? [`${row.id} is blind: its control saw nothing`] : []
  const seen = unsafe.figure === '' ? unsafe.faults.join(', ') : unsafe.figure
  return { figure: `${figure}; control: ${seen}`, faults: [...faults, ...blind] }
}

const proveByTests = (tests: string[], results: Map<string, FileResult>) => {
  const counts = tests.map((file) => results.get(file))
  const held = counts.reduce((sum, count) => sum + (count?.passed ?? 0), 0)
  const faults = tests.filter((_, at) => counts[at]?.ok !== true || counts[at].passed === 0)
  const names = tests.length === 1 ? '1 file' : `${tests.length} files`
  return { figure: `${held} assertions in ${names}`, faults: faults.map((file) => `${file} fails`) }
}

/** Runs the rows' files of tests, but for those whose last run `ran` lets count. */
const runTests = async (rows: readonly Row[], ground: Ground, ran: boolean) => {
  const named = new Set(rows.flatMap(({ proof }) => ('tests' in proof ? proof.tests : [])))
  const known = ran ? readResults([...named]) : new Map<string, FileResult>()
  const files = [...named].filter((file) => !known.has(file)).sort()
  let done = 0
  const show = (file: string) => ground.show(`${++done} of ${files.length} files of tests: ${file}`)
  const results = files.length === 0 ? [] : await runFiles(files, show)
  return new Map([...known, ...results])
}

/**
 * Proves these rows in their order; `told` hears each as it is known. With `ran` a file of tests
 * that ran since the source was changed last is not run again.
 */
export const prove = async (
  rows: readonly Row[],
  ground: Ground,
  told: (outcome: Outcome) => void,
  ran = false,
): Promise<Outcome[]> => {
  const results = await runTests(rows, ground, ran)
  const outcomes: Outcome[] = []
  for (const row of rows) {
    ground.show(`${row.id} ${row.promise}`)
    const started = performance.now()
    const { proof } = row
    const { figure, faults } =
      'tests' in proof
        ? proveByTests(proof.tests, results)
        : await proveByRun(row, proof.run, proof.control, ground)
    const seconds = Math.round((performance.now() - started) / 1_000)
    const outcome: Outcome = { row, ok: faults.length === 0, figure, faults, seconds }
    outcomes.push(outcome)
    told(outcome)
  }
  return outcomes
}

/** The rows with their results and figures, then what failed. */
export const printOutcomes = (outcomes: readonly Outcome[]): string => {
  const rows = outcomes.map(({ row, ok, figure, seconds }) => [
    ...[row.id, ok ? 'holds' : 'FAILS', row.promise, figure, `${seconds} s`],
  ])
  const table = printTable(['row', 'result', 'promise', 'figure', 'time'], rows)
  const failed = outcomes.filter(({ ok }) => !ok)
  const faults = failed.flatMap(({ row, faults }) => [`\n${row.id}`, ...faults])
  const last = `${outcomes.length - failed.length} rows hold, ${failed.length} fail`
  return [table.trimEnd(), ...faults, last, ''].join('\n')
}
