// Escapes of other notations undone: percent, HTML entities, backslash escapes, quoted-printable.
// Each match is one code point, so that the way back stays exact. Knows no dictionary.
import { type Layer, rewriteLayer } from './layer.ts'

const hex = '[0-9a-fA-F]'
const tail = (mark: string): string => `${mark}[89abAB]${hex}`

/** One UTF-8 sequence, each byte written as a mark and two hex digits. */
const byteSequence = (mark: string): string =>
  [
    `${mark}[0-7]${hex}`,
    `${mark}[cdCD]${hex}${tail(mark)}`,
    `${mark}[eE]${hex}(?:${tail(mark)}){2}`,
    `${mark}[fF][0-7](?:${tail(mark)}){3}`,
  ].join('|')

const numbered = `(?:%u|\\\\u|\\\\U0000)${hex}{4}|\\\\u\\{${hex}{1,6}\\}|\\\\U${hex}{8}`
const entity = `&#[0-9]{1,7};?|&#[xX]${hex}{1,6};?|&[a-zA-Z]{2,8};`
// A regular expression's own signs as well. A backslash before a row of escapes sets apart a path.
const isRow = `(?:u${hex}{4}\\\\u|x${hex}{2}\\\\x)`
const single = `\\\\(?:[nrtbf"'/[\\](){}.?+*|^$-]|\\\\(?!${isRow}))`
const octal = '\\\\[01][0-7]{2}'

const bytes = ['%', '\\\\x', '='].map(byteSequence).join('|')
const escapes = new RegExp([bytes, numbered, entity, octal, single].join('|'), 'g')
const marks = /[%&\\=]/

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  period: '.',
  commat: '@',
  colon: ':',
  sol: '/',
  hyphen: '-',
  dash: '-',
  lowbar: '_',
  shy: '',
  zwnj: '',
  zwj: '',
}

const pointOf = (digits: string, base: number): string => {
  const point = Number.parseInt(digits, base)
  return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point)
}

const readEntity = (match: string): string => {
  const name = match.slice(1).replace(';', '')
  if (name[0] !== '#') return named[name.toLowerCase()] ?? match
  return /^#x/i.test(name) ? pointOf(name.slice(2), 16) : pointOf(name.slice(1), 10)
}

const readEscape = (match: string): string => {
  if (match[0] === '&') return readEntity(match)
  if (/^[%\\]u/i.test(match)) return pointOf(match.slice(2).replace(/[{}]/g, ''), 16)
  if (/^(?:[%=]|\\x)/.test(match))
    return Buffer.from(match.replace(/[%=\\x]/g, ''), 'hex').toString('utf8')
  if (match.length === 4) return pointOf(match.slice(1), 8)
  return /[nrtbf]/.test(match) ? ' ' : match.slice(1)
}

/** One round of escapes undone; the very same layer where there are none. */
export const unescapeLayer = (layer: Layer): Layer =>
  marks.test(layer.text) ? rewriteLayer(layer, escapes, readEscape) : layer
