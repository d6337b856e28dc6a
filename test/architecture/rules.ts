// The rules of the house: floors, circles, doors, sizes, names, and who may touch what. Each is a
// function from sources to what is wrong with them, so that a test can show it to work.
import { posix } from 'node:path'
import type { Source } from './source.ts'

export type Rule = (sources: Source[]) => string[]

const doors = ['taxii', 'admin', 'console', 'cli', 'federation', 'workers']
const floors: Record<string, number> = { core: 0, storage: 1, exchange: 2 }
for (const door of doors) floors[door] = 3
const programs = 4

/** The room of a file below src: a folder, or `` for the programs; null outside src. */
const roomOf = (path: string): string | null => {
  const [top, room, ...rest] = path.split('/')
  if (top !== 'src') return null
  return rest.length === 0 ? '' : (room ?? '')
}

const floorOf = (room: string): number => (room === '' ? programs : (floors[room] ?? -1))

const resolveImport = (source: Source, from: string): string | null =>
  from.startsWith('.') ? posix.join(posix.dirname(source.path), from) : null

const inside = (sources: Source[]): { source: Source; room: string }[] =>
  sources.flatMap((source) => {
    const room = roomOf(source.path)
    return room === null ? [] : [{ source, room }]
  })

const mayUse = (room: string, other: string): boolean => {
  if (room === other) return true
  if (doors.includes(room)) return other === 'exchange' || other === 'core'
  return floorOf(other) < floorOf(room)
}

/** A room uses rooms on floors below; a door only exchange and core; nothing leaves src. */
export const keepsFloors: Rule = (sources) =>
  inside(sources).flatMap(({ source, room }) => {
    if (floorOf(room) === -1) return [`${source.path}: no floor has a room \`${room}\``]
    return source.imports.flatMap(({ from, line }) => {
      const target = resolveImport(source, from)
      if (target === null) return []
      const other = roomOf(target)
      if (other !== null && mayUse(room, other)) return []
      return [`${source.path}:${line}: \`${room || 'programs'}\` may not use \`${target}\``]
    })
  })

/** No file reaches itself by imports. */
export const hasNoCircles: Rule = (sources) => {
  const uses = new Map(
    sources.map((source) => [
      source.path,
      source.imports.flatMap(({ from }) => resolveImport(source, from) ?? []),
    ]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) circles.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const target of uses.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of uses.keys()) visit(path, [])
  return circles
}

const linesMax = 300
const functionMax = 70
const columnsMax = 100

const textMin = 50

/** A line of a test may be wide where one long text stands in a table. */
const mayBeWide = ({ path, tokens }: Source, line: number): boolean =>
  path.startsWith('test/') &&
  tokens.some((token) => {
    const quoted = ['text', 'template', 'pattern'].includes(token.kind)
    return quoted && token.line === line && token.text.length > textMin
  })

export const isSmall: Rule = (sources) =>
  sources.flatMap((source) => {
    const { path, lines, functions } = source
    return [
      ...(lines.length > linesMax ? [`${path}: ${lines.length} lines`] : []),
      ...functions
        .filter(({ length }) => length > functionMax)
        .map(({ line, length }) => `${path}:${line}: a function of ${length} lines`),
      ...lines.flatMap((text, i) => {
        const columns = [...text].length
        if (columns <= columnsMax || mayBeWide(source, i + 1)) return []
        return [`${path}:${i + 1}: ${columns} columns`]
      }),
    ]
  })

const forbidden = /^(manager|helper|util|common|handler|processor|data|info|item|dto)s?$/

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)

/** STIX's own words stay as they are; its "common properties" are common in core/stix only. */
const standardWords = /observed-?data|alternate-?data-?stream|data-?(component|source)/gi

const emptyWords = (path: string, name: string): string[] =>
  wordsOf(name.replace(standardWords, '')).filter(
    (word) => forbidden.test(word) && !(word === 'common' && path.includes('core/stix/')),
  )

export const namesWell: Rule = (sources) =>
  sources.flatMap(({ path, exports }) => {
    const file = path.split('/').flatMap((part) => emptyWords(path, part))
    const plain = /^[a-z0-9.-]+$/.test(posix.basename(path)) ? [] : [`${path}: not kebab-case`]
    return [
      ...plain,
      ...file.map((word) => `${path}: \`${word}\` says nothing`),
      ...exports.flatMap(({ name, line }) =>
        emptyWords(path, name).map(
          (word) => `${path}:${line}: \`${word}\` in \`${name}\` says nothing`,
        ),
      ),
    ]
  })

export const saysWhatFor: Rule = (sources) =>
  sources.flatMap(({ path, lines }) => {
    const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0]
    return /^\/\/ .{15,}/.test(first ?? '') ? [] : [`${path}: does not begin with what it is for`]
  })

const databasePackage = /^(pg|pg-.*|kysely|kysely\/.*)$/
const statement =
  /^\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s)/i

/**
 * SQL and the packages that speak it live in storage; the exchange may name their types. Only
 * assemble.ts, of the programs, may open what storage offers.
 */
export const keepsSqlInStorage: Rule = (sources) =>
  inside(sources).flatMap(({ source, room }) => {
    if (room === 'storage' || source.path === 'src/assemble.ts') return []
    const { path, imports, tokens } = source
    return [
      ...imports
        .filter(({ from, typeOnly }) => {
          return databasePackage.test(from) && !(room === 'exchange' && typeOnly)
        })
        .map(({ from, line }) => `${path}:${line}: \`${from}\` outside storage`),
      ...tokens
        .filter(
          ({ kind, text }) => (kind === 'text' || kind === 'template') && statement.test(text),
        )
        .map(({ line }) => `${path}:${line}: SQL outside storage`),
    ]
  })

const environmentReaders = new Set([
  ...['src/config.ts', 'src/bin.mjs', 'src/runtime.mjs', 'src/postgres-identity.ts'],
])

/** The environment is read in one place; the launchers pass PATH on to their children. */
export const readsEnvironmentOnce: Rule = (sources) =>
  inside(sources).flatMap(({ source: { path, tokens } }) => {
    if (environmentReaders.has(path)) return []
    return tokens.flatMap(({ text, line }, i) =>
      text === 'process' && tokens[i + 2]?.text === 'env' ? [`${path}:${line}: process.env`] : [],
    )
  })

const corePackages =
  /^(ajv(\/.*)?|zod|canonicalize|uuid|yaml|ipaddr\.js|tldts|ioc-extractor|node:(crypto|buffer|net|util|zlib))$/
const impure = new Set([
  ...['randomBytes', 'randomUUID', 'randomInt', 'setTimeout', 'setInterval', 'setImmediate'],
  ...['performance', 'fetch', 'console'],
])
const impureCalls = new Set([
  ...['Date.now', 'Math.random', 'crypto.getRandomValues', 'process.env', 'process.argv'],
  ...['process.hrtime', 'process.stdout', 'process.stderr', 'process.on', 'process.exit'],
])

/** Core knows no clock, chance, machine or framework. */
export const keepsCorePure: Rule = (sources) =>
  inside(sources).flatMap(({ source: { path, imports, tokens }, room }) => {
    if (room !== 'core') return []
    return [
      ...imports
        .filter(({ from }) => !from.startsWith('.') && !corePackages.test(from))
        .map(({ from, line }) => `${path}:${line}: \`${from}\` in core`),
      ...tokens.flatMap(({ kind, text, line }, i) => {
        if (kind !== 'word' || tokens[i - 1]?.text === '.') return []
        const called = `${text}.${tokens[i + 2]?.text}`
        const bareDate =
          text === 'Date' && tokens[i - 1]?.text === 'new' && tokens[i + 2]?.text === ')'
        const property = tokens[i + 1]?.text === ':'
        if (!bareDate && !impureCalls.has(called) && (property || !impure.has(text))) return []
        return [`${path}:${line}: \`${text}\` in core`]
      }),
    ]
  })

/** A file that only passes on what others export hides where things are. */
export const hasNoBarrels: Rule = (sources) =>
  sources.flatMap(({ path }) =>
    /(^|\/)index\.[cm]?[jt]s$/.test(path) ? [`${path}: a barrel`] : [],
  )

/** The conformance tests speak to a hub as a stranger would: they use none of its code. */
export const keepsConformanceApart: Rule = (sources) =>
  sources.flatMap((source) => {
    if (!source.path.startsWith('test/conformance/')) return []
    return source.imports.flatMap(({ from, line }) => {
      const target = resolveImport(source, from)
      if (target === null || !target.startsWith('src/')) return []
      return [`${source.path}:${line}: uses \`${target}\``]
    })
  })
