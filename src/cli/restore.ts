// `sekisho restore`: a backup into an empty database, or whether a database is that of a backup;
// and `sekisho confirm`, which opens a hub that was restored.
import { type Command, InvalidArgumentError } from 'commander'
import type { Manifest } from '../core/backup/manifest.ts'
import type { Seal } from '../core/ledger/seal.ts'
import { type Comparison, compareBackup } from '../exchange/compare-backup.ts'
import { confirmRestore } from '../exchange/confirm-restore.ts'
import { findHold, type Hold } from '../exchange/hold.ts'
import { RestoreRefusal, restore } from '../exchange/restore.ts'
import { readManifest, shelfIn } from './backup-folder.ts'
import { CommandFailure, exitCodes, guarded } from './exit.ts'
import { readHeads } from './heads.ts'
import type { BareDatabase, Programs } from './programs.ts'
import { openProgress, plainText, printCount } from './terminal.ts'

type Options = { verify?: boolean; heads?: string }

const printComparison = ({ tables, rows, ledger }: Comparison): string =>
  `equal: ${tables} tables, ${printCount(rows)} rows, ${printCount(ledger)} rows of the ledger; ` +
  'schema, roles, grants, policies and sequences\n'

const keptHeads = async (named: string | undefined, database: BareDatabase): Promise<Seal[]> => {
  if (named !== undefined) return readHeads(named)
  const newest = await database.heads?.newest()
  return newest == null ? [] : [newest]
}

const verify = async (
  programs: Programs,
  database: BareDatabase,
  manifest: Manifest,
  folder: string,
  heads: readonly Seal[],
): Promise<void> => {
  const progress = openProgress(programs.stderr)
  const comparison = await compareBackup(
    ...[database.url, manifest, shelfIn(folder), heads, (table: string) => progress.show(table)],
  ).finally(() => progress.end())
  const { differences } = comparison
  if (differences.length === 0) {
    programs.stdout.write(printComparison(comparison))
    return
  }
  for (const difference of differences) programs.stdout.write(`! ${plainText(difference)}\n`)
  throw new CommandFailure(`${differences.length} differences from the backup`)
}

const putIn = async (
  programs: Programs,
  database: BareDatabase,
  manifest: Manifest,
  folder: string,
): Promise<void> => {
  const progress = openProgress(programs.stderr)
  await restore(database.url, database.migrations, manifest, shelfIn(folder), (table) =>
    progress.show(table),
  )
    .catch((error: unknown) => {
      if (!(error instanceof RestoreRefusal)) throw error
      const code = error.of === 'backup' ? exitCodes.usage : exitCodes.failed
      throw new CommandFailure(error.message, code)
    })
    .finally(() => progress.end())
  programs.stdout.write(`restored the backup of ${manifest.at}\n`)
}

const run = async (programs: Programs, folder: string, options: Options): Promise<void> => {
  const manifest = await readManifest(folder)
  await programs.withDatabase(async (database) => {
    const heads = await keptHeads(options.heads, database)
    if (options.verify !== true) await putIn(programs, database, manifest, folder)
    await verify(programs, database, manifest, folder, heads)
  })
  if (options.verify === true) return
  programs.stdout.write(
    'a hub on it answers nobody before it is confirmed: see `sekisho confirm --help`\n',
  )
}

export const addRestore = (program: Command, programs: Programs): void => {
  program
    .command('restore')
    .description('put a backup into an empty database, and verify that it is equal')
    .argument('<folder>', 'what `sekisho backup` wrote')
    .option('--verify', 'change nothing: only compare the database with the backup')
    .option('--heads <file>', 'heads of the ledger that were kept elsewhere, a line each')
    .action(guarded(programs, (folder: string, options: Options) => run(programs, folder, options)))
}

const printHold = ({ message, head }: Hold): string => `${message}
Since then credentials may have been revoked, members suspended, objects withdrawn or narrowed, and
people signed out. All of that is back. Before you open the hub:
  - apply the hub file as it should be now, or change what was changed since;
  - withdraw again what was withdrawn, and give new secrets where one was lost.
Confirming ends every session and every invitation, and accepts that what the ledger lacks is gone:
  sekisho confirm --head ${head}
`

const parseRow = (text: string): bigint => {
  if (/^\d{1,18}$/.test(text)) return BigInt(text)
  throw new InvalidArgumentError('must be the number of a row')
}

export const addConfirm = (program: Command, programs: Programs): void => {
  program
    .command('confirm')
    .description('say why a restored hub answers nobody, and open it')
    .option('--head <row>', 'open it, with a ledger that ends at this row', parseRow)
    .action(
      guarded(programs, async ({ head }: { head?: bigint }) => {
        const hold = await programs.withContext((ctx) =>
          head === undefined ? findHold(ctx) : confirmRestore(ctx, head),
        )
        if (hold === null) programs.stdout.write('nothing keeps the hub closed\n')
        else if (head !== undefined) programs.stdout.write('confirmed: the hub is open\n')
        else {
          programs.stdout.write(printHold(hold))
          throw new CommandFailure('the hub is closed')
        }
      }),
    )
}
