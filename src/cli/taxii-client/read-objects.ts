// STIX objects from the forms they come in: a bundle, an envelope, a list, one object, or one a line.
import { CommandFailure, exitCodes } from '../exit.ts'
import { parseExact } from './exact-json.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unwrap = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.flatMap(unwrap)
  if (!isRecord(value)) return [value]
  if (value.type === 'bundle') return Array.isArray(value.objects) ? value.objects : []
  const isEnvelope = Array.isArray(value.objects) && typeof value.id !== 'string'
  return isEnvelope ? (value.objects as unknown[]) : [value]
}

const parseLines = (text: string, source: string): unknown[] =>
  text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return unwrap(parseExact(line))
    } catch {
      const at = `${source}:${index + 1}`
      throw new CommandFailure(`${at}: neither JSON nor JSON lines`, exitCodes.usage)
    }
  })

/** Every object of a text, in order. Throws where it is no JSON, or holds something that is no object. */
export const readObjects = (text: string, source: string): Record<string, unknown>[] => {
  const bare = text.replace(/^\ufeff/, '')
  let values: unknown[]
  try {
    values = unwrap(parseExact(bare))
  } catch {
    values = parseLines(bare, source)
  }
  return values.map((value, index) => {
    if (isRecord(value)) return value
    throw new CommandFailure(`${source}: entry ${index + 1} is no object`, exitCodes.usage)
  })
}
