// `sekisho serve`: the hub itself.
import type { Command } from 'commander'
import { guarded } from './exit.ts'
import type { Programs } from './programs.ts'

export const addServe = (program: Command, programs: Programs): void => {
  program
    .command('serve')
    .description('run the hub until it is told to stop')
    .action(guarded(programs, () => programs.serve()))
}
