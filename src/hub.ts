// A hub from nothing to listening, and back: database, schema, hub file, server. Knows no command
// line.
import type { Logger } from 'pino'
import { type AssemblySettings, assemble, migrationsFolder } from './assemble.ts'
import type { Started } from './banner.ts'
import { readHubFile, secretsBeside } from './cli/hub-file.ts'
import { type Config, readVariable } from './config.ts'
import { openDatabase } from './database.ts'
import { applyDemo, type DemoCredential } from './demo.ts'
import { applyHubFileOnce } from './exchange/apply-once.ts'
import type { Context } from './exchange/context.ts'
import { offerSetUp } from './exchange/set-up.ts'
import { summarise } from './exchange/summarise.ts'
import { serve } from './server.ts'
import { migrate } from './storage/migrate.ts'

export const settingsFor = (
  config: Config,
  databaseUrl: string,
  jobs: boolean,
): AssemblySettings => ({ ...config, databaseUrl, jobs, relaxedDurability: false })

type Description = { demo: DemoCredential[] | null; described: boolean }

/** Applies the operator's hub file where it is new; a blank local hub without one is a demo. */
const describe = async (ctx: Context, config: Config, local: boolean): Promise<Description> => {
  if (config.hubFile !== null) {
    const hub = await readHubFile(config.hubFile)
    const secrets = secretsBeside(config.hubFile, readVariable)
    const plan = await applyHubFileOnce(ctx, hub, secrets)
    if (plan === null) ctx.log.info('the hub file is the one applied last, and is left')
    else ctx.log.info({ count: plan.changes.length }, 'applied the hub file')
    return { demo: null, described: true }
  }
  const demo = local ? await applyDemo(ctx) : null
  const { organisations } = await summarise(ctx)
  return { demo, described: organisations.length > 0 }
}

export type Hub = {
  started: Started
  /** Drains, publishes what waits, and ends everything that was started here. */
  stop(): Promise<void>
  /** Resolves when the local PostgreSQL has ended without being asked. */
  broken: Promise<void>
}

/**
 * Starts a hub. What was opened before something failed is closed again; then it throws, saying
 * what to do.
 */
export const startHub = async (config: Config, log: Logger): Promise<Hub> => {
  const closings: (() => Promise<void>)[] = []
  let stopping: Promise<void> | null = null
  const closeAll = async (): Promise<void> => {
    for (const close of closings.reverse()) await close()
  }
  const stop = (): Promise<void> => {
    stopping ??= closeAll()
    return stopping
  }
  try {
    const database = await openDatabase(config, log)
    closings.push(database.close)
    const { applied } = await migrate(database.url, migrationsFolder)
    if (applied.length > 0) log.info({ applied }, 'migrated the database')
    const assembly = await assemble(settingsFor(config, database.url, true), log)
    closings.push(assembly.close)
    const hold = assembly.context.hold.current()
    if (hold !== null) log.error({ reason: 'restored' }, `closed: ${hold.message}`)
    const description = await describe(assembly.context, config, database.folder !== null)
    const setUp = await offerSetUp(assembly.context)
    const server = await serve(assembly.context)
    closings.push(server.close)
    const url = config.publicUrl ?? server.url
    return {
      started: { url, folder: database.folder, setUp, ...description },
      stop,
      broken: database.ended.then(() => (stopping === null ? undefined : new Promise(() => {}))),
    }
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
}
