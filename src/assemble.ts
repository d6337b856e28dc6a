// Builds the one Context every verb is given, from settings and a database that is there already.
// Knows no door.
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { compileSchemas } from './core/stix/schema.ts'
import type { SchemaCheck } from './core/stix/validate.ts'
import { openAudienceBook } from './exchange/audiences.ts'
import { openCarrier } from './exchange/carry-on.ts'
import { commitGroup } from './exchange/commit-group.ts'
import type { Context, Settings } from './exchange/context.ts'
import { makeSealKey } from './exchange/export-head.ts'
import { openFront } from './exchange/front.ts'
import { openHoldBook } from './exchange/hold.ts'
import { type KeyBook, openKeyBook } from './exchange/key-book.ts'
import { openLedger } from './exchange/ledger-queue.ts'
import { openPolicyBook } from './exchange/policy.ts'
import { openPublisher } from './exchange/publish.ts'
import { resumeSubmission } from './exchange/resume.ts'
import { listFaults } from './exchange/self-check.ts'
import { openShareBook } from './exchange/shares.ts'
import { openHeads } from './heads.ts'
import { openOutbound } from './outbound.ts'
import { openProvider } from './provider.ts'
import { openDatabase } from './storage/database.ts'
import { keepKey } from './storage/keys.ts'
import { schemaState } from './storage/migrate.ts'
import { closePools, openJobPool, openPools, type Pools } from './storage/pools.ts'
import { openReplicas, type Replicas } from './storage/replicas.ts'
import { startWorker } from './workers/worker.ts'

const rootFolder = join(import.meta.dirname, '..')
export const migrationsFolder = join(rootFolder, 'migrations')
const schemasFolder = join(rootFolder, 'schemas', 'stix-2.1')

/** What a program must know besides the settings of the verbs. */
export type AssemblySettings = Settings & {
  databaseUrl: string
  replicas: string[]
  headsFile: string | null
  poolRead: number
  poolWrite: number
  /** A throw-away database: what only durability needs is not demanded. */
  relaxedDurability: boolean
  /** Jobs run in this process; off for one-shot commands. */
  jobs: boolean
}

export type Assembly = { context: Context; close(): Promise<void> }

const readSchemas = async (): Promise<SchemaCheck> => {
  const schemas: Record<string, object> = {}
  for (const file of await readdir(schemasFolder)) {
    if (!file.endsWith('.json')) continue
    schemas[file.slice(0, -5)] = JSON.parse(await readFile(join(schemasFolder, file), 'utf8'))
  }
  return compileSchemas(schemas)
}

const demandSchema = async (databaseUrl: string): Promise<void> => {
  const { state } = await schemaState(databaseUrl, migrationsFolder)
  if (state === 'newer') {
    throw new Error(
      'the database was made by a later release; start that release, or restore a backup',
    )
  }
  if (state === 'behind')
    throw new Error('the database waits for migrations; run `sekisho migrate`')
}

const demandGround = async (pools: Pools, relaxed: boolean): Promise<void> => {
  const faults = await listFaults(pools.writer, relaxed)
  if (faults.length === 0) return
  throw new Error(`the database is not safe to serve from: ${faults.join('; ')}`)
}

/** Durability is the primary's; the walls must stand on each replica as they do there. */
const openReplicasOf = (settings: AssemblySettings, pools: Pools, log: Logger): Promise<Replicas> =>
  openReplicas(settings, pools.reader, {
    judge: (pool) => listFaults(pool, true),
    tell(replica, why) {
      if (why === null) log.info({ replica }, 'a replica serves polls')
      else log.warn({ replica, reason: why }, 'a replica is left out')
    },
  })

/** A hub that starts for the first time makes them. */
const keepKeys = async ({ writer }: Pools): Promise<KeyBook> => {
  await keepKey(writer, 'cursor', randomBytes(32))
  await keepKey(writer, 'ledger', makeSealKey())
  return openKeyBook(writer, await keepKey(writer, 'pseudonym', randomBytes(32)))
}

/**
 * Opens the hub on a migrated database. Throws, with everything closed again, when the schema or
 * the boot self-checks forbid serving. `close` waits for what is being published and accounted for.
 */
export const assemble = async (settings: AssemblySettings, log: Logger): Promise<Assembly> => {
  await demandSchema(settings.databaseUrl)
  const pools = openPools(settings)
  let replicas: Replicas | null = null
  try {
    await demandGround(pools, settings.relaxedDurability)
    replicas = await openReplicasOf(settings, pools, log)
    const opened = replicas
    const publisher = openPublisher(pools.publisher, log, (client, collectionId, publications) =>
      commitGroup(context, client, collectionId, publications),
    )
    const carrier = openCarrier(log, (id) => resumeSubmission(context, id))
    const ledger = openLedger(pools.ledger, log)
    const audiences = openAudienceBook(pools.writer)
    const heads = settings.headsFile === null ? null : openHeads(settings.headsFile)
    const hold = openHoldBook({ pools, heads })
    await hold.look()
    const context: Context = {
      settings,
      log,
      pools,
      replicas,
      front: openFront(pools.reader),
      db: openDatabase(pools.writer),
      check: await readSchemas(),
      keys: await keepKeys(pools),
      policy: openPolicyBook(pools.gate),
      audiences,
      shares: openShareBook(audiences),
      publisher,
      carrier,
      ledger,
      provider: settings.oidc === null ? null : openProvider(settings.oidc),
      outbound: openOutbound(settings, () => hold.current() === null),
      heads,
      hold,
    }
    const jobs = settings.jobs ? openJobPool(settings.databaseUrl) : null
    const worker = jobs === null ? null : await startWorker(context, jobs)
    const close = async (): Promise<void> => {
      await worker?.stop()
      await jobs?.end()
      await carrier.stop()
      await publisher.drain()
      await ledger.close()
      await opened.close()
      await closePools(pools)
    }
    return { context, close }
  } catch (error) {
    await replicas?.close()
    await closePools(pools)
    throw error
  }
}
