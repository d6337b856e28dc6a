// What a character is to the search for words: part of a word of letters, of a host's name, or of
// the scripts written without spaces. Knows no dictionary.

const kinds = new Uint8Array(128)
for (let code = 0x30; code <= 0x39; code += 1) kinds[code] = 2
for (let code = 0x61; code <= 0x7a; code += 1) kinds[code] = 1
for (let code = 0x41; code <= 0x5a; code += 1) kinds[code] = 1

/** The character at a place, 0 outside the text. Never asks beyond it: engines are slow there. */
export const codeAt = (text: string, at: number): number =>
  at >= 0 && at < text.length ? text.charCodeAt(at) : 0

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

export const isHexCode = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46)

/** A letter or digit of a script that sets spaces between its words. */
export const isWordCode = (code: number): boolean =>
  code < 128
    ? kinds[code] !== 0
    : (code >= 0xc0 && code < 0x590) || (code >= 0x1e00 && code < 0x2000)

/** A letter of a script written without spaces (kana, kanji, hangul and their like). */
export const isDenseCode = (code: number): boolean => {
  if (code < 0x2e80) return code >= 0x0e00 && code < 0x1e00
  const isSign = (code >= 0x3000 && code < 0x3005) || (code >= 0x3008 && code < 0x3041)
  return !isSign && code !== 0x30fb && code < 0xfe00
}

/** A part of an ASCII host name's label. */
export const isHostCode = (code: number): boolean =>
  code < 128 && (kinds[code] !== 0 || code === 0x2d || code === 0x5f)

/** What may stand between the words of one name. */
export const gapCodes: readonly number[] = [...' -_.,/'].map((sign) => sign.charCodeAt(0))

const gaps = new Uint8Array(128)
for (const code of gapCodes) gaps[code] = 1

export const isGapCode = (code: number): boolean => code < 128 && gaps[code] === 1
