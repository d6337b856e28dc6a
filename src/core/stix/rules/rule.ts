// The vocabulary rules are written in: small builders, each a sentence about a structure's
// properties. Knows no STIX type. No rule throws, whatever the shape of what it is given.

import { messageLengthMax, type Problem } from '../problem.ts'
import { isTimestamp, orderOf } from '../timestamp.ts'

/** A JSON object whose shape nobody has vouched for. */
export type Content = Record<string, unknown>

/**
 * Looks at `content`, which stands at `pointer` in the object, and adds what is wrong to
 * `problems`. A property of a wrong JSON type counts as absent: the schemas say so themselves.
 */
export type Rule = (content: Content, pointer: string, problems: Problem[]) => void

// Warnings stop first, so that no number of them can crowd out an error.
const warningsMax = 50
const problemsMax = 100
const quotedLengthMax = 80

const add = (problems: Problem[], problem: Problem): void => {
  const { message } = problem
  if (message.length <= messageLengthMax) problems.push(problem)
  else problems.push({ ...problem, message: `${message.slice(0, messageLengthMax - 1)}…` })
}

/** Notes the break of a MUST. */
export const refuse = (problems: Problem[], pointer: string, message: string): void => {
  if (problems.length < problemsMax) add(problems, { pointer, message, severity: 'error' })
}

/** Notes the break of a SHOULD, or what only looks wrong. */
export const warn = (problems: Problem[], pointer: string, message: string): void => {
  if (problems.length < warningsMax) add(problems, { pointer, message, severity: 'warning' })
}

/** A producer's text as it may stand in a message: in backticks, and not longer than a line. */
export const quote = (text: string): string =>
  text.length <= quotedLengthMax ? `\`${text}\`` : `\`${text.slice(0, quotedLengthMax - 1)}…\``

/** Whether a value is a JSON object. */
export const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is a list. */
export const isList = (value: unknown): value is unknown[] => Array.isArray(value)

const listNames = (names: readonly string[]): string => {
  const shown = names.slice(0, 6).map((name) => `\`${name}\``)
  return names.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ')
}

const has = (content: Content, name: string): boolean => content[name] !== undefined

const compareTimes = (
  earlier: string,
  later: string,
  isRefused: (start: string, end: string) => boolean,
  message: string,
): Rule => {
  return (content, pointer, problems) => {
    const start = content[earlier]
    const end = content[later]
    if (typeof start !== 'string' || typeof end !== 'string') return
    if (!isTimestamp(start) || !isTimestamp(end)) return
    if (isRefused(orderOf(start), orderOf(end))) refuse(problems, `${pointer}/${later}`, message)
  }
}

/** `later` is not before `earlier`. */
export const ordered = (earlier: string, later: string): Rule =>
  compareTimes(
    earlier,
    later,
    (start, end) => end < start,
    `\`${later}\` must not be earlier than \`${earlier}\``,
  )

/** `later` is after `earlier`; the same instant is refused. */
export const strictlyOrdered = (earlier: string, later: string): Rule =>
  compareTimes(
    earlier,
    later,
    (start, end) => end <= start,
    `\`${later}\` must be later than \`${earlier}\``,
  )

/** One of the properties is there, and no other of them. */
export const exactlyOneOf =
  (...names: string[]): Rule =>
  (content, pointer, problems) => {
    const present = names.filter((name) => has(content, name))
    if (present.length === 1) return
    const found = present.length === 0 ? 'there is none' : `there are ${listNames(present)}`
    refuse(problems, pointer, `give exactly one of ${listNames(names)}: ${found}`)
  }

/** One or more of the properties are there. */
export const atLeastOneOf = (...names: string[]): Rule => {
  const message = `give at least one of ${listNames(names)}`
  return (content, pointer, problems) => {
    for (const name of names) if (has(content, name)) return
    refuse(problems, pointer, message)
  }
}

/** Where `name` is, the others are too. */
export const requires =
  (name: string, ...others: string[]): Rule =>
  (content, pointer, problems) => {
    if (!has(content, name)) return
    const missing = others.filter((other) => !has(content, other))
    if (missing.length > 0)
      refuse(problems, pointer, `\`${name}\` needs ${listNames(missing)} beside it`)
  }

/** Where `name` has this value, `needed` is there. */
export const requiredWhen = (name: string, value: unknown, needed: string): Rule => {
  const message = `\`${needed}\` is required when \`${name}\` is ${JSON.stringify(value)}`
  return (content, pointer, problems) => {
    if (content[name] === value && !has(content, needed)) refuse(problems, pointer, message)
  }
}

/** Where `name` has this value, `excluded` is not there. */
export const excludedWhen = (name: string, value: unknown, excluded: string): Rule => {
  const message = `leave \`${excluded}\` out when \`${name}\` is ${JSON.stringify(value)}`
  return (content, pointer, problems) => {
    if (content[name] === value && has(content, excluded))
      refuse(problems, `${pointer}/${excluded}`, message)
  }
}

/** A property besides those named is there. */
export const moreThan = (...names: string[]): Rule => {
  const message = `give at least one property besides ${listNames(names)}`
  return (content, pointer, problems) => {
    for (const name in content) if (!names.includes(name)) return
    refuse(problems, pointer, message)
  }
}

/** The text of `name` looks like `form`; a warning when not. */
export const looksLike = (
  name: string,
  form: (text: string) => boolean,
  description: string,
): Rule => {
  return (content, pointer, problems) => {
    const text = content[name]
    if (typeof text !== 'string' || form(text)) return
    warn(problems, `${pointer}/${name}`, `${quote(text)} does not look like ${description}`)
  }
}

/** The rules hold for the object in `name`, or for each object of the list in it. */
export const inside =
  (name: string, ...rules: Rule[]): Rule =>
  (content, pointer, problems) => {
    const inner = content[name]
    if (typeof inner !== 'object' || inner === null) return
    const apply = (value: unknown, at: string) => {
      if (isContent(value)) for (const rule of rules) rule(value, at, problems)
    }
    if (!isList(inner)) apply(inner, `${pointer}/${name}`)
    else
      for (let index = 0; index < inner.length; index++)
        apply(inner[index], `${pointer}/${name}/${index}`)
  }
