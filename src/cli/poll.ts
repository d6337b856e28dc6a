// `sekisho poll`: the objects of a collection of any TAXII 2.1 server, once or for ever.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { CommandFailure, exitCodes, guarded } from './exit.ts'
import type { Programs } from './programs.ts'
import type { Connection } from './taxii-client/connect.ts'
import { findCollection } from './taxii-client/find-collection.ts'
import {
  addConnectionOptions,
  type ConnectionOptions,
  openConnection,
  readCount,
  readUrl,
} from './taxii-client/options.ts'
import { type PageBy, type PageQuery, walkPages } from './taxii-client/walk-pages.ts'
import { openProgress, plainText, printCount, printTable } from './terminal.ts'

type PollOptions = ConnectionOptions & {
  collection?: string
  by: string
  limit?: string
  addedAfter?: string
  match: string[]
  version?: string
  follow?: boolean
  interval: string
}

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

const usage = (message: string): CommandFailure => new CommandFailure(message, exitCodes.usage)

const readQuery = (options: PollOptions): PageQuery => {
  const match = options.match.map((text): [string, string] => {
    const at = text.indexOf('=')
    if (at < 1) throw usage('--match is given as field=value, such as type=indicator')
    return [text.slice(0, at), text.slice(at + 1)]
  })
  if (options.version !== undefined) match.push(['version', options.version])
  const addedAfter = options.addedAfter ?? null
  if (addedAfter !== null && !timestamp.test(addedAfter)) {
    throw usage('--added-after must be a timestamp such as 2026-01-31T00:00:00Z')
  }
  const limit = options.limit === undefined ? null : readCount('--limit', options.limit, 1)
  return { limit, addedAfter, match }
}

const readBy = (by: string): PageBy => {
  if (by === 'next' || by === 'date') return by
  throw usage('--by must be next or date')
}

type Reading = { count: number; types: Map<string, number>; addedLast: string | null }

const typeOf = (object: unknown): string => {
  const type = (object as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type : 'no type'
}

/** Objects as JSON lines where the output is a pipe or a file; on a terminal only their count. */
const openPrinter = ({ stdout }: Programs) => {
  let broken = false
  stdout.on?.('error', () => {
    broken = true
  })
  return {
    isBroken: () => broken,
    async print(objects: unknown[]): Promise<void> {
      if (stdout.isTTY || objects.length === 0 || broken) return
      const lines = objects.map((object) => `${JSON.stringify(object)}\n`).join('')
      if (!stdout.write(lines)) await once(stdout, 'drain').catch(() => {})
    },
  }
}

const readAll = async (
  programs: Programs,
  connection: Connection,
  collection: URL,
  options: PollOptions,
): Promise<Reading> => {
  let query = readQuery(options)
  const by = readBy(options.by)
  const intervalMs = readCount('--interval', options.interval, 1) * 1000
  const reading: Reading = { count: 0, types: new Map(), addedLast: query.addedAfter }
  const progress = openProgress(programs.stderr)
  const printer = openPrinter(programs)
  // The first interrupt ends the walk after the page at hand, so that the place is told.
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt)
  try {
    for (;;) {
      for await (const page of walkPages(connection, collection, query, by)) {
        await printer.print(page.objects)
        if (printer.isBroken()) return reading
        reading.count += page.objects.length
        reading.addedLast = page.addedLast ?? reading.addedLast
        for (const object of page.objects) {
          const type = typeOf(object)
          reading.types.set(type, (reading.types.get(type) ?? 0) + 1)
        }
        progress.show(`${printCount(reading.count)} objects, up to ${reading.addedLast ?? '-'}`)
        if (stop.signal.aborted) return reading
      }
      if (options.follow !== true) return reading
      query = { ...query, addedAfter: reading.addedLast }
      await sleep(intervalMs, undefined, { signal: stop.signal }).catch(() => {})
      if (stop.signal.aborted) return reading
    }
  } finally {
    process.off('SIGINT', interrupt)
    progress.end()
  }
}

const report = ({ stdout, stderr }: Programs, { count, types, addedLast }: Reading): void => {
  if (stdout.isTTY && count > 0) {
    const rows = [...types].sort((a, b) => b[1] - a[1]).map(([type, n]) => [type, printCount(n)])
    stdout.write(printTable(['type', 'objects'], rows))
  }
  const onward = addedLast === null ? '' : `; next time: --added-after ${addedLast}`
  stderr.write(`${printCount(count)} objects${onward}\n`)
}

const gather = (value: string, list: string[]): string[] => [...list, value]

export const addPoll = (program: Command, programs: Programs): void => {
  const command = program
    .command('poll')
    .description('read a collection of any TAXII 2.1 server; JSON lines on a pipe')
    .argument('<url>', 'the collection, or its API root or discovery')
    .option('--collection <name>', 'its title, alias or id, where the url is not the collection')
    .option('--by <how>', 'go from page to page by next, or by date', 'next')
    .option('--limit <objects>', 'objects in a page')
    .option('--added-after <timestamp>', 'only what was added after it')
    .option('--match <field=value>', 'type, id, spec_version; may be given often', gather, [])
    .option('--version <version>', 'all, first, last, or a timestamp')
    .option('--follow', 'go on with what is added, until stopped')
    .option('--interval <seconds>', 'between two rounds of --follow', '60')
  addConnectionOptions(command).action(
    guarded(programs, async (address: string, options: PollOptions) => {
      const url = readUrl(address)
      readQuery(options)
      readBy(options.by)
      const connection = openConnection(programs, url, options, (reason, ms) => {
        programs.stderr.write(`${plainText(reason)}; waiting ${Math.ceil(ms / 1000)} s\n`)
      })
      const collection = await findCollection(connection, url, options.collection ?? null, 'read')
      report(programs, await readAll(programs, connection, collection.url, options))
    }),
  )
}
