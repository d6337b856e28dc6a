// The tables and examples of a text in Markdown, as a test reads them. Knows nothing of what they
// say.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]

export type Table = { head: string[]; rows: string[][] }

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

const isTableLine = (line: string): boolean => line.startsWith('|')

/** The page about sharing, as it is in the repository. */
export const readPage = (language: Language): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', `sharing.${language}.md`), 'utf8')

/** Every table, in order. */
export const listTables = (text: string): Table[] => {
  const blocks: string[][] = []
  let last = ''
  for (const line of text.split('\n')) {
    if (isTableLine(line) && isTableLine(last)) blocks.at(-1)!.push(line)
    else if (isTableLine(line)) blocks.push([line])
    last = line
  }
  return blocks.map(([head = '', , ...rows]) => ({ head: cellsOf(head), rows: rows.map(cellsOf) }))
}

/** The words in code marks in a cell. */
export const codesOf = (cell = ''): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!)

/** The one table of which `is` is true; throws when there is none, or another. */
export const findTable = (tables: Table[], is: (table: Table) => boolean): Table => {
  const [found, another] = tables.filter(is)
  if (found === undefined || another !== undefined) throw new Error('no such table, or several')
  return found
}

/** The examples that are JSON. */
export const listExamples = (text: string): unknown[] =>
  [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json!))
