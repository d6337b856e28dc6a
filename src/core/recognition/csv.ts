// A table of indicators: one row, one finding or several. Knows how columns are called only through
// their meaning.
import { readTlpWord } from '../sharing/tag.ts'
import { type Column, readConfidence, readHeading, readType } from './csv-column.ts'
import { type Cell, readTable, type Table } from './csv-table.ts'
import { findValues } from './find.ts'
import { judge } from './judge.ts'
import { compare, makeIndicator, makeOf, type Told } from './make-object.ts'
import {
  type Bench,
  placeOf,
  type Recognised,
  type Recognition,
  type Remark,
  type Rest,
} from './recognised.ts'
import { refang } from './refang.ts'
import { remark } from './text.ts'
import { readTime } from './time.ts'
import type { Finding, ValueKind } from './value.ts'

type Sheet = { columns: Column[]; heading: Cell[] | null; rows: Cell[][] }

const unknown: Column = { is: 'unknown' }

/** Columns by what stands in them, where no heading says it. */
const guessColumns = ({ rows }: Table): Column[] | null => {
  const width = Math.max(...rows.map(({ length }) => length))
  const probed = rows.slice(0, 20)
  const columns = Array.from({ length: width }, (_, at): Column => {
    const cells = probed.map((row) => row[at]?.value ?? '').filter((value) => value !== '')
    const whole = cells.filter((value) => wholeValue(value) !== null).length
    if (cells.length > 0 && whole >= cells.length / 2) return { is: 'value', kind: null }
    const typed = cells.filter((value) => readType(value) !== null).length
    if (cells.length > 0 && typed >= cells.length / 2) return { is: 'type' }
    const timed = cells.filter((value) => readTime(value) !== null).length
    if (cells.length > 0 && timed === cells.length) return { is: 'from', utcOffset: null }
    return unknown
  })
  return columns.some(({ is }) => is === 'value') ? columns : null
}

const repeatable: ReadonlySet<Column['is']> = new Set(['value', 'description', 'unknown'])

/** What is told once is read from the first column that tells it. */
const dropRepeated = (columns: Column[]): Column[] =>
  columns.map((column, at) => {
    const first = columns.findIndex(({ is }) => is === column.is)
    return first === at || repeatable.has(column.is) ? column : unknown
  })

const readSheet = (table: Table): Sheet | null => {
  const [first, ...rest] = table.rows
  if (first === undefined) return null
  const named = first.map(({ value }) => readHeading(value))
  const isHeading =
    named.some((column) => column?.is === 'value') &&
    first.every(({ value }) => findValues(value).length === 0)
  if (isHeading && rest.length > 0) {
    const columns = dropRepeated(named.map((column) => column ?? unknown))
    return { columns, heading: first, rows: rest }
  }
  if (table.rows.length < 2) return null
  const columns = guessColumns(table)
  if (columns === null) return null
  return { columns: dropRepeated(columns), heading: null, rows: table.rows }
}

/** A cell that is one indicator and nothing else. */
const wholeValue = (text: string): Finding | null => {
  const found = findValues(text)
  const [one] = found
  if (found.length !== 1 || one === undefined) return null
  return one.span.end - one.span.start >= text.trim().length - 1 ? one : null
}

const hashes: ReadonlySet<ValueKind> = new Set(['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'SSDEEP'])
const lengths: Record<string, number> = { MD5: 32, 'SHA-1': 40, 'SHA-256': 64, 'SHA-512': 128 }

/** What the heading, or the row, says the cell is; only where it can be that. */
const asSaid = (kind: ValueKind, text: string): Finding | null => {
  const { value, defanged } = refang(text)
  const length = lengths[kind]
  if (length !== undefined && (value.length !== length || !/^[0-9a-f]+$/i.test(value))) return null
  if (kind === 'SSDEEP' && !/^\d+:[\w/+]+:[\w/+]+$/.test(value)) return null
  if (!['file-name', 'registry-key', 'domain'].includes(kind) && length === undefined) return null
  if (kind === 'domain' && !/^[^\s/:@]+\.[^\s/:@]+$/.test(value)) return null
  const judged = judge(kind, value)
  const notes = defanged ? [...judged.notes, 'defanged' as const] : judged.notes
  const span = { start: 0, end: text.length }
  return { ...judged, notes, span, confidence: Math.min(98, judged.confidence + 20) }
}

const readCell = (text: string, kind: ValueKind | null): Finding[] => {
  const whole = wholeValue(text)
  const flexible = kind === null || kind === 'ipv4' || whole?.kind === kind
  if (whole !== null && flexible && whole.kind !== 'file-name') return [whole]
  const said = kind === null ? null : asSaid(kind, text)
  if (said !== null) return [said]
  return findValues(text)
}

type Row = { told: Told; notes: Remark[]; values: { cell: Cell; findings: Finding[] }[] }

const readMoment = (text: string, utcOffset: number | null, notes: Remark[]): string | null => {
  const read = readTime(text, utcOffset)
  if (read === null) notes.push(remark('not-a-time', text))
  else if (read.assumed) notes.push(remark('no-time-zone', text))
  return read?.time ?? null
}

const tell = ({ told, notes }: Row, column: Column, text: string): void => {
  switch (column.is) {
    case 'description':
      told.description = told.description === undefined ? text : `${told.description}\n${text}`
      break
    case 'name':
      told.name = text
      break
    case 'from': {
      const time = readMoment(text, column.utcOffset, notes)
      if (time !== null) told.valid_from ??= time
      break
    }
    case 'until': {
      const time = readMoment(text, column.utcOffset, notes)
      if (time !== null) told.valid_until = time
      break
    }
    case 'confidence': {
      const confidence = readConfidence(text)
      if (confidence === null) notes.push(remark('not-a-confidence', text))
      else told.confidence = confidence
      break
    }
    case 'tlp': {
      const tlp = readTlpWord(text)
      notes.push(tlp === null ? remark('tlp-unknown', text) : remark('tlp-from-text', tlp))
      told.marking = tlp
      break
    }
    case 'labels':
      told.labels = text.split(/[,;、|\s]+/).filter((label) => label !== '')
      break
  }
}

const readRow = (columns: Column[], cells: Cell[]): Row => {
  const row: Row = { told: {}, notes: [], values: [] }
  const typeAt = columns.findIndex(({ is }) => is === 'type')
  const type = typeAt < 0 ? null : readType(cells[typeAt]?.value ?? '')
  cells.forEach((cell, at) => {
    const column = columns[at] ?? unknown
    if (cell.value === '') return
    if (column.is !== 'value') tell(row, column, cell.value)
    else row.values.push({ cell, findings: readCell(cell.value, column.kind ?? type) })
  })
  const { valid_from, valid_until } = row.told
  if (valid_until !== undefined && valid_from !== undefined && valid_until <= valid_from) {
    delete row.told.valid_until
    row.notes.push(remark('not-a-time', valid_until))
  }
  return row
}

type Made = Pick<Recognition, 'objects' | 'ignored'>

/** Several hashes in a row are of one file. */
const joinFile = (row: Row): { pattern: string; name: string } | null => {
  const all = row.values.flatMap(({ findings }) => findings)
  const digests = all.filter(({ kind, why }) => hashes.has(kind) && why === null)
  if (digests.length === 0 || new Set(digests.map(({ kind }) => kind)).size < digests.length) {
    return null
  }
  const file = all.find(({ kind }) => kind === 'file-name')
  if (digests.length === 1 && file === undefined) return null
  const pattern = `[${digests.map(({ kind, value }) => compare(kind, value)).join(' OR ')}]`
  return { pattern, name: file?.value ?? (digests[0] as Finding).value }
}

const isOfFile = ({ kind, why }: Finding): boolean =>
  why === null && (hashes.has(kind) || kind === 'file-name')

const makeFile = (bench: Bench, text: string, row: Row): Recognised | null => {
  const file = joinFile(row)
  if (file === null) return null
  const cells = row.values.filter(({ findings }) => findings.some(isOfFile))
  const [first, ...others] = cells.map(({ cell }) => placeOf(text, cell))
  const notes = cells.flatMap(({ findings }) => findings.flatMap((each) => each.notes))
  const told = { name: file.name, ...row.told }
  return {
    object: makeIndicator(bench, file.pattern, told),
    from: first as Recognised['from'],
    again: others,
    notes: [
      ...[...new Set(notes)].filter((word) => word !== 'name-only').map((word) => remark(word)),
      ...row.notes,
    ],
    confidence: 95,
  }
}

const makeRow = (bench: Bench, text: string, row: Row, made: Made): boolean => {
  const file = makeFile(bench, text, row)
  let count = 0
  if (file !== null) {
    made.objects.push(file)
    count += 1
  }
  for (const { cell, findings } of row.values) {
    const from = placeOf(text, cell)
    if (findings.length === 0) made.ignored.push({ ...from, why: 'not-recognised', about: null })
    for (const finding of findings) {
      if (file !== null && isOfFile(finding)) continue
      const { kind, value, why } = finding
      const object = why === null ? makeOf(bench, kind, value, row.told) : null
      if (object === null) {
        made.ignored.push({ ...from, why: why ?? 'no-standard-object', about: value })
        continue
      }
      count += 1
      const notes = [...finding.notes.map((word) => remark(word)), ...row.notes]
      made.objects.push({ object, from, again: [], notes, confidence: finding.confidence })
    }
  }
  return count > 0
}

const restOf = (text: string, cell: Cell, why: Rest['why'], about: string | null): Rest => ({
  ...placeOf(text, cell),
  why,
  about,
})

/** Objects of a table's rows; null where the text is no table of indicators. */
export const recogniseCsv = (bench: Bench, text: string): Recognition | null => {
  const table = readTable(text)
  const sheet = table === null ? null : readSheet(table)
  if (sheet === null) return null
  const made: Made = { objects: [], ignored: [] }
  for (const cell of sheet.heading ?? []) made.ignored.push(restOf(text, cell, 'heading', null))
  for (const cells of sheet.rows) {
    const row = readRow(sheet.columns, cells)
    const useful = makeRow(bench, text, row, made)
    cells.forEach((cell, at) => {
      const { is } = sheet.columns[at] ?? unknown
      if (cell.value === '' || is === 'value') return
      const about = sheet.heading?.[at]?.value ?? null
      if (is === 'unknown') made.ignored.push(restOf(text, cell, 'unknown-column', about))
      else if (!useful) made.ignored.push(restOf(text, cell, 'used-in-row', about))
      else if (is === 'type' && readType(cell.value) === null) {
        made.ignored.push(restOf(text, cell, 'unknown-type', about))
      }
    })
  }
  if (made.objects.length === 0 && sheet.heading === null) return null
  made.ignored.sort((a, b) => a.start - b.start)
  return { kind: 'csv', ...made }
}
