// A table in text: rows of cells with where each stands (RFC 4180, with other separators). Knows no
// meaning of a column.
import type { Span } from '../anonymity/layer.ts'

/** `value` is without its quotation; the span is of the cell as it is written. */
export type Cell = Span & { value: string }

export type Table = { separator: string; rows: Cell[][] }

const separators = ['\t', ',', ';'] as const
const probeRows = 20

/** Reads rows up to `most` of them. */
export const readRows = (text: string, separator: string, most = Number.MAX_SAFE_INTEGER) => {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length && rows.length < most) {
    const start = at
    let value = ''
    if (text[at] === '"') {
      at += 1
      for (;;) {
        const quote = text.indexOf('"', at)
        const end = quote < 0 ? text.length : quote
        value += text.slice(at, end)
        at = end + 1
        if (quote < 0 || text[at] !== '"') break
        value += '"'
        at += 1
      }
    }
    let end = Math.min(at, text.length)
    while (end < text.length && text[end] !== separator && !isBreak(text[end])) end += 1
    value += text.slice(Math.min(at, end), end)
    row.push({ start, end, value: value.trim() })
    at = end
    if (text[at] === separator) {
      at += 1
      if (at < text.length && !isBreak(text[at])) continue
      row.push({ start: at, end: at, value: '' })
    }
    while (at < text.length && isBreak(text[at])) at += 1
    rows.push(row)
    row = []
  }
  return rows.filter((cells) => cells.some(({ value }) => value !== ''))
}

const isBreak = (sign: string | undefined): boolean => sign === '\n' || sign === '\r'

/** How many of the first rows have as many cells as most of them; 0 where that is one cell. */
const regularity = (rows: Cell[][]): { width: number; share: number } => {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [width = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return { width, share: rows.length === 0 ? 0 : count / rows.length }
}

/** The table that a text is; null where its lines are not of one width. */
export const readTable = (text: string): Table | null => {
  for (const separator of separators) {
    const { width, share } = regularity(readRows(text, separator, probeRows))
    if (width < 2 || share < 0.8) continue
    return { separator, rows: readRows(text, separator) }
  }
  return null
}
