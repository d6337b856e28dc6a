// Which PostgreSQL the hub keeps everything in: the operator's, or a local one of its own.
import { join } from 'node:path'
import type { Config } from './config.ts'
import { findPostgres, type PostgresLog, startPostgres } from './postgres.ts'

export type OpenDatabase = {
  url: string
  /** The folder of the local PostgreSQL; null for the operator's server. */
  folder: string | null
  /** Ends a local server that this call started; leaves any other alone. */
  close(): Promise<void>
  /** Resolves when a local server that this call started has ended; never for any other. */
  ended: Promise<void>
}

const never = new Promise<void>(() => {})

const folderOf = (config: Config): string => join(config.dataFolder, 'postgres')

/** For a hub: the operator's server, or a local one that starts with it and ends with it. */
export const openDatabase = async (config: Config, log: PostgresLog): Promise<OpenDatabase> => {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, folder: null, close: async () => {}, ended: never }
  }
  const folder = folderOf(config)
  const { url, stop, stopped } = await startPostgres({ folder, log })
  return { url, folder, close: stop, ended: stopped }
}

/** For one command: as `openDatabase`, but beside a running hub it uses the hub's local server. */
export const joinDatabase = async (config: Config, log: PostgresLog): Promise<OpenDatabase> => {
  const folder = folderOf(config)
  const url = config.databaseUrl === null ? findPostgres(folder) : null
  if (url === null) return openDatabase(config, log)
  return { url, folder, close: async () => {}, ended: never }
}
