// A command of the hub's as its operator types it, beside hubs that run. Knows no command.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../src/runtime.mjs'

export type Ended = { code: number; output: string }

/**
 * `sekisho …` with these variables of the environment and no other of its own; resolves when it has
 * ended.
 */
export const runCommand = (words: string[], variables: Record<string, string>): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '', SEKISHO_LOG_LEVEL: 'error', ...variables }
    const child = spawn(process.execPath, [join(root, 'src', 'bin.mjs'), ...words], { env })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, output }))
  })
