// The command `sekisho` with all its subcommands. Knows what they are called, not what they do.
import { Command } from 'commander'
import { addApply } from './apply.ts'
import { addBackup } from './backup.ts'
import { addCheck } from './check.ts'
import { exitCodes } from './exit.ts'
import { addExplain } from './explain.ts'
import { addGates, addPass } from './gates.ts'
import { addKeys } from './keys.ts'
import { addLedger } from './ledger.ts'
import { addMigrate } from './migrate.ts'
import { addObjects } from './objects.ts'
import { addPoll } from './poll.ts'
import { addPreview } from './preview.ts'
import type { Programs } from './programs.ts'
import { addPush } from './push.ts'
import { addConfirm, addRestore } from './restore.ts'
import { addServe } from './serve.ts'
import { addStatus } from './status.ts'
import { addToken } from './token.ts'

const endings = `
Exit codes:
  0  done
  1  something failed, or the hub refused some of the objects
  2  wrong usage, or a file at fault
  3  not signed in, or not allowed
  4  the server cannot be reached, or asks to come back too late

Every setting is an environment variable; .env.example names them all.`

/** Parse with `parseAsync(argv)`; the exit code is told to `programs`. */
export const buildProgram = (programs: Programs): Command => {
  const program = new Command('sekisho')
    .description('A TAXII 2.1 hub that knows who may see what, in which form, and can prove it.')
    .version(programs.version)
    // `poll --version` is TAXII's, not the program's.
    .enablePositionalOptions()
    .addHelpText('after', endings)
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({
      writeOut: (text) => programs.stdout.write(text),
      writeErr: (text) => programs.stderr.write(text),
    })
  for (const add of [
    addServe,
    addApply,
    addMigrate,
    addCheck,
    addBackup,
    addRestore,
    addConfirm,
    addStatus,
    addLedger,
    addObjects,
    addKeys,
    addPush,
    addPoll,
    addPreview,
    addExplain,
    addGates,
    addPass,
    addToken,
  ]) {
    add(program, programs)
  }
  const nested = program.commands.flatMap((command) => command.commands)
  for (const command of [program, ...program.commands, ...nested]) {
    command.exitOverride((end) => {
      programs.setExitCode(end.exitCode === 0 ? exitCodes.done : exitCodes.usage)
      throw end
    })
  }
  return program
}

/** Runs one command line. Never throws for what the person who typed it did. */
export const runProgram = async (programs: Programs, argv: string[]): Promise<void> => {
  try {
    await buildProgram(programs).parseAsync(argv)
  } catch (error) {
    if (String((error as { code?: unknown }).code).startsWith('commander.')) return
    throw error
  }
}
