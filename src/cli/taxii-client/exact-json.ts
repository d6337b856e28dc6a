// JSON in and out without changing a number: what a double cannot hold is kept as the text it was.
// Knows no STIX.

// V8 has both; the library types do not know them yet.
type Context = { source?: string }
const { parse, rawJSON } = JSON as unknown as {
  parse(text: string, revive: (key: string, value: unknown, context: Context) => unknown): unknown
  rawJSON(text: string): unknown
}

const keepNumber = (_: string, value: unknown, { source }: Context): unknown =>
  typeof value === 'number' && source !== undefined && String(value) !== source
    ? rawJSON(source)
    : value

/**
 * Like `JSON.parse`; a number that would print differently becomes an object that prints as it was.
 */
export const parseExact = (text: string): unknown => parse(text, keepNumber)
