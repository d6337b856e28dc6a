// `sekisho token`: a new token for `token_env` or `token` in a hub file. Keeps nothing.
import { randomBytes } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import { printToken } from '../core/credential/token.ts'
import { guarded } from './exit.ts'
import type { Programs } from './programs.ts'

const secretLength = 24

const parseKind = (text: string): string => {
  if (/^[a-z]{2,16}$/.test(text)) return text
  throw new InvalidArgumentError('must be 2 to 16 of a-z')
}

export const addToken = (program: Command, programs: Programs): void => {
  program
    .command('token')
    .description('print a new token, shown once and kept nowhere')
    .argument('[kind]', 'what it is for, in a word of a-z', parseKind, 'service')
    .action(
      guarded(programs, async (kind: string) => {
        programs.stdout.write(`${printToken(kind, randomBytes(secretLength))}\n`)
      }),
    )
}
