// Whether a JSON number survives a double. Knows nothing of where the number stands.

/** How many characters a number may have: more than any double needs when printed. */
export const numberLengthMax = 100

export type NumberVerdict = 'exact' | 'lossy' | 'malformed'

const form = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/
const wholeForm = /^-?[0-9]+$/
/** Most numbers: whole and short, hence exact. */
const shortWholeForm = /^(0|-?[1-9][0-9]{0,14})$/

/** A number without its sign in one spelling: its significant digits and their power of ten. */
const decimalOf = (text: string): string => {
  const [mantissa = '', power = '0'] = text.replace(/^-/, '').split(/[eE]/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  let start = 0
  let end = digits.length
  while (start < end && digits[start] === '0') start += 1
  while (end > start && digits[end - 1] === '0') end -= 1
  if (start === end) return '0'
  const exponent = Number(power) - fraction.length + (digits.length - end)
  return `${digits.slice(start, end)}e${exponent}`
}

/**
 * Whether parsing the number and printing it again gives the same number (RFC 7493 §2.2). Whole
 * numbers end at ±(2^53 − 1), as in STIX 2.1 §2.10; minus zero, which prints as 0, is lossy.
 */
export const judgeNumber = (text: string): NumberVerdict => {
  if (shortWholeForm.test(text)) return 'exact'
  if (!form.test(text)) return 'malformed'
  if (text.length > numberLengthMax) return 'lossy'
  const value = Number(text)
  if (!Number.isFinite(value) || Object.is(value, -0)) return 'lossy'
  const printed = String(value)
  const isWhole = wholeForm.test(text) || wholeForm.test(printed)
  if (isWhole && !Number.isSafeInteger(value)) return 'lossy'
  return decimalOf(text) === decimalOf(printed) ? 'exact' : 'lossy'
}
