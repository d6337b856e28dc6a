// Turns what zod finds into sentences for the operator. INVARIANT: a value that may be a secret is
// never in a message; only words of closed lists are echoed.
import type { z } from 'zod'

type RawIssue = z.core.$ZodRawIssue

const plural: Record<string, string> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: '`true` or `false`',
}

const quote = (values: readonly unknown[]): string =>
  values.map((value) => `\`${String(value)}\``).join(', ')

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date'
  return plural[typeof value] ?? typeof value
}

const knownKeys = (issue: RawIssue): string => {
  const shape = (issue.inst as { shape?: object } | undefined)?.shape
  return shape === undefined ? '' : `; known are ${quote(Object.keys(shape))}`
}

const wrongType = (issue: RawIssue & { code: 'invalid_type' }): string => {
  const wanted = plural[issue.expected] ?? issue.expected
  if (issue.input === undefined) return `is missing: must be ${wanted}`
  return `must be ${wanted}, not ${kindOf(issue.input)}`
}

/** Words an issue that has no words of its own; for `safeParse(value, { error: wordIssue })`. */
export const wordIssue = (issue: RawIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${quote(issue.keys)}${knownKeys(issue)}`
    case 'invalid_type':
      return wrongType(issue as RawIssue & { code: 'invalid_type' })
    case 'invalid_value': {
      const wanted = `must be one of ${quote(issue.values)}`
      if (typeof issue.input !== 'string') return `${wanted}, not ${kindOf(issue.input)}`
      return `${wanted}, not \`${issue.input.slice(0, 60)}\``
    }
    case 'too_big':
      return `must be at most ${issue.maximum} characters`
    default:
      return 'is not a possible value'
  }
}
