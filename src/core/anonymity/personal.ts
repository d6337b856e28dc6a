// T36: what in a text tells a natural person: mail addresses, phone numbers, numbers of persons,
// cards and companies, postal addresses, names behind a label. Knows no dictionary.
import { type Canonical, canonicalLayer } from './canonical-text.ts'
import { isCardNumber, isCorporateNumber, isPersonalNumber } from './check-digit.ts'
import { plainLayer, spanOf } from './layer.ts'
import { unescapeLayer } from './unescape.ts'

export type PersonalKind =
  | 'mail'
  | 'phone'
  | 'personal-number'
  | 'card'
  | 'corporate-number'
  | 'postal-address'
  | 'person'

/** [start, end) of the text as given; equal keys are one value, however it is written. */
export type Personal = { start: number; end: number; kind: PersonalKind; key: string }

type Finder = (text: string) => Personal[]

const digitsOf = (text: string): string => text.replace(/\D/g, '')

const mail = /[a-z0-9][a-z0-9._%+'-]{0,63}@(?:[a-z0-9_](?:[a-z0-9-]{0,62})\.){1,10}[a-z0-9-]{2,63}/g
const userinfoMax = 200

/** Whether a mail address is the user of a URL (`https://user@host`). */
const isUserinfo = (text: string, start: number): boolean =>
  /\/\/[^\s/@]*$/.test(text.slice(Math.max(0, start - userinfoMax), start))

const findMails: Finder = (text) =>
  text.includes('@')
    ? [...text.matchAll(mail)]
        .filter(({ index }) => !isUserinfo(text, index))
        .map(({ 0: written, index }) => ({
          start: index,
          end: index + written.length,
          kind: 'mail',
          key: written,
        }))
    : []

const phones: readonly { pattern: RegExp; least: number; most: number }[] = [
  { pattern: /(?<![\w.+])\+\d(?:[ .()-]{0,2}\d){7,14}(?![\w-])/g, least: 8, most: 15 },
  {
    pattern: /(?<![\w.+-])\(?0\d{1,4}[-() ]{1,2}\d{1,4}[-() ]{1,2}\d{3,4}(?![\w-]|\.\d)/g,
    least: 10,
    most: 11,
  },
  { pattern: /(?<![\w.+-])0(?:[5789]0\d{8}|[1-9]\d{8})(?![\w-]|\.\d)/g, least: 10, most: 11 },
  {
    pattern: /(?<![\w.+-])\(?[2-9]\d{2}\)?[- ]{1,2}[2-9]\d{2}-\d{4}(?![\w-]|\.\d)/g,
    least: 10,
    most: 10,
  },
]

const findPhones: Finder = (text) =>
  phones.flatMap(({ pattern, least, most }) =>
    [...text.matchAll(pattern)].flatMap(({ 0: written, index }): Personal[] => {
      const digits = digitsOf(written)
      if (digits.length < least || digits.length > most) return []
      return [{ start: index, end: index + written.length, kind: 'phone', key: digits }]
    }),
  )

const long = /(?<![0-9a-su-z_.-])\d(?:[ -]?\d){11,18}(?![\w-]|\.\d)/g
/** Milliseconds of this time since 1970 have 13 digits, and one in nine of them checks. */
const isMoment = (number: string): boolean => /^1[5-9]/.test(number)
const corporate = /法人番号\D{0,8}$|corporate number\D{0,8}$|(?:^|\W)t$/

const kindOfNumber = (number: string, before: string): PersonalKind | null => {
  if (isPersonalNumber(number)) return 'personal-number'
  if (isCorporateNumber(number) && (!isMoment(number) || corporate.test(before)))
    return 'corporate-number'
  return isCardNumber(number) ? 'card' : null
}

const findNumbers: Finder = (text) =>
  [...text.matchAll(long)].flatMap(({ 0: written, index }): Personal[] => {
    const digits = digitsOf(written)
    const kind = kindOfNumber(digits, text.slice(Math.max(0, index - 40), index))
    if (kind === null) return []
    return [{ start: index, end: index + written.length, kind, key: digits }]
  })

const prefecture = '(?:北海道|東京都|(?:京都|大阪)府|[\\u4e00-\\u9fff]{2,3}県)'
const number = '(?:\\d{1,4}|[一二三四五六七八九十]{1,3})'
const addresses = [
  /〒 ?\d{3}-?\d{4}/g,
  new RegExp(
    `${prefecture}[^\\s、。,"\\d]{1,24}?${number}(?:丁目|番地?|号|-)(?:${number}(?:番地?|号|-)?){0,3}`,
    'g',
  ),
]

const findAddresses: Finder = (text) =>
  addresses.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: written, index }) => ({
      start: index,
      end: index + written.length,
      kind: 'postal-address' as const,
      key: written,
    })),
  )

const name = '[^\\s、。,;:<>"()\\[\\]]{2,20}'
const labelled = new RegExp(
  `(?:氏名|お名前|担当者名?|担当|contact person|reported by|analyst|full name) ?: ?(${name}(?: ${name})?)`,
  'g',
)

const findNamed: Finder = (text) =>
  [...text.matchAll(labelled)].map(({ 0: written, 1: person, index }) => ({
    start: index + written.length - person!.length,
    end: index + written.length,
    kind: 'person',
    key: person!,
  }))

const finders: readonly Finder[] = [findMails, findPhones, findNumbers, findAddresses, findNamed]

const telling = /[@\d〒:\u4e00-\u9fff]/

const findIn = ({ layer, text }: Canonical): Personal[] =>
  telling.test(text)
    ? finders
        .flatMap((find) => find(text))
        .map((found) => ({ ...found, ...spanOf(layer, found.start, found.end) }))
    : []

/**
 * What in a text is of a natural person, as written and with one round of escapes undone. Every
 * mail address counts here: whose is the attacker's, the caller knows.
 */
export const findPersonal = (text: string): Personal[] => {
  const plain = plainLayer(text)
  const unescaped = unescapeLayer(plain)
  const first = findIn(canonicalLayer(plain))
  return unescaped === plain ? first : [...first, ...findIn(canonicalLayer(unescaped))]
}
