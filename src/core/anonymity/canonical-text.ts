// T40: the one form in which texts are compared, whatever width, case, kana, zero-width signs or
// defanging they are written with. Keeps the way back to the original. Knows no dictionary.
import { codeAt, isDenseCode } from './character.ts'
import { type Layer, layerOf, plainLayer, rewriteLayer } from './layer.ts'

/** `text` is `layer.text` in lower case and hiragana, character for character. */
export type Canonical = { layer: Layer; text: string }

const plain = /^[ -~]*$/
const control = /[\u0000-\u001f\u007f]/g
const ascii = /^[\u0000-\u007f]*$/

const invisible = /\p{Default_Ignorable_Code_Point}/gu
const mark = /^[\p{M}\uff9e\uff9f]$/u

const isPlainWide = (code: number): boolean =>
  (code >= 0x3041 && code <= 0x3096) ||
  (code >= 0x30a1 && code <= 0x30fc) ||
  (code >= 0x4e00 && code <= 0x9fff)

const isMarkCode = (code: number): boolean =>
  code >= 0x300 && !isPlainWide(code) && mark.test(String.fromCharCode(code))

/** One cluster in its compatible form, dashes and spaces made plain, without what is not seen. */
const foldCluster = (cluster: string): string =>
  cluster
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s/g, ' ')
    .replaceAll('ß', 'ss')
    .replaceAll('İ', 'I')

type Tape = { codes: number[]; starts: number[]; ends: number[] }

const isSilent = (code: number): boolean => code === 0x20 || code === 0x30fb
const silentMax = 3

/** Drops the spaces and dots between two letters of a dense script: names break over lines. */
const closeGap = ({ codes, starts, ends }: Tape): void => {
  let at = codes.length
  while (at > 0 && codes.length - at < silentMax && isSilent(codes[at - 1]!)) at -= 1
  if (at === codes.length || at === 0 || !isDenseCode(codes[at - 1]!)) return
  codes.length = at
  starts.length = at
  ends.length = at
}

const emit = (tape: Tape, code: number, start: number, end: number): void => {
  if (isDenseCode(code)) closeGap(tape)
  tape.codes.push(code)
  tape.starts.push(start)
  tape.ends.push(end)
}

const printCodes = (codes: number[]): string => {
  const pieces: string[] = []
  for (let at = 0; at < codes.length; at += 8192)
    pieces.push(String.fromCharCode(...codes.slice(at, at + 8192)))
  return pieces.join('')
}

/** The end of the cluster that begins at a place: a code point with the marks after it. */
const clusterEnd = (text: string, at: number): number => {
  let end = at + (text.codePointAt(at)! > 0xffff ? 2 : 1)
  while (end < text.length && end - at < 8 && isMarkCode(text.charCodeAt(end))) end += 1
  return end
}

const foldWide = (layer: Layer): Layer => {
  const { text } = layer
  const tape: Tape = { codes: [], starts: [], ends: [] }
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    const isPlain = code < 0x7f && codeAt(text, at + 1) < 0x300
    const end = isPlain ? at + 1 : clusterEnd(text, at)
    if (end === at + 1 && ((code > 0x20 && code < 0x7f) || isPlainWide(code)))
      emit(tape, code, at, end)
    else {
      const folded = code < 0x20 ? ' ' : foldCluster(text.slice(at, end))
      for (let i = 0; i < folded.length; i += 1) emit(tape, folded.charCodeAt(i), at, end)
    }
    at = end
  }
  const { codes, starts, ends } = tape
  return layerOf(layer, printCodes(codes), new Int32Array(starts), new Int32Array(ends))
}

const fold = (layer: Layer): Layer => {
  if (plain.test(layer.text)) return layer
  if (ascii.test(layer.text)) return { ...layer, text: layer.text.replace(control, ' ') }
  return foldWide(layer)
}

const dots = '[[({<] ?(?:\\.|dot) ?[\\])}>]'
const ats = '[[({<] ?(?:@|at) ?[\\])}>]'
const defanged = new RegExp(
  [
    'h(?:xx|\\*\\*)p(?=s?\\W)',
    ` {0,2}${dots} {0,2}`,
    ` {0,2}${ats} {0,2}`,
    '[[({] ?(?::\\/\\/|::?) ?[\\])}]',
    '(?<=[a-z0-9]) dot (?=[a-z0-9])',
    '(?<=[a-z0-9_]) at (?=[a-z0-9-]{1,63} dot [a-z0-9])',
    '(?<=[a-z0-9]) \\. (?=[a-z0-9])',
    '(?<=[a-z0-9])。(?=[a-z0-9])',
    '(?<=[a-z0-9])\\\\\\.(?=[a-z0-9])',
  ].join('|'),
  'gi',
)
const mayBeDefanged = /[[({<] ?(?:[.@:]|dot|at)|hxxp|h\*\*p| dot | \. |。|\\\./i

const refang = (match: string): string => {
  if (/^h/i.test(match)) return 'http'
  if (match.includes(':')) return match.replace(/[^:/]/g, '')
  return /@|at/i.test(match) ? '@' : '.'
}

const lower = (text: string): string => {
  const low = text.toLowerCase()
  if (ascii.test(low)) return low
  return low
    .replaceAll('ς', 'σ')
    .replace(/[\u30a1-\u30f6\u30fd\u30fe]/g, (kana) =>
      String.fromCharCode(kana.charCodeAt(0) - 0x60),
    )
}

/** A layer in its canonical form. */
export const canonicalLayer = (layer: Layer): Canonical => {
  const folded = fold(layer)
  const fanged = mayBeDefanged.test(folded.text) ? rewriteLayer(folded, defanged, refang) : folded
  return { layer: fanged, text: lower(fanged.text) }
}

/** A short value (a term, a name) in canonical form, spaces around it gone. */
export const canonicalValue = (value: string): string =>
  canonicalLayer(plainLayer(value)).text.trim()
