// `sekisho objects verify`: whether what is shared is still what the hub wrote.
import type { Command } from 'commander'
import { type Damage, nameDamage, verifyObjects } from '../exchange/verify-objects.ts'
import { CommandFailure, guarded } from './exit.ts'
import type { Programs } from './programs.ts'
import { printCount } from './terminal.ts'

const printDamage = (damage: Damage): string => {
  const { withheld } = damage
  const entries = withheld === 1 ? '1 entry' : `${printCount(withheld)} entries`
  const now = withheld === 0 ? 'shown to nobody' : `${entries} withheld`
  return `${nameDamage(damage)}: is not what was written; ${now}\n`
}

export const addObjects = (program: Command, programs: Programs): void => {
  const objects = program.command('objects').description('what is shared, as it is stored')
  objects
    .command('verify')
    .description('compare every row with its digest; withhold and name what does not fit')
    .action(
      guarded(programs, async () => {
        const report = await programs.withContext((ctx) =>
          verifyObjects(ctx, (damage) => programs.stdout.write(printDamage(damage))),
        )
        const { rows, damaged } = report
        const looked = `${printCount(rows)} rows`
        if (damaged > 0) throw new CommandFailure(`${printCount(damaged)} of ${looked} are damaged`)
        programs.stdout.write(`${looked}: each is what was written\n`)
      }),
    )
}
