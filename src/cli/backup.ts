// `sekisho backup`: all the database holds, as of one moment, into a folder; beside a running hub.
import type { Command } from 'commander'
import { backUp } from '../exchange/back-up.ts'
import { makeFolder, shelfIn, writeManifest } from './backup-folder.ts'
import { CommandFailure, guarded } from './exit.ts'
import type { Programs } from './programs.ts'
import { openProgress, printCount } from './terminal.ts'

const sum = (counts: readonly string[]): bigint =>
  counts.reduce((total, count) => total + BigInt(count), 0n)

const run = async (programs: Programs, folder: string): Promise<void> => {
  const { state } = await programs.schema()
  if (state !== 'ready') {
    throw new CommandFailure('the database is not of this release; run `sekisho migrate` first')
  }
  await makeFolder(folder)
  const progress = openProgress(programs.stderr)
  const manifest = await programs
    .withDatabase(({ url }) =>
      backUp(url, programs.version, shelfIn(folder), (table) => progress.show(table)),
    )
    .finally(() => progress.end())
  await writeManifest(folder, manifest)
  const { tables, ledger, at } = manifest
  const rows = printCount(sum(tables.map((table) => table.rows)))
  const octets = printCount(sum(tables.map((table) => table.octets)))
  programs.stdout.write(
    `${tables.length} tables, ${rows} rows, ${octets} octets as of ${at}\n` +
      `the ledger ends at row ${ledger.seq}: ${ledger.hash}\n` +
      'the folder holds keys and hashes of passwords: keep it as you keep the database\n',
  )
}

export const addBackup = (program: Command, programs: Programs): void => {
  program
    .command('backup')
    .description('write all the database holds into a new folder, beside a running hub')
    .argument('<folder>', 'a new or an empty one')
    .action(guarded(programs, (folder: string) => run(programs, folder)))
}
