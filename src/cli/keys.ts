// `sekisho keys rotate`: another key of the hub's own, while it runs.
import { Argument, type Command } from 'commander'
import { type RotatedKey, rotatedKeys, rotateKey, walkRestHours } from '../exchange/rotate-key.ts'
import { guarded } from './exit.ts'
import type { Programs } from './programs.ts'

const tell = (name: RotatedKey, atOnce: boolean, key: string | null): string => {
  if (name === 'ledger') {
    const now = 'heads of the ledger are signed with another key from now on'
    return `${now}; tell those who keep heads:\n${key}\n`
  }
  const walks = atOnce
    ? 'every walk through a feed that is under way must start again'
    : `walks that are under way go on, if they rest for ${walkRestHours / 24} days at most`
  return `cursors are sealed with another key from now on; ${walks}\n`
}

export const addKeys = (program: Command, programs: Programs): void => {
  const keys = program.command('keys').description("the hub's own keys")
  keys
    .command('rotate')
    .description('put another key in use, while everybody goes on')
    .addArgument(new Argument('<key>', 'which').choices(rotatedKeys))
    .option('--at-once', 'for cursors: forget the ones before it, which somebody may know')
    .action(
      guarded(programs, async (name: RotatedKey, { atOnce = false }: { atOnce?: boolean }) => {
        const key = await programs.withContext((ctx) => rotateKey(ctx, name, atOnce))
        programs.stdout.write(tell(name, atOnce, key))
      }),
    )
}
