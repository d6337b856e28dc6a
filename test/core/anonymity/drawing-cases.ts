// Runs a table of objects through the drawing: what each profile is told of each.

import type { DrawnProfile, Scope } from '../../../src/core/anonymity/scope.ts'
import type { Reason } from '../../../src/core/sharing/reason.ts'
import { minimal } from '../stix/model/minimal.ts'
import { draw, makeScope } from './situation.ts'

export type Changes = Record<string, unknown>

/** What is told of the given object: the same, with changes (`undefined`: gone), or why nothing. */
export type Told = 'same' | Changes | Reason

/** An object of a type, `given` over the smallest of it, in a scope; what each profile is told. */
export type Case = {
  says?: string
  type: string
  given?: Changes
  scope?: Partial<Scope>
} & Partial<Record<DrawnProfile, Told>>

export const hour = '2026-01-02T03:00:00.000Z'
export const day = '2026-01-02T00:00:00.000Z'

/** The changes that P2 and P3 make to any versioned object, and these. */
export const at2 = (changes: Changes = {}): Changes => ({
  ...{ created: hour, modified: hour },
  ...changes,
})
export const at3 = (changes: Changes = {}): Changes => ({
  ...{ created: day, modified: day },
  ...changes,
})

/** These properties are gone. */
export const gone = (...names: string[]): Changes =>
  Object.fromEntries(names.map((name) => [name, undefined]))

export const consents = { victim_consent: true }
export const named = { attributed: true }

type Test = {
  equal(found: unknown, wanted: unknown, says: string): unknown
  strictSame(found: unknown, wanted: unknown, says: string): unknown
}

const withChanges = (object: Changes, told: Told): Changes => {
  const expected = { ...object, ...(typeof told === 'object' ? told : {}) }
  for (const [key, value] of Object.entries(expected)) if (value === undefined) delete expected[key]
  return expected
}

/** Every row of a table, under every profile it speaks of. */
export const checkCases = (t: Test, cases: Case[]): void => {
  for (const { says, type, given = {}, scope = {}, ...profiles } of cases) {
    for (const [profile, told] of Object.entries(profiles)) {
      const object = minimal(type, given)
      const before = structuredClone(object)
      const drawn = draw(object, makeScope(profile as DrawnProfile, scope))
      const name = `${profile} ${type}: ${says ?? JSON.stringify(given)}`
      t.strictSame(object, before, `${name} (the given one is left alone)`)
      if (drawn.fate === 'withheld') {
        t.equal(drawn.reason, told, name)
        continue
      }
      t.strictSame(drawn.object, withChanges(object, told), name)
      t.equal(drawn.changed, told !== 'same', `${name} (changed)`)
    }
  }
}
