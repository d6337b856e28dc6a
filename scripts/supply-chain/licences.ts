// The licences of everything that is installed, and which of them are allowed. Pure.
import { type Check, type Lock, type Locked, nameOf } from './lock.ts'

/** For what the hub runs on. */
const allowed = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC'],
  ...['MIT', 'MIT-0', 'Python-2.0', 'Unlicense'],
])
/** Besides, for what builds and tests it and is not shipped. */
const allowedForTools = new Set([...allowed, 'CC-BY-3.0', 'MPL-2.0', 'WTFPL'])

/** Packages whose lock entry is silent: the licence their own files state. */
const stated: Record<string, string> = { 'jsonc-simple-parser': 'MIT' }

const isTool = ({ dev, devOptional }: Locked): boolean => dev === true || devOptional === true

export const licenceOf = (path: string, { license }: Locked): string | null =>
  license ?? stated[nameOf(path)] ?? null

/** One of several by `OR`, in brackets or not; all of several by `AND`. */
const permits = (licence: string, list: Set<string>): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => list.has(one)))

export const checkLicences: Check = ({ packages }) =>
  Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '') return []
    const licence = licenceOf(path, locked)
    if (licence === null) return [`${path}: says no licence`]
    const ok = permits(licence, isTool(locked) ? allowedForTools : allowed)
    return ok ? [] : [`${path}: ${licence} is not allowed${isTool(locked) ? '' : ' in the hub'}`]
  })

/**
 * Each package that the hub runs on with its licence, one a line; the same for the same lock file.
 */
export const listLicences = ({ packages }: Lock): string => {
  const lines = Object.entries(packages)
    .filter(([path, locked]) => path !== '' && !isTool(locked))
    .map(([path, locked]) => `${nameOf(path)} ${locked.version}: ${licenceOf(path, locked)}`)
  return `${[...new Set(lines)].sort().join('\n')}\n`
}
