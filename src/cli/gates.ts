// `sekisho gates` and `sekisho pass`: what waits for an act, its very text, and the act.
import type { Command } from 'commander'
import type { Gate } from '../exchange/list-gates.ts'
import type { PassedForms } from '../exchange/pass-gate.ts'
import { CommandFailure, exitCodes, guarded } from './exit.ts'
import { addHubOptions, type HubOptions, openHubClient } from './hub-client.ts'
import type { Programs } from './programs.ts'
import { plainText, printCount, printTable } from './terminal.ts'

type Listed = { gates: Gate[]; more: boolean }

const gateRow = (gate: Gate): string[] => [
  gate.rendition_id,
  gate.gate,
  gate.acts.join(' or ') || '-',
  `${gate.segment} ${gate.profile}`,
  gate.source_id ?? gate.id,
  gate.digest,
]

const heads = ['number', 'waits for', 'you may', 'to be shown to', 'object', 'digest']

const printText = (object: Gate['object']): string =>
  JSON.stringify(object, null, 2).split('\n').map(plainText).join('\n')

/** What a person reads; with `text` also the very text of each. */
export const printGates = ({ gates, more }: Listed, text: boolean): string => {
  if (gates.length === 0) return 'nothing waits for you\n'
  const texts = gates.map(({ rendition_id, object }) => `\n${rendition_id}\n${printText(object)}\n`)
  const rest = more ? 'there is more; pass some of these first\n' : ''
  return `${printTable(heads, gates.map(gateRow))}${text ? texts.join('') : ''}${rest}`
}

export const addGates = (program: Command, programs: Programs): void => {
  const command = program
    .command('gates')
    .description('list what waits for an approval, a review or an event')
    .option('--text', 'print the very texts that others will see')
  addHubOptions(command).action(
    guarded(programs, async (options: HubOptions & { text?: boolean }) => {
      const listed = await openHubClient(programs, options).get<Listed>('/api/gates')
      programs.stdout.write(printGates(listed, options.text === true))
    }),
  )
}

type PassOptions = HubOptions & { collection: string; group?: string; act?: string }

/** `number:digest`; a number alone would open a text that nobody has read. */
const readMeant = (words: string[]): { rendition_id: string; digest: string }[] =>
  words.map((word) => {
    const [, rendition_id, digest] = /^(\d{1,18}):(\S+)$/.exec(word) ?? []
    if (rendition_id !== undefined && digest !== undefined) return { rendition_id, digest }
    const message = `\`${plainText(word)}\` must be number:digest, as \`sekisho gates\` lists them`
    throw new CommandFailure(message, exitCodes.usage)
  })

export const addPass = (program: Command, programs: Programs): void => {
  const command = program
    .command('pass')
    .description('approve, review, or say that an event has come, for texts you have read')
    .argument('<number:digest...>', 'as `sekisho gates` lists them')
    .requiredOption('--collection <name>', 'where they were shared: name, alias or id')
    .option('--group <name>', 'the group of the collection')
    .option('--act <name>', '`approval`, `review` or an event, where several are yours')
  addHubOptions(command).action(
    guarded(programs, async (words: string[], options: PassOptions) => {
      const { group, collection, act } = options
      const body = JSON.stringify({ group, collection, act, forms: readMeant(words) })
      const hub = openHubClient(programs, options)
      const { opened, waiting } = await hub.post<PassedForms>('/api/gates/pass', body)
      const rest = waiting === 0 ? '' : `, ${printCount(waiting)} still wait for something else`
      programs.stdout.write(`${printCount(opened)} opened${rest}\n`)
    }),
  )
}
