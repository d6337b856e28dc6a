// Words spelled out sign by sign ("a c m e", "a.c.m.e") and octets set apart ("61 63 6d 65"). Knows
// no dictionary.
import { codeAt, isDenseCode, isHexCode, isWordCode } from './character.ts'

/** A run of single signs: [start, end) of the text, and the run as it reads closed up. */
export type Spelled = { start: number; end: number; close: string }

const gapMax = 5
const cellsMin = 3

type Run = { start: number; end: number; cells: number; octets: boolean }

const closeUp = (text: string, { start, end, octets }: Run): Spelled => {
  const run = text.slice(start, end)
  const close = octets ? run.replace(/0x|[^0-9a-f]/g, '') : run.replaceAll(' ', '')
  return { start, end, close }
}

/** Whether a word of two or four signs is an octet: `6e` or `0x6e`. */
const isOctet = (text: string, start: number, end: number): boolean =>
  isHexCode(codeAt(text, end - 1)) &&
  isHexCode(codeAt(text, end - 2)) &&
  (end - start === 2 || (end - start === 4 && text.startsWith('0x', start)))

/** The end of the word that begins here: signs of one kind of script. */
const wordEnd = (text: string, start: number): number => {
  let at = start
  while (isWordCode(codeAt(text, at))) at += 1
  if (at === start) while (isDenseCode(codeAt(text, at))) at += 1
  return at
}

/** The runs of at least three single letters, or of three octets, each up to three signs apart. */
export const findSpelled = (text: string): Spelled[] => {
  const found: Spelled[] = []
  let run: Run | null = null
  const finish = (): void => {
    if (run !== null && run.cells >= cellsMin) found.push(closeUp(text, run))
    run = null
  }
  for (let start = 0; start < text.length; start += 1) {
    const first = codeAt(text, start)
    if (!isWordCode(first) && !isDenseCode(first)) continue
    const at = wordEnd(text, start)
    const single = at === start + 1
    if (!single && !isOctet(text, start, at)) {
      if (run !== null) finish()
    } else if (run !== null && run.octets !== single && start - run.end <= gapMax) {
      run.end = at
      run.cells += 1
    } else {
      finish()
      run = { start, end: at, cells: 1, octets: !single }
    }
    start = at - 1
  }
  finish()
  return found
}
