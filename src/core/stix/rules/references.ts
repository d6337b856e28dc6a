// Rules about references: each names an object of a type its property allows (STIX 2.1 §3.3).
// Knows nothing of whether that object exists.

import { typeOfIdentifier } from '../identifier.ts'
import type { Problem } from '../problem.ts'
import {
  admitsTarget,
  commonReferences,
  type ReferenceProperty,
  referencesOf,
} from '../reference.ts'
import { isContent, isList, quote, type Rule, refuse } from './rule.ts'

const checkTarget = (reference: ReferenceProperty): Rule => {
  const steps = reference.property.split('.')
  const wanted = reference.targets.map((target) => `\`${target}\``).join(', ')
  const admitted = new Map<string, boolean>()
  const admits = (type: string): boolean => {
    const known = admitted.get(type)
    if (known !== undefined) return known
    const answer = admitsTarget(reference.targets, type)
    // Custom types are the producer's to invent; remembering all of them would be without end.
    if (admitted.size < 100) admitted.set(type, answer)
    return answer
  }
  const visit = (value: unknown, step: number, pointer: string, problems: Problem[]): void => {
    const name = steps[step]
    if (name === undefined) {
      const type = typeof value === 'string' ? typeOfIdentifier(value) : null
      if (type === null || admits(type)) return
      refuse(problems, pointer, `refer to an object of type ${wanted}, not ${quote(type)}`)
      return
    }
    const inner = isContent(value) ? value[name] : undefined
    if (inner === undefined) return
    const at = `${pointer}/${name}`
    if (!isList(inner)) visit(inner, step + 1, at, problems)
    else
      for (let index = 0; index < inner.length; index++)
        visit(inner[index], step + 1, `${at}/${index}`, problems)
  }
  return (object, pointer, problems) => visit(object, 0, pointer, problems)
}

/** The rules that any object's references keep. */
export const commonReferenceRules: readonly Rule[] = commonReferences.map(checkTarget)

/** The rules that only this type's references keep, besides the common ones. */
export const ownReferenceRules = (type: string): Rule[] =>
  referencesOf(type)
    .filter(({ property }) => !commonReferences.some((common) => common.property === property))
    .map(checkTarget)
