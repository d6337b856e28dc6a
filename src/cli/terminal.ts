// Words on a terminal: a line that changes, a table, and text made safe to show. Knows no command.
import type { Output } from './programs.ts'

/** Text from elsewhere without what could move the cursor or hide a character. */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')

const thousands = /\B(?=(\d{3})+$)/g

/** `1234567` as `1,234,567`. */
export const printCount = (count: number | bigint): string => String(count).replace(thousands, ',')

// East Asian wide characters take two cells.
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

const cells = (text: string): number =>
  [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0)

/**
 * Columns aligned under their heads; a column whose cells are all counts is aligned to the right.
 */
export const printTable = (heads: string[], rows: string[][]): string => {
  const clean = [heads, ...rows].map((row) => row.map(plainText))
  const widths = heads.map((_, at) => Math.max(...clean.map((row) => cells(row[at] ?? ''))))
  const counts = heads.map((_, at) => rows.every((row) => /^[\d,]+$/.test(row[at] ?? '')))
  const line = (row: string[]): string =>
    row
      .map((cell, at) => {
        const blank = ' '.repeat(widths[at]! - cells(cell))
        return counts[at] && rows.length > 0 ? blank + cell : cell + blank
      })
      .join('  ')
      .trimEnd()
  return `${clean.map(line).join('\n')}\n`
}

export type Progress = { show(text: string): void; end(): void }

const betweenMs = 100

/** One line that is written over; nothing at all where there is no terminal. */
export const openProgress = (output: Output): Progress => {
  if (!output.isTTY) return { show: () => {}, end: () => {} }
  let shownAt = 0
  let shown = false
  return {
    show(text) {
      if (Date.now() - shownAt < betweenMs) return
      shownAt = Date.now()
      shown = true
      const fitting = plainText(text).slice(0, (output.columns ?? 80) - 1)
      output.write(`\r\u001b[2K${fitting}`)
    },
    end() {
      if (shown) output.write('\r\u001b[2K')
      shown = false
      shownAt = 0
    },
  }
}
