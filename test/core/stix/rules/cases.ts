// What the tables of rule tests share: how a case is written down and judged.

import type { Test } from 'tap'
import { checkRules } from '../../../../src/core/stix/rules/check.ts'

/** A well-formed UUIDv4 that stands for nothing. */
export const uuid = '28bb3599-77cd-4a82-a950-b5bc3caf07c4'

/** The checklist number and what is tried; the properties; the expected `severity pointer` list. */
export type Case = [name: string, properties: Record<string, unknown>, expected?: string[]]

/** What the rules find, each as `severity pointer`. */
export const findings = (object: Record<string, unknown>): string[] =>
  checkRules(object).map(({ severity, pointer }) => `${severity} ${pointer}`)

/** Asserts each case; without an expectation, that nothing is found. */
export const judge = (t: Test, type: string, cases: Case[]): void => {
  for (const [name, properties, expected = []] of cases) {
    const object = { type, id: `${type}--${uuid}`, ...properties }
    t.same(findings(object), expected, `${name} (${type})`)
  }
}
