// `sekisho explain`: why an organisation sees an object, or does not.
import type { Command } from 'commander'
import type { ExplainedForm, ExplainedVersion, Explanation } from '../exchange/explain.ts'
import { guarded } from './exit.ts'
import { addHubOptions, type HubOptions, openHubClient } from './hub-client.ts'
import type { Programs } from './programs.ts'
import { plainText, printTable } from './terminal.ts'

type ExplainOptions = HubOptions & { organisation: string; collection?: string }

const formRow = (form: ExplainedForm): string[] => [
  `${form.segment} ${form.profile}`,
  form.sees ? 'sees it' : 'does not',
  form.words,
  form.since ?? '-',
  form.id === null ? '-' : `${form.id} ${form.version ?? ''}`,
]

const printVersion = ({ version, revoked, forms }: ExplainedVersion): string => {
  const head = [
    ...(version === null ? [] : [`version ${version}`]),
    ...(revoked ? ['revoked'] : []),
  ]
  const table = printTable(['as', '', 'because', 'since', 'under'], forms.map(formRow))
  return `${head.length === 0 ? '' : `${plainText(head.join(', '))}\n`}${table}`
}

/** What a person reads: the answer in a line, then each version's forms as a table. */
export const printExplanation = ({ id, organisation, sees, versions }: Explanation): string =>
  [
    `${plainText(organisation)} ${sees ? 'sees' : 'does not see'} ${plainText(id)}\n\n`,
    versions.map(printVersion).join('\n'),
  ].join('')

export const addExplain = (program: Command, programs: Programs): void => {
  const command = program
    .command('explain')
    .description('tell why an organisation sees an object, or does not')
    .argument('<object-id>', 'as you shared it, or as it is shown')
    .requiredOption('--organisation <name>', 'whom it is about')
    .option('--collection <name>', 'where it was shared: alias or id')
  addHubOptions(command).action(
    guarded(programs, async (id: string, options: ExplainOptions) => {
      const query = new URLSearchParams({ organisation: options.organisation })
      if (options.collection !== undefined) query.set('collection', options.collection)
      const path = `/api/objects/${encodeURIComponent(id)}/explain?${query}`
      const answer = await openHubClient(programs, options).get<Explanation>(path)
      programs.stdout.write(printExplanation(answer))
    }),
  )
}
