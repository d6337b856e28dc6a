// `sekisho ledger …`: verify the account of what was done and shown, and ask it who was shown what.
import { type Command, InvalidArgumentError } from 'commander'
import { printSeal } from '../core/ledger/seal.ts'
import { parsePosition, printPosition } from '../core/taxii/position.ts'
import { exportHead } from '../exchange/export-head.ts'
import { listReceivedBy, type ReceivedObjects } from '../exchange/received-by.ts'
import { type LedgerReport, verifyLedger } from '../exchange/verify-ledger.ts'
import { type Recipient, whoReceived } from '../exchange/who-received.ts'
import { CommandFailure, guarded } from './exit.ts'
import { readHeads } from './heads.ts'
import type { Programs } from './programs.ts'
import { plainText, printCount, printTable } from './terminal.ts'

const printReport = ({ rows, seals, kept }: LedgerReport): string => {
  const parts = [`${printCount(rows)} rows`, `${printCount(seals)} seals`]
  if (kept > 0) parts.push(`${printCount(kept)} kept heads`)
  return `${parts.join(', ')}: nothing was changed, lost or added\n`
}

const addVerify = (ledger: Command, programs: Programs): void => {
  ledger
    .command('verify')
    .description('check every row, the head and its seals')
    .option('--heads <file>', 'heads that were kept elsewhere, a line each')
    .action(
      guarded(programs, async ({ heads }: { heads?: string }) => {
        const kept = heads === undefined ? [] : await readHeads(heads)
        const report = await programs.withContext((ctx) => verifyLedger(ctx, kept))
        if (report.fault !== null) throw new CommandFailure(report.fault.message)
        programs.stdout.write(printReport(report))
      }),
    )
}

const recipientRow = (recipient: Recipient): string[] => [
  recipient.organisation ?? recipient.organisation_id ?? 'anonymous',
  recipient.kind ?? '-',
  recipient.principal_id ?? '-',
  recipient.endpoint,
  recipient.collection_id,
  printPosition(recipient.position),
  printPosition(recipient.at),
  printPosition(recipient.last_at),
  printCount(recipient.times),
]

const recipientHeads = [
  ...['organisation', 'kind', 'principal', 'endpoint', 'collection', 'position', 'first', 'last'],
  'times',
]

const addWhoReceived = (ledger: Command, programs: Programs): void => {
  ledger
    .command('who-received')
    .description('list who was shown an object, also after it was withdrawn')
    .argument('<object-id>', 'as it was submitted, or as it is shown')
    .action(
      guarded(programs, async (objectId: string) => {
        const recipients = await programs.withContext((ctx) => whoReceived(ctx, objectId))
        const text =
          recipients.length === 0
            ? 'nobody\n'
            : printTable(recipientHeads, recipients.map(recipientRow))
        programs.stdout.write(text)
      }),
    )
}

const receivedLines = (received: ReceivedObjects): string =>
  received.positions
    .map((position) =>
      [
        printPosition(received.at),
        received.principal_id ?? '-',
        received.endpoint,
        received.collection_id,
        `epoch ${received.epoch}`,
        printPosition(position),
        plainText(received.objects.get(position) ?? 'gone'),
      ].join('  '),
    )
    .map((line) => `${line}\n`)
    .join('')

const parseSince = (text: string): bigint => {
  const position = parsePosition(text)
  if (position !== null) return position
  throw new InvalidArgumentError('must be a timestamp, such as 2026-01-01T00:00:00Z')
}

const addReceivedBy = (ledger: Command, programs: Programs): void => {
  ledger
    .command('received-by')
    .description('list what an organisation was shown: a line an object, earliest first')
    .argument('<organisation>', 'its name in the hub file')
    .option('--since <timestamp>', 'leave out what was shown before', parseSince, 0n)
    .action(
      guarded(programs, async (organisation: string, { since }: { since: bigint }) => {
        await programs.withContext(async (ctx) => {
          for await (const received of listReceivedBy(ctx, organisation, since))
            programs.stdout.write(receivedLines(received))
        })
      }),
    )
}

const addHead = (ledger: Command, programs: Programs): void => {
  ledger
    .command('head')
    .description('print the signed end of the ledger, to be kept elsewhere; one line')
    .action(
      guarded(programs, async () => {
        const seal = await programs.withContext((ctx) => exportHead(ctx))
        if (seal === null) throw new CommandFailure('the ledger is empty')
        programs.stdout.write(`${printSeal(seal)}\n`)
      }),
    )
}

export const addLedger = (program: Command, programs: Programs): void => {
  const ledger = program
    .command('ledger')
    .description('the account of what was done, and of what was shown to whom')
  for (const add of [addVerify, addWhoReceived, addReceivedBy, addHead]) add(ledger, programs)
}
