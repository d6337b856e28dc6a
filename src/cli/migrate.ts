// `sekisho migrate`: the database to the schema of this release, forward only.
import type { Command } from 'commander'
import { guarded } from './exit.ts'
import type { Programs } from './programs.ts'

export const addMigrate = (program: Command, programs: Programs): void => {
  program
    .command('migrate')
    .description('bring the database to the schema of this release')
    .action(
      guarded(programs, async () => {
        const { applied } = await programs.migrate()
        for (const name of applied) programs.stdout.write(`applied ${name}\n`)
        if (applied.length === 0) programs.stdout.write('nothing to do\n')
      }),
    )
}
