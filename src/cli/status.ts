// `sekisho status`: what there is in the hub, at a glance.
import type { Command } from 'commander'
import { printPosition } from '../core/taxii/position.ts'
import { type Summary, summarise } from '../exchange/summarise.ts'
import { guarded } from './exit.ts'
import type { Programs, Schema } from './programs.ts'
import { printCount, printTable } from './terminal.ts'

/** What a person reads: the hub in a line, then organisations, groups and collections as tables. */
export const printStatus = (summary: Summary, schema: Schema): string => {
  const organisations = summary.organisations.map(({ name, title, kind, status, credentials }) => [
    name,
    title,
    kind,
    status,
    printCount(credentials),
  ])
  const groups = summary.groups.map(({ name, title, members, collections }) => [
    name,
    title,
    printCount(members),
    printCount(collections),
  ])
  const collections = summary.collections.map((collection) => [
    `${collection.group}/${collection.name}`,
    collection.title,
    printCount(collection.entries),
    collection.last_position === null ? '-' : printPosition(collection.last_position),
    collection.id,
  ])
  const pending = summary.pending_submissions
  return [
    `${summary.title}: schema ${schema.applied.at(-1) ?? 'none'} (${schema.state}), `,
    `policy epoch ${summary.policy_epoch}, `,
    `${printCount(pending)} pending ${pending === 1 ? 'submission' : 'submissions'}\n\n`,
    printTable(['organisation', 'title', 'kind', 'status', 'credentials'], organisations),
    '\n',
    printTable(['group', 'title', 'members', 'collections'], groups),
    '\n',
    printTable(['collection', 'title', 'entries', 'last position', 'id'], collections),
  ].join('')
}

export const addStatus = (program: Command, programs: Programs): void => {
  program
    .command('status')
    .description('show organisations, groups, collections and what is pending')
    .action(
      guarded(programs, async () => {
        const schema = await programs.schema()
        const summary = await programs.withContext((ctx) => summarise(ctx))
        programs.stdout.write(printStatus(summary, schema))
      }),
    )
}
