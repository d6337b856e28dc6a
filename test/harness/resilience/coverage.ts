// Reads what V8 wrote of what ran (NODE_V8_COVERAGE). Node cuts types out in place, so that offsets
// are those of the source.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

type Range = { startOffset: number; endOffset: number; count: number }
type Script = { url: string; functions: { ranges: Range[] }[] }

/** For each character whether it ran; inner ranges say more than outer ones. */
const paint = (length: number, { functions }: Script): { ran: Uint8Array; ranges: number } => {
  const ran = new Uint8Array(length)
  const ranges = functions.flatMap((each) => each.ranges)
  const outerFirst = ranges.toSorted(
    (a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset),
  )
  for (const { startOffset, endOffset, count } of outerFirst) {
    ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  }
  return { ran, ranges: ranges.length }
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** What no process ran of a file: its lines, by their first words. */
const listMissed = (name: string, text: string, ran: Uint8Array): string[] => {
  const missed: string[] = []
  for (let at = 0; at < text.length; at++) {
    if (ran[at] === 1) continue
    const start = at
    while (at < text.length && ran[at] === 0) at++
    const words = text.slice(start, at).trim()
    if (/[\p{L}\p{N}]/u.test(words)) {
      missed.push(`${name}:${lineOf(text, start)} ${words.split('\n')[0]?.slice(0, 60)}`)
    }
  }
  return missed
}

/** Of all files under `folder`: how many ranges there are, and which no process ran. */
export const readCoverage = (
  reports: string[],
  root: string,
  folder: string,
): { files: number; ranges: number; missed: string[] } => {
  const painted = new Map<string, { text: string; ran: Uint8Array; ranges: number }>()
  for (const report of reports) {
    const { result } = JSON.parse(report) as { result: Script[] }
    for (const script of result) {
      if (!script.url.startsWith('file:')) continue
      const path = fileURLToPath(script.url)
      const name = relative(root, path)
      if (!name.startsWith(folder)) continue
      const known = painted.get(name)
      const text = known?.text ?? readFileSync(path, 'utf8')
      const { ran, ranges } = paint(text.length, script)
      known?.ran.forEach((each, at) => {
        if (each === 1) ran[at] = 1
      })
      painted.set(name, { text, ran, ranges: Math.max(ranges, known?.ranges ?? 0) })
    }
  }
  const all = [...painted]
  return {
    files: all.length,
    ranges: all.reduce((sum, [, { ranges }]) => sum + ranges, 0),
    missed: all.flatMap(([name, { text, ran }]) => listMissed(name, text, ran)),
  }
}
