// Signed heads of the ledger in a file of the operator's, a line each: what tells a database that
// was rolled back from the one it was. Knows not what they are compared with.
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseSeal, printSeal, type Seal } from './core/ledger/seal.ts'
import type { Heads } from './exchange/hold.ts'

/** Many times the longest line: the end of the file is all that is read. */
const tailOctets = 65_536

const readTail = async (path: string): Promise<string> => {
  const file = await open(path, 'r').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`the heads in \`${path}\` cannot be read: ${error.code}`)
  })
  if (file === null) return ''
  try {
    const { size } = await file.stat()
    const length = Math.min(size, tailOctets)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}

/** What a crash left of a line that was being written is no line. */
const linesOf = (tail: string): string[] => tail.split('\n').slice(0, -1)

const newestOf = async (path: string): Promise<Seal | null> => {
  const line = linesOf(await readTail(path)).findLast((text) => text.trim() !== '')
  if (line === undefined) return null
  return parseSeal(line) ?? { body: '', signature: Buffer.alloc(0) }
}

/** Keeps heads in this file, made when the first is kept; for its owner alone. */
export const openHeads = (path: string): Heads => ({
  newest: () => newestOf(path),
  async keep(seal) {
    const line = printSeal(seal)
    const tail = await readTail(path)
    if (linesOf(tail).at(-1) === line) return
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'a', 0o600)
    try {
      // Behind a line that a crash cut short a new one begins.
      await file.appendFile(`${tail === '' || tail.endsWith('\n') ? '' : '\n'}${line}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  },
})
