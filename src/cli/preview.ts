// `sekisho preview`: who would get what of a file, in which form, before it is shared.
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { Preview, PreviewForm, PreviewSegment } from '../exchange/preview.ts'
import { CommandFailure, exitCodes, guarded } from './exit.ts'
import { addHubOptions, type HubOptions, openHubClient } from './hub-client.ts'
import type { Programs } from './programs.ts'
import { parseExact } from './taxii-client/exact-json.ts'
import { plainText, printCount, printTable } from './terminal.ts'

type PreviewOptions = HubOptions & {
  group?: string
  collection: string
  sharing?: string
  json?: boolean
}

const valueLengthMax = 60
const namesMax = 12

const short = (value: unknown): string => {
  const printed = typeof value === 'string' ? value : JSON.stringify(value)
  return printed.length > valueLengthMax ? `${printed.slice(0, valueLengthMax - 1)}…` : printed
}

const printNames = (names: string[]): string =>
  names.length > namesMax
    ? `${names.slice(0, namesMax).join(', ')} and ${names.length - namesMax} more`
    : names.join(', ')

const printViewers = ({ anyone, organisations, persons, others }: PreviewSegment['viewers']) => {
  if (anyone) return 'everybody'
  const names = [...persons, ...organisations]
  const parts = names.length === 0 ? [] : [printNames(names)]
  if (others !== null) parts.push(`at least ${printCount(others)} others`)
  return parts.length === 0 ? 'nobody you know of' : parts.join(', ')
}

const segmentRow = ({ words, profile, source, viewers }: PreviewSegment): string[] => [
  words,
  profile,
  source ?? '-',
  printViewers(viewers),
]

const printGate = ({ gate, opens }: PreviewForm): string => {
  const waits = gate === null ? [] : [`waits for ${gate.split('+').join(' and ')}`]
  return [...waits, ...(opens === null ? [] : [`opens ${opens}`])].join(', ')
}

const printFate = (form: PreviewForm): string => {
  if (form.fate === 'withheld') return `withheld: ${form.words}`
  const closes = form.closes === null ? '' : `, closes ${form.closes}`
  if (form.fate === 'later') return `later: ${printGate(form)}${closes}`
  return `${form.fate === 'as-is' ? 'as it is' : 'changed'}${closes}`
}

const signs = { removed: '-', added: '+', changed: '~' } as const

const printChange = (change: PreviewForm['changes'][number]): string => {
  const value =
    change.kind === 'changed'
      ? `${short(change.before)} → ${short(change.after)}`
      : short(change.kind === 'removed' ? change.before : change.after)
  return `${signs[change.kind]} ${change.path}: ${value}`
}

const formLines = (form: PreviewForm): string[] => [
  ...form.changes.map(printChange),
  ...form.notes.map((note) => `· ${note}`),
  ...form.risks.map((risk) => `! ${risk}`),
  ...(form.viewers === null ? [] : [`for ${printViewers(form.viewers)}`]),
]

const indent = (lines: string[], by: string): string =>
  lines.map((line) => `${by}${plainText(line)}\n`).join('')

const printObject = (object: Preview['objects'][number]): string => {
  const { id, version, verdict, message, tlp, warnings, narrows, forms } = object
  const level = tlp === null ? '' : `  TLP:${tlp.toUpperCase()}`
  const head = `${plainText(id ?? 'an object')}  ${version ?? ''}${level}\n`
  const said =
    verdict === 'new' ? [] : [verdict === 'present' ? 'already here' : `refused: ${message}`]
  const narrowed = narrows.map((one) => `${one.version} is taken from ${one.segments.join(', ')}`)
  const warned = [...said, ...warnings.map((warning) => `! ${warning}`), ...narrowed]
  const shown = forms
    .filter(({ segment }) => segment !== 'owner')
    .map((form) => {
      const line = `${form.segment.padEnd(12)}${form.profile}  ${printFate(form)}`
      return indent([line], '  ') + indent(formLines(form), '      ')
    })
  return head + indent(warned, '  ') + shown.join('')
}

/** What a person reads: the audiences as a table, then the objects one by one. */
export const printPreview = ({ collection, segments, objects }: Preview): string => {
  const risks = segments.flatMap((segment) =>
    segment.risks.map((risk) => `! ${segment.words}: ${risk}`),
  )
  const refused = objects.filter(({ verdict }) => verdict === 'refused').length
  return [
    `${plainText(collection.title)} of ${plainText(collection.group)}: `,
    `${printCount(objects.length)} objects, ${printCount(refused)} refused; nothing was shared\n\n`,
    printTable(['audience', 'form', 'you are', 'who it reaches now'], segments.map(segmentRow)),
    indent(risks, ''),
    '\n',
    objects.map(printObject).join('\n'),
  ].join('')
}

const readWhole = async (path: string): Promise<string> => {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as { code?: string }
    throw new CommandFailure(`\`${path}\` cannot be read: ${code}`, exitCodes.usage)
  }
}

const parse = (content: string, what: string): unknown => {
  try {
    return parseExact(content.replace(/^\ufeff/, ''))
  } catch {
    throw new CommandFailure(`${what} is no JSON`, exitCodes.usage)
  }
}

/** A bundle, an envelope, a list or one object, as an envelope with the place where it goes. */
const compose = (value: unknown, options: PreviewOptions): string => {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  const objects = Array.isArray(value)
    ? value
    : Array.isArray(given.objects) && (given.type === 'bundle' || given.type === undefined)
      ? given.objects
      : [value]
  if (objects.length === 0) throw new CommandFailure('there is nothing to preview', exitCodes.usage)
  const sharing =
    options.sharing === undefined
      ? given.x_sekisho_sharing
      : parse(options.sharing, 'the value of --sharing')
  return JSON.stringify({
    group: options.group,
    collection: options.collection,
    objects,
    x_sekisho_sharing: sharing,
  })
}

export const addPreview = (program: Command, programs: Programs): void => {
  const command = program
    .command('preview')
    .description('show who would get what of a file, in which form; shares nothing')
    .argument('<file>', 'a bundle, an envelope, a list or an object; - reads stdin')
    .requiredOption('--collection <name>', 'where it would go: name, alias or id')
    .option('--group <name>', 'the group of the collection')
    .option('--sharing <json>', 'sharing options, in place of those in the file')
    .option('--json', 'print the answer of the hub as it is')
  addHubOptions(command).action(
    guarded(programs, async (path: string, options: PreviewOptions) => {
      const body = compose(parse(await readWhole(path), `\`${path}\``), options)
      const hub = openHubClient(programs, options)
      const answer = await hub.post<Preview>('/api/preview', body)
      programs.stdout.write(
        options.json ? `${JSON.stringify(answer, null, 2)}\n` : printPreview(answer),
      )
      const refused = answer.objects.some(({ verdict }) => verdict === 'refused')
      if (refused) programs.setExitCode(exitCodes.failed)
    }),
  )
}
