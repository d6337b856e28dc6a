// The program `sekisho`: hands the commands what they may not reach themselves. Knows no command.
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { assemble, migrationsFolder } from './assemble.ts'
import { printBanner } from './banner.ts'
import { runProgram } from './cli/program.ts'
import type { Programs } from './cli/programs.ts'
import { type Config, describeConfig, listUnknown, readConfig, readVariable } from './config.ts'
import { joinDatabase } from './database.ts'
import { findHold, tellHold } from './exchange/hold.ts'
import { selfCheck } from './exchange/self-check.ts'
import { openHeads } from './heads.ts'
import { settingsFor, startHub } from './hub.ts'
import { createLog } from './log.ts'
import { root } from './runtime.mjs'
import { stopOnSignal } from './server.ts'
import { migrate, schemaState } from './storage/migrate.ts'
import { closePools, openPools } from './storage/pools.ts'

/** A command's log: only what is wrong. `silent` stays silent. */
const quietly = ({ logLevel }: Config) => createLog(logLevel === 'silent' ? 'silent' : 'error')

/** Lends the database's URL to one command. */
const withDatabase = async <T>(use: (url: string, config: Config) => Promise<T>): Promise<T> => {
  const config = readConfig()
  const database = await joinDatabase(config, quietly(config))
  try {
    return await use(database.url, config)
  } finally {
    await database.close()
  }
}

/** When what started us is gone (start.mjs was killed), there is nobody left to stop us. */
const stopWithParent = (): void => {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

/**
 * Until the hub is up a signal ends the process at once, by the door: what was begun is ended
 * too.
 */
const leaveOnSignal = (): (() => void) => {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const leave = (signal: (typeof signals)[number]) => {
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of signals) process.on(signal, leave)
  return () => {
    for (const signal of signals) process.off(signal, leave)
  }
}

const serveUntilTold = async (): Promise<void> => {
  const config = readConfig()
  const log = createLog(config.logLevel)
  for (const variable of listUnknown()) log.warn({ variable }, 'no such setting')
  const stay = leaveOnSignal()
  const hub = await startHub(config, log)
  stay()
  stopOnSignal(log, hub.stop)
  void hub.broken.then(() => {
    log.fatal({ reason: 'postgres-ended' }, 'stopping without a database')
    process.kill(process.pid, 'SIGTERM')
  })
  process.stdout.write(printBanner(hub.started))
}

const readVersion = (): string =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version

const programs = (): Programs => ({
  version: readVersion(),
  env: readVariable,
  stdout: process.stdout,
  stderr: process.stderr,
  setExitCode(code) {
    process.exitCode = code
  },
  serve: serveUntilTold,
  migrate: () => withDatabase((url) => migrate(url, migrationsFolder)),
  schema: () => withDatabase((url) => schemaState(url, migrationsFolder)),
  withContext: (use) =>
    withDatabase(async (url, config) => {
      const { context, close } = await assemble(settingsFor(config, url, false), quietly(config))
      try {
        return await use(context)
      } finally {
        await close()
      }
    }),
  withDatabase: (use) =>
    withDatabase((url, { headsFile }) =>
      use({
        url,
        migrations: migrationsFolder,
        heads: headsFile === null ? null : openHeads(headsFile),
      }),
    ),
  describeSettings: () => ({ settings: describeConfig(readConfig()), unknown: listUnknown() }),
  checkGround: () =>
    withDatabase(async (url, config) => {
      const pools = openPools(settingsFor(config, url, false))
      try {
        const heads = config.headsFile === null ? null : openHeads(config.headsFile)
        const findings = await selfCheck(pools.writer, false)
        const hold = await findHold({ pools, heads })
        return [...findings, tellHold(hold)]
      } finally {
        await closePools(pools)
      }
    }),
})

/** Runs one command line; the exit code is left in `process.exitCode`. */
export const main = async (argv: string[]): Promise<void> => {
  stopWithParent()
  await runProgram(programs(), argv)
}
