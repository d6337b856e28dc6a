// Shows objects under a profile as the exchange does: drawn, closed and sealed. Knows no storage.
import { compileDictionary, type Dictionary } from '../../src/core/anonymity/dictionary.ts'
import { drawObject } from '../../src/core/anonymity/draw.ts'
import { deriveId } from '../../src/core/anonymity/pseudonym.ts'
import type { DrawnProfile, Scope } from '../../src/core/anonymity/scope.ts'
import { sealObject } from '../../src/core/anonymity/seal.ts'
import { surveyObjects } from '../../src/core/anonymity/survey.ts'
import { anyone } from '../../src/core/sharing/audience.ts'
import { closeReferences, type Node } from '../../src/core/sharing/closure.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { validateObject } from '../../src/core/stix/validate.ts'
import { labelOf, makeScope, makeSegment } from '../core/anonymity/situation.ts'
import { loadSchemaCheck } from '../core/stix/model/minimal.ts'

export const drawnProfiles: readonly DrawnProfile[] = ['P1', 'P2', 'P3']

const check = loadSchemaCheck()

/** Valid STIX 2.1, held strictly. */
export const isValid = (object: StixObject): boolean =>
  validateObject(object, check, 'strict').every(({ severity }) => severity !== 'error')

/** What became of one object: its printed form, or why there is none. */
export type Fate =
  | { id: string; fate: 'as-is' | 'derived'; body: string }
  | { id: string; fate: 'withheld'; reason: string }

type Drawn = { nodes: Node[]; fates: Fate[] }

const drawAll = (
  objects: readonly StixObject[],
  scope: Scope,
  around: ReturnType<typeof surveyObjects>,
): Drawn => {
  const drawn: Drawn = { nodes: [], fates: [] }
  for (const object of objects) {
    const { id, type } = object
    const one = drawObject(object, labelOf(object), makeSegment(scope), scope, around)
    if (one.fate === 'withheld') drawn.fates.push({ id, fate: 'withheld', reason: one.reason })
    else {
      const { changed, text } = one
      drawn.nodes.push({ id, type, object: one.object, audience: anyone, changed, text })
    }
  }
  return drawn
}

const sealAll = (
  nodes: Node[],
  originals: ReadonlyMap<string, StixObject>,
  scope: Scope,
): { fates: Fate[]; failed: Fate[] } => {
  const outside = (id: string) => (originals.has(id) ? ({ withheld: true } as const) : null)
  const fates: Fate[] = []
  const failed: Fate[] = []
  for (const [id, closed] of closeReferences(nodes, outside, (id) => deriveId(scope, id))) {
    if ('withheld' in closed) {
      fates.push({ id, fate: 'withheld', reason: closed.withheld })
      continue
    }
    const original = originals.get(id)!
    const sealed = sealObject(closed, original, scope, null, isValid)
    if (sealed.fate === 'withheld') failed.push({ id, fate: 'withheld', reason: sealed.reason })
    else {
      const body = sealed.fate === 'as-is' ? JSON.stringify(original) : sealed.body.toString()
      fates.push({ id, fate: sealed.fate, body })
    }
  }
  return { fates, failed }
}

/** A submission as one profile shows it: drawn, closed and sealed as the exchange does. */
export const showObjects = (
  objects: readonly StixObject[],
  profile: DrawnProfile,
  dictionary: Dictionary,
  bystanders: Scope['bystanders'] = [],
): Fate[] => {
  const scope = makeScope(profile, { dictionary, bystanders })
  const around = surveyObjects(objects, new Map(), dictionary)
  const originals = new Map(objects.map((object) => [object.id, object]))
  const { nodes, fates } = drawAll(objects, scope, around)
  for (let left = nodes; ; ) {
    const sealed = sealAll(left, originals, scope)
    fates.push(...sealed.failed)
    if (sealed.failed.length === 0) return [...fates, ...sealed.fates]
    const gone = new Set(sealed.failed.map(({ id }) => id))
    left = left.filter(({ id }) => !gone.has(id))
  }
}

/** The dictionary of nobody: a net that lets everything through. */
export const nothing = compileDictionary([])
