// Words spelled out sign by sign ("a c m e", "a.c.m.e") and octets set apart ("61 63 6d 65"). Knows
// no dictionary.
import { isDenseCode, isWordCode } from './character.ts'

/** A run of single signs: [start, end) of the text, and the run as it reads closed up. */
export type Spelled = { start: number; end: number; close: string }

const gapMax = 3
const cellsMin = 3
const octet = /^(?:0x)?[0-9a-f]{2}$/

type Run = { start: number; end: number; cells: number; octets: boolean }

const closeUp = (text: string, { start, end, octets }: Run): Spelled => {
  const run = text.slice(start, end)
  const close = octets ? run.replace(/0x|[^0-9a-f]/g, '') : run.replaceAll(' ', '')
  return { start, end, close }
}

const isSign = (code: number): boolean => isWordCode(code) || isDenseCode(code)

/** The runs of at least three single letters, or of three octets, each up to three signs apart. */
export const findSpelled = (text: string): Spelled[] => {
  const found: Spelled[] = []
  let run: Run | null = null
  const finish = (): void => {
    if (run !== null && run.cells >= cellsMin) found.push(closeUp(text, run))
    run = null
  }
  for (let at = 0; at < text.length; at += 1) {
    if (!isSign(text.charCodeAt(at))) continue
    const start = at
    while (at < text.length && isSign(text.charCodeAt(at))) at += 1
    const width = at - start
    const single = width === 1
    if (!single && !((width === 2 || width === 4) && octet.test(text.slice(start, at)))) finish()
    else if (run !== null && run.octets !== single && start - run.end <= gapMax) {
      run.end = at
      run.cells += 1
    } else {
      finish()
      run = { start, end: at, cells: 1, octets: !single }
    }
  }
  finish()
  return found
}
