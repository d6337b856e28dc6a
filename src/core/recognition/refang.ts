// Undoes the notations in which indicators are written so that nobody follows them by accident.
// Knows no indicator.
import { type Layer, plainLayer, rewriteLayer, type Span, spanOf } from '../anonymity/layer.ts'

/** Letters of the width of a Japanese character, one for one. */
const wide = /[！-～]+/g

const narrow = (text: string): string =>
  [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).join('')

const marks: readonly { pattern: RegExp; means: (match: string) => string }[] = [
  { pattern: wide, means: narrow },
  {
    pattern: / ?[[({<] ?(?:\.|dot|ドット) ?[\])}>] ?| dot (?=[a-z])|\\\.|\.\]|\[\./gi,
    means: () => '.',
  },
  { pattern: / ?[[({<] ?(?:@|at|アットマーク|アット) ?[\])}>] ?/gi, means: () => '@' },
  { pattern: /[[({<]:\/\/[\])}>]/g, means: () => '://' },
  { pattern: /[[({<]:[\])}>]/g, means: () => ':' },
  { pattern: /[[({<]\/[\])}>]/g, means: () => '/' },
  {
    pattern: /(?<![a-z0-9])(?:h(?:xx|\*\*|tt|XX)p|meow|f(?:x|\*)p)s?(?=:(?:\/\/|\\\\))/gi,
    means: (match) => {
      const secure = /s$/i.test(match) ? 's' : ''
      return /^f/i.test(match) ? `ftp${secure}` : `http${secure}`
    },
  },
]

/** The text as it was meant, with the way back to how it is written. */
export const refangLayer = (text: string): Layer =>
  marks.reduce((layer, { pattern, means }) => rewriteLayer(layer, pattern, means), plainLayer(text))

/** A single value as it was meant, and whether it was written otherwise. */
export const refang = (text: string): { value: string; defanged: boolean } => {
  const value = refangLayer(text).text.trim()
  return { value, defanged: value !== narrowed(text).trim() }
}

const narrowed = (text: string): string => text.replace(wide, narrow)

/** Whether the characters of a layer were written in another notation than their width. */
export const isDefanged = (layer: Layer, { start, end }: Span, text: string): boolean => {
  const span = spanOf(layer, start, end)
  return narrowed(text.slice(span.start, span.end)) !== layer.text.slice(start, end)
}
