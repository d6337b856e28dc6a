// `sekisho check`: the settings in effect and whether a hub could be served on them. Shows no
// secret.
import type { Command } from 'commander'
import { CommandFailure, guarded } from './exit.ts'
import type { Programs, Schema } from './programs.ts'
import { plainText, printTable } from './terminal.ts'

const show = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const schemaWords: Record<Schema['state'], string> = {
  ready: 'is that of this release',
  behind: 'waits for migrations: run `sekisho migrate`',
  newer: 'was made by a later release: start that release, or restore a backup',
}

export const addCheck = (program: Command, programs: Programs): void => {
  program
    .command('check')
    .description('show the settings in effect and run the self-checks of the start')
    .action(
      guarded(programs, async () => {
        const { settings, unknown } = programs.describeSettings()
        const rows = Object.entries(settings).map(([name, value]) => [name, show(value)])
        programs.stdout.write(printTable(['setting', 'value'], rows))
        for (const name of unknown) {
          programs.stdout.write(`\n! ${plainText(name)} is no setting; is it misspelt\n`)
        }
        const { state } = await programs.schema()
        const ground = state === 'behind' ? [] : await programs.checkGround()
        const findings = [
          { name: 'schema', ok: state === 'ready', detail: schemaWords[state] },
          ...ground,
        ]
        const results = findings.map(({ name, ok, detail }) => [ok ? 'ok' : 'FAILS', name, detail])
        programs.stdout.write(`\n${printTable(['', 'check', ''], results)}`)
        const failed = findings.filter(({ ok }) => !ok).length
        if (failed > 0) throw new CommandFailure(`${failed} of ${findings.length} checks fail`)
      }),
    )
}
