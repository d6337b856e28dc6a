// The corpus run on paper: a row a bundle, a row a walk, and the refused objects by reason.
import { printCount, printTable } from '../../src/cli/terminal.ts'
import type { Check } from './check-collection.ts'
import type { OrderCheck } from './either-order.ts'
import type { Pushed } from './push.ts'
import { groupRefusals, type Outcome } from './verdict.ts'

const examplesMost = 3
const faultsMost = 5

const verdictOf = (faults: string[]): string => (faults.length === 0 ? 'ok' : 'MISMATCH')

const listFaults = (title: string, faults: string[]): string[] => [
  ...faults.slice(0, faultsMost).map((fault) => `  ! ${title}: ${fault}`),
  ...(faults.length > faultsMost ? [`  ! ${title}: and ${faults.length - faultsMost} more`] : []),
]

export const printPushed = (pushed: [string, Pushed][]): string => {
  const rows = pushed.map(([collection, { bundle, envelopes, verdicts, faults }]) => {
    const count = (wanted: Outcome) =>
      printCount(verdicts.filter(({ outcome }) => outcome === wanted).length)
    return [
      bundle.name,
      bundle.specVersion,
      collection,
      printCount(envelopes),
      printCount(verdicts.length),
      count('accepted'),
      count('duplicate'),
      count('refused'),
      verdictOf(faults),
    ]
  })
  const heads = ['bundle', 'STIX', 'collection', 'envelopes', 'objects', 'accepted']
  const table = printTable([...heads, 'duplicates', 'refused', ''], rows)
  const faults = pushed.flatMap(([, { bundle, faults: list }]) => listFaults(bundle.name, list))
  return [table.trimEnd(), ...faults, ''].join('\n')
}

export const printChecks = (checks: Check[]): string => {
  const rows = checks.map(({ collection, what, limit, requests, expected, polled, faults }) => [
    collection,
    what,
    limit === null ? '-' : printCount(limit),
    printCount(requests),
    printCount(expected),
    printCount(polled),
    verdictOf(faults),
  ])
  const heads = ['collection', 'walk', 'page size', 'requests', 'expected', 'polled', '']
  const faults = checks.flatMap(({ collection, what, limit, faults: list }) =>
    listFaults(`${collection}, ${what} ${limit ?? ''}`.trim(), list),
  )
  return [printTable(heads, rows).trimEnd(), ...faults, ''].join('\n')
}

const contestNotes = [
  'other content: the bundles give one version of the object two contents; the first to come stays',
  'other history: they disagree on created, creator or revocation; the first to come stays',
]

export const printOrders = (checks: OrderCheck[]): string => {
  const rows = checks.map(({ pair, match, counts, alike, contested, faults }) => [
    `${pair.one.name} | ${pair.other.name}`,
    match,
    printCount(counts[0]),
    printCount(counts[1]),
    printCount(alike),
    printCount(contested.content),
    printCount(contested.history),
    verdictOf(faults),
  ])
  const heads = ['bundles in either order', 'match', 'one order', 'the other', 'objects alike']
  const table = printTable([...heads, 'other content', 'other history', ''], rows)
  const faults = checks.flatMap(({ pair, match, faults: list }) =>
    listFaults(`${pair.one.name}, ${match}`, list),
  )
  return [table.trimEnd(), ...faults, ...contestNotes, ''].join('\n')
}

/**
 * Every refusal, by reason, with some of the ids: whether a reason is true is for a person to
 * say.
 */
export const printRefusals = (pushed: [string, Pushed][]): string => {
  const verdicts = pushed.flatMap(([, one]) => one.verdicts)
  const groups = groupRefusals(verdicts)
  if (groups.length === 0) return 'no object was refused\n'
  const lines = groups.flatMap(({ reason, verdicts: refused }) => [
    `${printCount(refused.length).padStart(6)}  ${reason}`,
    ...refused
      .slice(0, examplesMost)
      .map(
        ({ object, message }) => `        ${object.id}${message === reason ? '' : ` ${message}`}`,
      ),
  ])
  return ['refused objects by reason:', ...lines, ''].join('\n')
}
