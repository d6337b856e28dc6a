// What a run has to say: printed as it comes, and appended to bench/results.md at the end.
import { appendFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

export type Report = {
  line(text: string): void
  table(title: string, columns: string[]): void
  row(cells: string[]): void
  save(): void
}

export const openReport = (title: string): Report => {
  const lines: string[] = []
  const add = (text: string): void => {
    lines.push(text)
    console.log(text)
  }
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ')
  const memory = Math.round(totalmem() / 2 ** 30)
  add(`\n## ${date} UTC, ${title}\n`)
  add(`${cpus().length} cores, ${memory} GiB, Node ${process.versions.node}\n`)
  return {
    line: (text) => add(`- ${text}`),
    table: (heading, columns) => {
      add(`\n${heading}\n`)
      add(`| ${columns.join(' | ')} |`)
      add(`|${columns.map(() => '---').join('|')}|`)
    },
    row: (cells) => add(`| ${cells.join(' | ')} |`),
    save: () => appendFileSync(join(import.meta.dirname, 'results.md'), `${lines.join('\n')}\n`),
  }
}
