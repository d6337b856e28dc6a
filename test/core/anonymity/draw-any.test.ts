// Promises of the drawing for any valid object of any type: what is shown is valid, tells nothing
// that was planted, does not change when drawn again, and is never more than a nearer profile's.

import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { drawObject } from '../../../src/core/anonymity/draw.ts'
import { patternRelationId } from '../../../src/core/anonymity/pattern-relation.ts'
import type { DrawnProfile, Scope } from '../../../src/core/anonymity/scope.ts'
import { type Sealed, sealObject } from '../../../src/core/anonymity/seal.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { loadSchemaCheck } from '../stix/model/minimal.ts'
import { arbitraryObject, planted } from './arbitrary-object.ts'
import { labelOf, makeScope, makeSegment } from './situation.ts'

const profiles: DrawnProfile[] = ['P1', 'P2', 'P3']
const check = loadSchemaCheck()
const isValid = (object: StixObject): boolean =>
  validateObject(object, check, 'strict').every(({ severity }) => severity !== 'error')

type Draw = typeof drawObject

const drawIn = (object: StixObject, scope: Scope, draw: Draw) =>
  draw(object, labelOf(object), makeSegment(scope), scope)

/** Why an object breaks a promise; null when it breaks none. */
const findBreak = (object: StixObject, draw: Draw = drawObject): string | null => {
  let nearer: StixObject | null | undefined
  for (const profile of profiles) {
    const scope = makeScope(profile)
    const before = structuredClone(object)
    const drawn = drawIn(object, scope, draw)
    if (!isDeepStrictEqual(object, before)) return `${profile}: the given object is changed`
    if (!isDeepStrictEqual(drawIn(object, scope, draw), drawn))
      return `${profile}: not the same twice`
    if (drawn.fate === 'withheld') {
      nearer = null
      continue
    }
    if (nearer === null) return `${profile}: shown further out only`
    if (drawn.changed === isDeepStrictEqual(drawn.object, object)) return `${profile}: changed`
    const again = drawIn(drawn.object, scope, draw)
    if (again.fate !== 'drawn' || again.changed) return `${profile}: drawing twice is not once`
    const added = nearer === undefined ? [] : findAdded(drawn.object, nearer)
    if (added.length > 0) return `${profile}: ${added.join()} only further out`
    const broken = findLeak(sealObject(drawn, object, scope, null, isValid), object)
    if (broken !== null) return `${profile}: ${broken}`
    nearer = drawn.object
  }
  return null
}

/** Properties that a nearer profile does not show, but for what is written anew. */
const findAdded = (object: StixObject, nearer: StixObject): string[] =>
  Object.keys(object).filter((name) => !(name in nearer) && name !== 'description')

const findLeak = (sealed: Sealed, object: StixObject): string | null => {
  if (sealed.fate === 'withheld') {
    return sealed.reason === 'invalid-after-redaction' ? 'invalid' : null
  }
  const body = sealed.fate === 'as-is' ? JSON.stringify(object) : sealed.body.toString()
  const leak = planted.find((word) => body.toLowerCase().includes(word.toLowerCase()))
  return leak === undefined ? null : `tells ${leak}`
}

const seed = 20_260_102
const runs = 40

t.test('no object of any type breaks a promise', async (t) => {
  for (const type of standardTypes) {
    let valid = 0
    let shown = 0
    fc.assert(
      fc.property(arbitraryObject(type), (object) => {
        if (!isValid(object)) return
        valid++
        const broken = findBreak(object)
        if (broken !== null) throw new Error(`${broken}\n${JSON.stringify(object, null, 1)}`)
        if (drawIn(object, makeScope('P1'), drawObject).fate === 'drawn') shown++
      }),
      { seed, numRuns: runs },
    )
    t.ok(valid > runs / 10, `${type}: ${valid} valid objects, ${shown} of them shown`)
  }
})

/** A drawing with one rule broken; the promise must notice. */
const mutants: Record<
  string,
  (drawn: StixObject, given: StixObject, profile: string) => StixObject
> = {
  'a label comes back': (drawn, given) => ({ ...drawn, labels: given.labels ?? ['x'] }),
  'a text comes back': (drawn, given) => ({ ...drawn, name: given.name ?? 'x' }),
  'a property comes further out': (drawn, _, profile) =>
    profile === 'P1' ? drawn : { ...drawn, x_more: 1 },
  'a required property goes': (drawn) => {
    const { modified: _, ...rest } = drawn
    return rest as StixObject
  },
  'a version is made up': (drawn) => ({ ...drawn, confidence: Math.random() }),
}

t.test('each promise is noticed when it is broken', async (t) => {
  for (const [says, mutate] of Object.entries(mutants)) {
    const draw: Draw = (object, label, segment, scope, around) => {
      const drawn = drawObject(object, label, segment, scope, around)
      if (drawn.fate === 'withheld') return drawn
      return { ...drawn, object: mutate(drawn.object, object, segment.profile), changed: true }
    }
    const { failed } = fc.check(
      fc.property(
        arbitraryObject('tool'),
        (object) => !isValid(object) || !findBreak(object, draw),
      ),
      { seed, numRuns: runs },
    )
    t.ok(failed, says)
  }
})

t.test('the extension that tells of a changed pattern is the only one added', async (t) => {
  const property = fc.property(arbitraryObject('indicator'), (object) => {
    const drawn = drawIn(object, makeScope('P1'), drawObject)
    if (drawn.fate === 'withheld') return true
    const added = Object.keys((drawn.object.extensions as object | undefined) ?? {})
    return added.every((name) => name === patternRelationId)
  })
  fc.assert(property, { seed, numRuns: runs })
  t.pass()
})
