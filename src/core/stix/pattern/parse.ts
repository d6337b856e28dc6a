// The door of this room: text in, tree or reason out (STIX 2.1 §9). Runs in time linear in the
// text, never compiles a regular expression that it finds there, and never throws on any text.
import type { PatternAst, PatternVersion } from './ast.ts'
import { checkPattern } from './check.ts'
import { refuseToken } from './expect.ts'
import { createReader } from './lex.ts'
import { parseObservationExpression } from './observation.ts'

/** In UTF-16 code units. */
export const patternLengthMax = 1_048_576

export type ParsedPattern =
  | { ok: true; pattern: PatternAst }
  | { ok: false; position: number; message: string }

/**
 * Reads a pattern and checks the rules that need no knowledge of the objects. Refuses texts longer
 * than `patternLengthMax` and more than a hundred nested parentheses. `position` counts UTF-16 code
 * units from 0 and is where the fault shows, the end of the text included.
 */
export const parsePattern = (text: string, version: PatternVersion = '2.1'): ParsedPattern => {
  if (text.length > patternLengthMax) {
    const message = `the pattern has more than ${patternLengthMax} characters: split it`
    return { ok: false, position: patternLengthMax, message }
  }
  const reader = createReader(text, version)
  const pattern = parseObservationExpression(reader)
  if (pattern !== null && reader.kind !== 'end') {
    refuseToken(reader, 'an observation operator, a qualifier or the end of the pattern')
  }
  const fault = reader.fault ?? (pattern === null ? null : checkPattern(pattern))
  if (fault !== null) return { ok: false, ...fault }
  if (pattern === null) throw new Error('a pattern was refused without a reason')
  return { ok: true, pattern }
}
