// Versions below which a known weakness lies, kept by hand: where no registry answers an audit,
// this does. Each names its advisory.
import { type Check, nameOf } from './lock.ts'

/** Package → least version → why. A package that is not in the lock file is not asked about. */
export const floors: readonly [string, string, string][] = [
  ['fastify', '5.8.5', 'CVE-2026-33806, CVE-2026-25223, CVE-2025-32442: a body schema passed by'],
  ['find-my-way', '9.0.1', 'CVE-2024-45813: a regular expression that never ends'],
  ['secure-json-parse', '2.4.0', 'prototype poisoning'],
  ['cookie', '0.7.0', 'CVE-2024-47764: names and paths out of bounds'],
  ['nodemailer', '7.0.7', 'CVE-2025-13033: mail to another domain than was named'],
  ['kysely', '0.28.2', 'the least version this code was seen to work with'],
  ['pg', '8.16.0', 'the least version this code was seen to work with'],
  ['yaml', '2.2.2', 'CVE-2023-2251: an error nobody catches'],
  ['semver', '7.5.2', 'CVE-2022-25883: a regular expression that never ends'],
  ['jose', '4.15.5', 'CVE-2024-28176: a bomb of compression'],
  [
    'undici',
    '6.21.2',
    'CVE-2025-47279, CVE-2025-22150: certificates that leak, boundaries guessed',
  ],
  ['ws', '8.17.1', 'CVE-2024-37890: many headers end the server'],
  ['tar', '7.5.3', 'CVE-2026-23745: files outside the folder'],
  ['cross-spawn', '7.0.5', 'CVE-2024-21538: a regular expression that never ends'],
  ['glob', '11.1.0', 'CVE-2025-64756: names run as commands'],
  ['brace-expansion', '4.0.1', 'CVE-2025-5889: a regular expression that never ends'],
  ['koa', '3.0.1', 'CVE-2025-54420: a redirect to anywhere'],
  ['vite', '7.1.5', 'CVE-2025-58751, CVE-2025-58752: files outside the folder served'],
]

const numbersOf = (version: string): number[] =>
  (version.split('-')[0] as string).split('.').map(Number)

/** Whether `version` is below `floor`; a version that cannot be read is. */
export const isBelow = (version: string, floor: string): boolean => {
  const [have, need] = [numbersOf(version), numbersOf(floor)]
  for (const [n, least] of need.entries()) {
    const number = have[n] ?? Number.NaN
    if (Number.isNaN(number)) return true
    if (number !== least) return number < least
  }
  return version.includes('-') && !floor.includes('-')
}

export const checkFloors: Check = ({ packages }) =>
  Object.entries(packages).flatMap(([path, { version = '' }]) =>
    floors
      .filter(([name, floor]) => nameOf(path) === name && path !== '' && isBelow(version, floor))
      .map(([, floor, why]) => `${path} ${version}: is below ${floor} (${why})`),
  )
