// Runs test files, or reads what their last run left, and says of each how many assertions held.
// Knows no row.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type FileResult = { passed: number; failed: number; ok: boolean }

const isSummary = /# time=/
const assertion = /^\s+(not )?ok \d+/
const ofFile = /^(not )?ok \d+ - (\S+\.ts)/

/**
 * Reads the raw output of tap: under each file's result stand its assertions. A file that is not
 * there has not run.
 */
export const readFiles = (output: string): Map<string, FileResult> => {
  const files = new Map<string, FileResult>()
  let [passed, failed] = [0, 0]
  for (const line of output.split('\n')) {
    const file = ofFile.exec(line)
    if (file !== null) {
      files.set(file[2] as string, { passed, failed, ok: file[1] === undefined })
      ;[passed, failed] = [0, 0]
    } else if (assertion.test(line) && !isSummary.test(line)) {
      if (line.trimStart().startsWith('not')) failed += 1
      else passed += 1
    }
  }
  return files
}

/** Ends a child and all it started. */
const endGroup = ({ pid }: ChildProcess): void => {
  try {
    process.kill(-(pid as number), 'SIGKILL')
  } catch {
    // It ended in between.
  }
}

/** Runs these files, on the server the environment names; `told` hears of each that is done. */
export const runFiles = (
  files: string[],
  told: (file: string) => void,
): Promise<Map<string, FileResult>> =>
  new Promise((resolve, reject) => {
    const child = spawn('tap', ['run', '--disable-coverage', '--reporter=tap', ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // It and the tests it runs are ended together; it does not end by a signal alone.
      detached: true,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const line of chunk.split('\n')) {
        const file = ofFile.exec(line)?.[2]
        if (file !== undefined) told(file)
      }
    })
    // With the program that waits for it, which may end by a signal.
    const end = (): void => endGroup(child)
    process.once('exit', end)
    child.on('error', reject)
    child.on('close', () => {
      process.off('exit', end)
      resolve(readFiles(output))
    })
  })

const results = join('.tap', 'test-results')
const sources = ['src', 'migrations', 'schemas', 'test', 'package-lock.json']

const changedMs = (path: string): number => statSync(path).mtimeMs

/** When something a test may depend on was changed last, in ms of the epoch. */
const findLastChange = (): number => {
  const paths = sources.flatMap((source) => {
    if (!statSync(source).isDirectory()) return [source]
    return readdirSync(source, { recursive: true, encoding: 'utf8' }).map((path) =>
      join(source, path),
    )
  })
  return Math.max(...paths.map(changedMs))
}

/** Reads what tap keeps of one file: its own output, which ends with its plan when it was whole. */
const readOutput = (output: string): FileResult => {
  const lines = output.split('\n').filter((line) => !isSummary.test(line))
  const failed = output.split('\n').filter((line) => /^\s*not ok \d+/.test(line)).length
  const passed = lines.filter((line) => /^\s*ok \d+/.test(line)).length
  return { passed, failed, ok: failed === 0 && /^1\.\.\d+$/m.test(output) }
}

/** Of these files, those that ran after everything they may depend on was changed last. */
export const readResults = (files: string[]): Map<string, FileResult> => {
  const changed = findLastChange()
  const found = new Map<string, FileResult>()
  for (const file of files) {
    const path = join(results, `${file}.tap`)
    const ran = statSync(path, { throwIfNoEntry: false })
    if (ran !== undefined && ran.mtimeMs > changed) {
      found.set(file, readOutput(readFileSync(path, 'utf8')))
    }
  }
  return found
}
