// Reads what V8 wrote of what ran (NODE_V8_COVERAGE). Node cuts types out in place, so that offsets
// are those of the source.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

type Range = { startOffset: number; endOffset: number; count: number }
type Script = { url: string; functions: { ranges: Range[] }[] }

/** `ranges`: the branches and functions V8 tells apart, by where they lie. */
type Painted = { text: string; ran: Uint8Array; ranges: Set<string> }

/** For each character whether it ran; inner ranges say more than outer ones. */
const paint = (painted: Painted, { functions }: Script): void => {
  const ran = new Uint8Array(painted.text.length)
  const ranges = functions.flatMap((each) => each.ranges)
  const outerFirst = ranges.toSorted(
    (a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset),
  )
  for (const { startOffset, endOffset, count } of outerFirst) {
    painted.ranges.add(`${startOffset}-${endOffset}`)
    ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  }
  ran.forEach((each, at) => {
    if (each === 1) painted.ran[at] = 1
  })
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** What no process ran of a file: its lines, by their first words. */
const listMissed = (name: string, { text, ran }: Painted): string[] => {
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

/** Of a file of types nothing is left to run. */
const saysNothing = (text: string): boolean =>
  !/^(export )?(default |async )?(const|let|var|function|class)\b/m.test(text)

export type Coverage = { files: number; ranges: number; missed: string[] }

/** Of these files, named from `root`: how many branches there are, and which no process ran. */
export const readCoverage = (
  reports: readonly string[],
  root: string,
  names: readonly string[],
): Coverage => {
  const wanted = new Set(names)
  const painted = new Map<string, Painted>()
  for (const report of reports) {
    const { result } = JSON.parse(report) as { result: Script[] }
    for (const script of result) {
      if (!script.url.startsWith('file:')) continue
      const name = relative(root, fileURLToPath(script.url))
      if (!wanted.has(name)) continue
      const text = painted.get(name)?.text ?? readFileSync(join(root, name), 'utf8')
      const fresh = { text, ran: new Uint8Array(text.length), ranges: new Set<string>() }
      const known = painted.get(name) ?? fresh
      painted.set(name, known)
      paint(known, script)
    }
  }
  const absent = names.filter((name) => {
    return !painted.has(name) && !saysNothing(readFileSync(join(root, name), 'utf8'))
  })
  return {
    files: painted.size,
    ranges: [...painted.values()].reduce((sum, { ranges }) => sum + ranges.size, 0),
    missed: [
      ...absent.map((name) => `${name} was not loaded`),
      ...[...painted].flatMap(([name, one]) => listMissed(name, one)),
    ],
  }
}
