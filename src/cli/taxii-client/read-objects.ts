// STIX objects from the forms they come in: a bundle, an envelope, a list, one object, or one a
// line.
import { CommandFailure, exitCodes } from '../exit.ts'
import { parseExact } from './exact-json.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// What is pushed is objects alone: a wish that stands around them must not be lost in silence.
const refuseSharing = (value: Record<string, unknown>, source: string): void => {
  if (!Object.hasOwn(value, 'x_sekisho_sharing')) return
  const words = `${source}: \`x_sekisho_sharing\` would not be sent; take it out to push without it`
  throw new CommandFailure(words, exitCodes.usage)
}

const unwrap = (value: unknown, source: string): unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => unwrap(each, source))
  if (!isRecord(value)) return [value]
  refuseSharing(value, source)
  if (value.type === 'bundle') return Array.isArray(value.objects) ? value.objects : []
  const isEnvelope = Array.isArray(value.objects) && typeof value.id !== 'string'
  return isEnvelope ? (value.objects as unknown[]) : [value]
}

const parseLines = (text: string, source: string): unknown[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const at = `${source}:${index + 1}`
    let value: unknown
    try {
      value = parseExact(line)
    } catch {
      throw new CommandFailure(`${at}: neither JSON nor JSON lines`, exitCodes.usage)
    }
    return unwrap(value, at)
  })

const parseAll = (text: string, source: string): unknown[] => {
  let value: unknown
  try {
    value = parseExact(text)
  } catch {
    return parseLines(text, source)
  }
  return unwrap(value, source)
}

/**
 * Every object of a text, in order. Throws where it is no JSON, holds something that is no object,
 * or carries sharing options.
 */
export const readObjects = (text: string, source: string): Record<string, unknown>[] => {
  return parseAll(text.replace(/^\ufeff/, ''), source).map((value, index) => {
    if (isRecord(value)) return value
    throw new CommandFailure(`${source}: entry ${index + 1} is no object`, exitCodes.usage)
  })
}
