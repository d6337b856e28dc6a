// `sekisho apply hub.yaml`: the hub as the file describes it, or a plan of how it would get there.
import type { Command } from 'commander'
import { applyHubFile, type HubFilePlan, planHubFile } from '../exchange/apply-hub-file.ts'
import { rememberHubFile } from '../exchange/apply-once.ts'
import type { HubChange } from '../exchange/hub-change.ts'
import { redrawAsked } from '../exchange/redraw.ts'
import { guarded } from './exit.ts'
import { readHubFile, secretsBeside } from './hub-file.ts'
import type { Programs } from './programs.ts'
import { plainText } from './terminal.ts'

const signs: Record<HubChange['act'], string> = { add: '+', change: '~', remove: '-' }

const printChange = ({ act, what, name, words }: HubChange): string => {
  const rest = words === '' ? '' : `: ${words}`
  return plainText(`${signs[act]} ${what} ${name}${rest}`)
}

/** What a person reads of a plan: a line a change, then what is left alone. */
export const printPlan = ({ changes, notes }: HubFilePlan, dryRun: boolean): string => {
  const lines = changes.map(printChange)
  for (const note of notes) lines.push(plainText(`  ${note}`))
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  if (changes.length === 0) lines.push('nothing to do: the hub is as the file says')
  else lines.push(dryRun ? `${count} to make; nothing was changed` : `${count} made`)
  return `${lines.join('\n')}\n`
}

export const addApply = (program: Command, programs: Programs): void => {
  program
    .command('apply')
    .description('make the hub as a hub file describes it; twice is the same as once')
    .argument('<hub-file>', 'the YAML file')
    .option('--dry-run', 'only say what would be done')
    .action(
      guarded(programs, async (path: string, options: { dryRun?: boolean }) => {
        const dryRun = options.dryRun === true
        const hub = await readHubFile(path)
        const secrets = secretsBeside(path, programs.env)
        const act = dryRun ? planHubFile : applyHubFile
        const plan = await programs.withContext(async (ctx) => {
          const done = await act(ctx, hub, { secrets })
          // What the new rules made wrong is held back until it is drawn anew.
          if (!dryRun) {
            await rememberHubFile(ctx, hub, secrets)
            await redrawAsked(ctx)
          }
          return done
        })
        programs.stdout.write(printPlan(plan, dryRun))
      }),
    )
}
