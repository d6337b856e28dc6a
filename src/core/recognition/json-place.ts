// Where the values of a JSON text stand. Reads what JSON.parse has read already: it judges nothing.
import type { Span } from '../anonymity/layer.ts'

const depthMax = 64

export type Places = Map<string, Span>

const blank = /[ \t\r\n]*/y

/**
 * Spans of the values that lie under a list or an object, by their RFC 6901 pointer; null where it
 * is nested too deeply. Precondition: the text is JSON.
 */
export const locateJson = (text: string, wanted: (pointer: string) => boolean): Places | null => {
  const places: Places = new Map()
  let at = 0
  const skip = (): void => {
    blank.lastIndex = at
    blank.exec(text)
    at = blank.lastIndex
  }
  const string = (): string => {
    const start = at
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1
    at += 1
    return text.slice(start, at)
  }
  const container = (pointer: string, depth: number, isList: boolean): boolean => {
    at += 1
    for (let index = 0; ; index += 1) {
      skip()
      if (text[at] === ']' || text[at] === '}') break
      let key = String(index)
      if (!isList) {
        key = JSON.parse(string()) as string
        skip()
        at += 1
      }
      const step = key.replaceAll('~', '~0').replaceAll('/', '~1')
      if (!value(`${pointer}/${step}`, depth + 1)) return false
      skip()
      if (text[at] === ',') at += 1
    }
    at += 1
    return true
  }
  const value = (pointer: string, depth: number): boolean => {
    if (depth > depthMax) return false
    skip()
    const start = at
    const sign = text[at]
    if (sign === '{' || sign === '[') {
      if (!container(pointer, depth, sign === '[')) return false
    } else if (sign === '"') string()
    else while (at < text.length && !/[,\]}\s]/.test(text[at] as string)) at += 1
    if (wanted(pointer)) places.set(pointer, { start, end: at })
    return true
  }
  return value('', 0) ? places : null
}
