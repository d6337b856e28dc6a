// Judges one object by STIX: its essentials, its schema, its rules. Knows no stored object, so that
// what depends on other versions or on who sends it is judged elsewhere.

import { findEarlierProblem } from './earlier.ts'
import { findEmptiness } from './emptiness.ts'
import { findEssentialProblem, findSpecVersionProblem } from './essential.ts'
import type { Problem } from './problem.ts'
import { checkRules } from './rules/check.ts'
import { standardTypes } from './vocabulary.ts'

/**
 * The first thing about the object that breaks its type's schema, or null when it fits. A type
 * without a schema is held to the properties all objects share. Never changes the object.
 */
export type SchemaCheck = (object: Record<string, unknown>) => Problem | null

type Mode = 'strict' | 'lenient'

const soften = (problem: Problem): Problem => ({ ...problem, severity: 'warning' })

const inMode = (problems: Problem[], mode: Mode): Problem[] =>
  mode === 'strict' ? problems : problems.map(soften)

/**
 * What is wrong with an object that says it is STIX 2.1; empty when nothing is. In strict mode an
 * error refuses the object. In lenient mode only what the hub itself needs stays an error: type,
 * id, spec_version, and timestamps that order versions. The object is never changed.
 */
export const validateObject = (
  object: Record<string, unknown>,
  check: SchemaCheck,
  mode: Mode,
): Problem[] => {
  const misfit = check(object)
  // The schema of a type says all that is essential; it does not say it first, nor of custom types.
  if (misfit !== null || !standardTypes.has(object.type as string)) {
    const essential = findEssentialProblem(object) ?? findSpecVersionProblem(object)
    if (essential !== null) return [essential]
  }
  // One finding is enough to mend an object; rules would only repeat what the schema said.
  if (misfit !== null) return inMode([misfit], mode)
  const emptiness = findEmptiness(object)
  const broken = checkRules(object)
  return inMode(emptiness === null ? broken : [emptiness, ...broken], mode)
}

/** The same for an object of STIX 2.0, by its structure only. */
export const validateObject20 = (object: Record<string, unknown>, mode: Mode): Problem[] => {
  const essential = findEssentialProblem(object)
  if (essential !== null) return [essential]
  const problem = findEarlierProblem(object) ?? findEmptiness(object)
  return inMode(problem === null ? [] : [problem], mode)
}
