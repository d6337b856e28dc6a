// A backup as a folder: a file for each table, and a manifest that is written last. It holds
// everything the database does, keys and hashes too: nobody but its owner may read it.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Manifest, parseManifest, printManifest } from '../core/backup/manifest.ts'
import type { Shelf } from '../exchange/back-up.ts'
import { CommandFailure, exitCodes } from './exit.ts'

const manifestName = 'manifest.json'

export const shelfIn = (folder: string): Shelf => {
  const pathOf = (table: string): string => join(folder, `${table}.copy`)
  return {
    read: (table) => createReadStream(pathOf(table), { highWaterMark: 1_048_576 }),
    write: (table) => createWriteStream(pathOf(table), { mode: 0o600, flags: 'wx', flush: true }),
  }
}

/** Makes the folder, for its owner alone. Refuses one with something in it. */
export const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: { code?: string }) => {
    throw new CommandFailure(`the folder \`${folder}\` cannot be made: ${error.code}`)
  })
  if ((await readdir(folder)).length === 0) return
  throw new CommandFailure(`the folder \`${folder}\` is not empty; name a new one`, exitCodes.usage)
}

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  // Folders cannot be synced everywhere.
  await file.sync().catch(() => {})
  await file.close()
}

/** A folder without it is no backup: this comes last, and is there whole or not at all. */
export const writeManifest = async (folder: string, manifest: Manifest): Promise<void> => {
  const fresh = join(folder, `${manifestName}.new`)
  const file = await open(fresh, 'wx', 0o600)
  await file.writeFile(printManifest(manifest))
  await file.sync()
  await file.close()
  await rename(fresh, join(folder, manifestName))
  await sync(folder)
}

/** Refuses a folder that is no whole backup. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const path = join(folder, manifestName)
  const text = await readFile(path, 'utf8').catch((error: { code?: string }) => {
    throw new CommandFailure(`\`${folder}\` is no whole backup: ${manifestName} ${error.code}`, 2)
  })
  const manifest = parseManifest(text)
  if (manifest === null) {
    throw new CommandFailure(`\`${path}\` is no manifest of this release’s backups`, 2)
  }
  const names = new Set(await readdir(folder))
  const missing = manifest.tables.filter(({ name }) => !names.has(`${name}.copy`))
  if (missing.length === 0) return manifest
  const list = missing.map(({ name }) => `${name}.copy`).join(', ')
  throw new CommandFailure(`\`${folder}\` is no whole backup: without ${list}`, 2)
}
