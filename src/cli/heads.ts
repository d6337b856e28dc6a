// Heads of the ledger that an auditor kept: a file with one a line. Knows no command.
import { readFile } from 'node:fs/promises'
import { parseSeal, type Seal } from '../core/ledger/seal.ts'
import { CommandFailure, exitCodes } from './exit.ts'

/** Reads them. Refuses a file with a line that is none, and names the line. */
export const readHeads = async (path: string): Promise<Seal[]> => {
  const text = await readFile(path, 'utf8').catch((error: { code?: string }) => {
    throw new CommandFailure(`the heads in \`${path}\` cannot be read: ${error.code}`, 2)
  })
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, n) => {
      const seal = parseSeal(line)
      if (seal !== null) return seal
      throw new CommandFailure(`${path}:${n + 1}: is no head of a ledger`, exitCodes.usage)
    })
}
