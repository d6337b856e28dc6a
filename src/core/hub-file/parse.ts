// A hub file's text becomes a hub, or the list of everything that is wrong with it, with line and
// reason. Reads no file and no environment: references to variables and files stay references.
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { locate, type Place } from './locate.ts'
import {
  collectionModel,
  groupModel,
  type HubFile,
  hubFileModel,
  organisationModel,
} from './model.ts'
import { checkReferences, collectionKey, type Entries, type Finding } from './references.ts'
import { wordIssue } from './wording.ts'

/** `path` reads like `organisations[0].credentials[1].max_tlp`; lines and columns count from 1. */
export type HubFileFault = Place & { path: string; message: string }
export type ParsedHubFile = { ok: true; hub: HubFile } | { ok: false; faults: HubFileFault[] }

export const hubFileLengthMax = 4 * 1024 * 1024
const faultsMax = 50

// The parser's own messages quote the text, and the text may hold a secret.
const syntaxWords: Record<string, string> = {
  BAD_ALIAS: 'an alias without its anchor, or an anchor used too often',
  BAD_DQ_ESCAPE: 'a `\\` in double quotes that escapes nothing; use single quotes',
  BAD_INDENT: 'the indentation fits nothing above it',
  BAD_SCALAR_START: 'text that starts like this must stand in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second `:` in one line; put the value in quotes',
  DUPLICATE_KEY: 'this key is there twice',
  MISSING_CHAR: 'a bracket, a quote or a comma is missing',
  MULTIPLE_DOCS: 'a hub file is one document: remove the second `---`',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags (`!…`) are not used in a hub file',
  UNEXPECTED_TOKEN: 'this cannot stand here; is a bracket, a quote or a space wrong',
}

const printPath = (path: readonly (string | number)[]): string =>
  path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`))
    .join('')
    .replace(/^\./, '')

const checkSyntax = (document: Document, lines: LineCounter): HubFileFault[] =>
  [...document.errors, ...document.warnings].map(({ code, pos }) => {
    const { line, col } = lines.linePos(pos[0])
    return { line, column: col, path: '', message: syntaxWords[code] ?? 'this is not YAML' }
  })

// `__proto__` as a key would pass by a schema that lists its keys.
const checkKeys = (document: Document, lines: LineCounter): HubFileFault[] => {
  const faults: HubFileFault[] = []
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value === 'string' && key.value !== '__proto__') return
      const start = (key as { range?: [number, number, number] } | null)?.range?.[0] ?? 0
      const { line, col } = lines.linePos(start)
      faults.push({ line, column: col, path: '', message: 'a key must be an ordinary word' })
    },
  })
  return faults
}

const findingsOf = (issues: readonly z.core.$ZodIssue[]): Finding[] =>
  issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((segment) => typeof segment !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: issue.message,
        onKey: true,
      }))
    }
    if (issue.code === 'invalid_key') {
      const message = issue.issues[0]?.message ?? issue.message
      return [{ path, message: `the name ${message}`, onKey: true }]
    }
    return [{ path, message: issue.message }]
  })

const listOf = (value: unknown, key: string): unknown[] => {
  const list = (value as Record<string, unknown> | null)?.[key]
  return Array.isArray(list) ? list : []
}

const wordOf = (entry: unknown, key: string): string => {
  const word = (entry as Record<string, unknown> | null)?.[key]
  return typeof word === 'string' ? word : ''
}

const each = <T>(list: unknown[], model: z.ZodType<T>): (T | null)[] =>
  list.map((entry) => model.safeParse(entry).data ?? null)

const entriesOf = (value: unknown): Entries => {
  const organisations = listOf(value, 'organisations')
  const groups = listOf(value, 'groups')
  const collections = listOf(value, 'collections')
  return {
    organisations: each(organisations, organisationModel),
    groups: each(groups, groupModel),
    collections: each(collections, collectionModel),
    declared: {
      organisations: new Set(organisations.map((entry) => wordOf(entry, 'name'))),
      groups: new Set(groups.map((entry) => wordOf(entry, 'name'))),
      collections: new Set(
        collections.map((entry) => collectionKey(wordOf(entry, 'group'), wordOf(entry, 'name'))),
      ),
    },
  }
}

const oneFault = (message: string): ParsedHubFile => ({
  ok: false,
  faults: [{ line: 1, column: 1, path: '', message }],
})

const refuse = (faults: HubFileFault[]): ParsedHubFile => {
  const sorted = faults.toSorted((a, b) => a.line - b.line || a.column - b.column)
  return { ok: false, faults: sorted.slice(0, faultsMax) }
}

/**
 * Reads a whole hub file. Refuses unknown keys and impossible values; at most 50 faults, from top
 * to bottom. A fault never holds a password or a token.
 */
export const parseHubFile = (text: string): ParsedHubFile => {
  if (text.length > hubFileLengthMax) return oneFault('a hub file has at most 4 Mi characters')
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    stringKeys: false,
  }) as unknown as Document
  const syntax = [...checkSyntax(document, lines), ...checkKeys(document, lines)]
  if (syntax.length > 0) return refuse(syntax)
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch {
    return oneFault(syntaxWords.BAD_ALIAS!)
  }
  if (value === null) return oneFault('the hub file is empty')
  const parsed = hubFileModel.safeParse(value, { error: wordIssue })
  const findings = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues)),
    ...checkReferences(entriesOf(value)),
  ]
  if (parsed.success && findings.length === 0) return { ok: true, hub: parsed.data }
  return refuse(
    findings.map(({ path, message, onKey }) => ({
      ...locate(document, lines, path, onKey === true),
      path: printPath(path),
      message,
    })),
  )
}
