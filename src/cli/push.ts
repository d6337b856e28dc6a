// `sekisho push`: STIX objects from files to a collection of any TAXII 2.1 server.
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { CommandFailure, exitCodes, guarded } from './exit.ts'
import type { Programs } from './programs.ts'
import type { Connection } from './taxii-client/connect.ts'
import { cutEnvelopes } from './taxii-client/cut-envelopes.ts'
import {
  contentLengthMax,
  findCollection,
  type RemoteCollection,
} from './taxii-client/find-collection.ts'
import {
  addConnectionOptions,
  type ConnectionOptions,
  openConnection,
  readCount,
  readUrl,
} from './taxii-client/options.ts'
import { type Pushed, type PushFailure, pushEnvelope } from './taxii-client/push-envelope.ts'
import { readObjects } from './taxii-client/read-objects.ts'
import { openProgress, plainText, printCount } from './terminal.ts'

type PushOptions = ConnectionOptions & {
  to: string
  collection?: string
  chunk: string
  wait: string
}

// A server that names no limit is given what most take.
const octetsUsual = 8 * 1024 * 1024
const shownMax = 20

const readFiles = async (paths: string[]): Promise<Record<string, unknown>[]> => {
  const objects: Record<string, unknown>[] = []
  for (const path of paths) {
    let content: string
    try {
      content = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8')
    } catch (error) {
      const { code } = error as { code?: string }
      throw new CommandFailure(`\`${path}\` cannot be read: ${code}`, exitCodes.usage)
    }
    for (const object of readObjects(content, path)) objects.push(object)
  }
  return objects
}

const printFailure = ({ id, message }: PushFailure): string =>
  `  ${plainText(id) || 'an object'}: ${plainText(message)}\n`

const report = (programs: Programs, total: number, { successes, failures, pending }: Pushed) => {
  const { stdout, stderr } = programs
  if (stdout.isTTY) {
    for (const failure of failures.slice(0, shownMax)) stderr.write(printFailure(failure))
    const hidden = failures.length - shownMax
    if (hidden > 0) stderr.write(`  and ${printCount(hidden)} more\n`)
  } else {
    for (const failure of failures) stdout.write(`${JSON.stringify(failure)}\n`)
  }
  const parts = [`${printCount(successes)} of ${printCount(total)} objects taken`]
  if (failures.length > 0) parts.push(`${printCount(failures.length)} refused`)
  if (pending > 0) parts.push(`${printCount(pending)} still pending`)
  stderr.write(`${parts.join(', ')}\n`)
}

const pushAll = async (
  programs: Programs,
  connection: Connection,
  collection: RemoteCollection,
  objects: Record<string, unknown>[],
  options: PushOptions,
): Promise<Pushed> => {
  const max = await contentLengthMax(connection, collection.root).catch(() => null)
  const { envelopes, tooLong } = cutEnvelopes(objects, {
    objectsMax: readCount('--chunk', options.chunk, 1),
    octetsMax: max ?? octetsUsual,
  })
  const message = 'longer than the server takes in one request'
  const pushed: Pushed = {
    successes: 0,
    failures: tooLong.map((id) => ({ id, message })),
    pending: 0,
  }
  const waitMs = readCount('--wait', options.wait, 0) * 1000
  const progress = openProgress(programs.stderr)
  try {
    for (const envelope of envelopes) {
      const part = await pushEnvelope(connection, collection, envelope, {
        waitMs,
        sleep: (ms) => sleep(ms),
        now: Date.now,
      })
      pushed.successes += part.successes
      pushed.failures.push(...part.failures)
      pushed.pending += part.pending
      const done = pushed.successes + pushed.failures.length + pushed.pending
      progress.show(`${printCount(done)} of ${printCount(objects.length)} objects pushed`)
    }
  } catch (error) {
    progress.end()
    report(programs, objects.length, pushed)
    throw error
  }
  progress.end()
  return pushed
}

export const addPush = (program: Command, programs: Programs): void => {
  const command = program
    .command('push')
    .description('send STIX objects to a collection of any TAXII 2.1 server')
    .argument('<files...>', 'bundles, envelopes, objects or JSON lines; - reads stdin')
    .requiredOption('--to <url>', 'the collection, or its API root or discovery')
    .option('--collection <name>', 'its title, alias or id, where --to is not the collection')
    .option('--chunk <objects>', 'at most so many objects in a request', '1000')
    .option('--wait <seconds>', 'for the end of a request that is pending', '300')
  addConnectionOptions(command).action(
    guarded(programs, async (paths: string[], options: PushOptions) => {
      const url = readUrl(options.to)
      const objects = await readFiles(paths)
      if (objects.length === 0)
        throw new CommandFailure('there is nothing to push', exitCodes.usage)
      const connection = openConnection(programs, url, options, (reason, ms) => {
        programs.stderr.write(`${plainText(reason)}; waiting ${Math.ceil(ms / 1000)} s\n`)
      })
      const wanted = options.collection ?? null
      const collection = await findCollection(connection, url, wanted, 'write')
      const pushed = await pushAll(programs, connection, collection, objects, options)
      report(programs, objects.length, pushed)
      if (pushed.failures.length + pushed.pending > 0) programs.setExitCode(exitCodes.failed)
    }),
  )
}
