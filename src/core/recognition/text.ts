// Free text with indicators in it, in any language. Knows no table and no JSON.
import type { Span } from '../anonymity/layer.ts'
import { readTlpWord } from '../sharing/tag.ts'
import { stricterTlp, type Tlp } from '../sharing/tlp.ts'
import { findValues } from './find.ts'
import { makeOf } from './make-object.ts'
import {
  type Bench,
  placeOf,
  type Recognised,
  type Recognition,
  type Remark,
  type Rest,
} from './recognised.ts'
import type { Finding } from './value.ts'

const tlpPhrase = /(?<![a-z0-9])tlp[ :：_=-]{1,3}(amber[ +_-]{0,3}strict|[a-z]{3,8})(?![a-z])/gi

/** The strictest level that a text names; `unknown` where one is no level. */
export const findTlp = (text: string): { tlp: Tlp | null; unknown: string | null } => {
  let tlp: Tlp | null = null
  let unknown: string | null = null
  for (const [phrase, word] of text.normalize('NFKC').matchAll(tlpPhrase)) {
    const level = readTlpWord(word)
    if (level === null) unknown ??= phrase
    else tlp = tlp === null ? level : stricterTlp(tlp, level)
  }
  return { tlp, unknown }
}

/** What is left of a text besides these spans: line by line, where there are words in it. */
export const listProse = (text: string, spans: Span[]): Rest[] => {
  const rests: Rest[] = []
  const add = (from: number, to: number): void => {
    const piece = text.slice(from, to)
    if (!/[\p{L}\p{N}]/u.test(piece)) return
    const start = from + (piece.length - piece.trimStart().length)
    const end = start + piece.trim().length
    rests.push({ ...placeOf(text, { start, end }), why: 'prose', about: null })
  }
  let at = 0
  const cut = (to: number): void => {
    for (let line = at; line < to; ) {
      const end = text.indexOf('\n', line)
      const stop = end < 0 || end > to ? to : end
      add(line, stop)
      line = stop + 1
    }
  }
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    cut(start)
    at = Math.max(at, end)
  }
  cut(text.length)
  return rests
}

export const remark = (word: Remark['word'], about: string | null = null): Remark => ({
  word,
  about,
})

/** The remarks that a level named in the text makes. */
export const remarkTlp = ({ tlp, unknown }: ReturnType<typeof findTlp>): Remark[] => [
  ...(tlp === null ? [] : [remark('tlp-from-text', tlp)]),
  ...(unknown === null ? [] : [remark('tlp-unknown', unknown)]),
]

type Sorted = { finding: Finding; again: Span[] }

/** One for each value, where it stands first. */
export const sortFindings = (findings: Finding[]): Sorted[] => {
  const byValue = new Map<string, Sorted>()
  for (const finding of findings) {
    const key = `${finding.kind} ${finding.value}`
    const known = byValue.get(key)
    if (known === undefined) byValue.set(key, { finding, again: [] })
    else {
      known.again.push(finding.span)
      if (finding.confidence > known.finding.confidence) {
        const { confidence, notes } = finding
        known.finding = { ...known.finding, confidence, notes }
      }
    }
  }
  return [...byValue.values()]
}

/** Objects of every indicator in a text; the rest of it is listed. */
export const recogniseText = (bench: Bench, text: string): Recognition => {
  const findings = findValues(text)
  const level = findTlp(text)
  const objects: Recognised[] = []
  const ignored: Rest[] = listProse(
    text,
    findings.map(({ span }) => span),
  )
  for (const { finding, again } of sortFindings(findings)) {
    const { kind, value, span, notes, why, confidence } = finding
    const object = why === null ? makeOf(bench, kind, value, { marking: level.tlp }) : null
    if (object === null) {
      for (const each of [span, ...again]) {
        const place = placeOf(text, each)
        ignored.push({ ...place, why: why ?? 'no-standard-object', about: value })
      }
      continue
    }
    objects.push({
      object,
      from: placeOf(text, span),
      again: again.map((each) => placeOf(text, each)),
      notes: [...notes.map((word) => remark(word)), ...remarkTlp(level)],
      confidence,
    })
  }
  ignored.sort((a, b) => a.start - b.start)
  return { kind: 'text', objects, ignored }
}
