// Runs test files and says of each how many assertions held. Knows no row.
import { spawn } from 'node:child_process'

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

/** Runs these files, on the server the environment names; `told` hears of each that is done. */
export const runFiles = (
  files: string[],
  told: (file: string) => void,
): Promise<Map<string, FileResult>> =>
  new Promise((resolve, reject) => {
    const child = spawn('tap', ['run', '--disable-coverage', '--reporter=tap', ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const line of chunk.split('\n')) {
        const file = ofFile.exec(line)?.[2]
        if (file !== undefined) told(file)
      }
    })
    child.on('error', reject)
    child.on('close', () => resolve(readFiles(output)))
  })
