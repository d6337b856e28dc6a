// Submissions of every kind by chance: objects of many types that refer to each other, markings,
// options. Knows no hub.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { models } from '../../src/core/stix/model/registry.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { arbitraryObject } from '../core/anonymity/arbitrary-object.ts'
import type { Chance } from '../harness/chance.ts'

const uuid = '0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'
const types = Object.keys(models).filter((type) => type !== 'bundle')

const tlp: Record<string, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

export type Submission = { objects: StixObject[]; x_sekisho_sharing?: Record<string, unknown> }

/** Objects of one type, made once: a run of the generator is slow. */
const stock = new Map<string, StixObject[]>()
const stockSize = 40

const drawObject = (chance: Chance): StixObject => {
  const type = chance.pick(types)
  const made = stock.get(type) ?? fc.sample(arbitraryObject(type), { numRuns: stockSize, seed: 7 })
  stock.set(type, made)
  return chance.pick(made)
}

const texts = ['description', 'name', 'value', 'abstract', 'content']

const mark = (object: StixObject, level: string, chance: Chance): StixObject => {
  const marked: StixObject = { ...object }
  if (level !== 'none') marked.object_marking_refs = [tlp[level] as string]
  const selected = texts.filter((name) => typeof object[name] === 'string')
  if (selected.length > 0 && chance.chance(0.15)) {
    const marking_ref = tlp[chance.pick(['clear', 'green', 'amber', 'amber+strict'])]
    marked.granular_markings = [{ marking_ref, selectors: [chance.pick(selected)] }]
  }
  return marked
}

const future = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

const optionsOf = (chance: Chance, red: boolean): Record<string, unknown> => {
  const options: Record<string, unknown> = {}
  const maybe = (share: number, name: string, value: unknown): void => {
    if (chance.chance(share)) options[name] = value
  }
  maybe(0.4, 'consent', chance.pick(['none', 'hub', 'government', 'group', 'everyone']))
  maybe(0.2, 'exclude', [chance.pick(['bolt', 'cargo', 'agency', 'shop'])])
  maybe(0.4, 'community', chance.chance(0.7))
  maybe(0.3, 'authorities', ['government'])
  maybe(0.15, 'victim_consent', true)
  maybe(0.15, 'not_before', future(0.5))
  maybe(0.1, 'not_after', future(48))
  maybe(0.05, 'approval', true)
  maybe(0.1, 'public', false)
  maybe(0.1, 'tearline', true)
  maybe(0.1, 'profile', chance.pick(['P1', 'P2', 'P3']))
  maybe(0.1, 'addressed', chance.pick(['sector(transport)', 'org(bolt) + org(shop)']))
  maybe(0.05, 'purpose', 'a drill')
  maybe(0.1, 'stages', [
    { to: 'members' },
    { to: 'clients', after: 'PT30M' },
    { to: 'community', on: 'patch-available' },
  ])
  if (red) options.recipients = chance.pick([['jiro@bolt'], ['jiro@bolt', 'taro@acme']])
  return options
}

/**
 * A submission with ids of its own; what its objects refer to is among them, or nobody's. `earlier`
 * are ids that may be referred to besides.
 */
export const drawSubmission = (chance: Chance, earlier: string[]): Submission => {
  const level = chance.pick([
    'none',
    'clear',
    'clear',
    'green',
    'green',
    'amber',
    'amber+strict',
    'red',
  ])
  const count = 1 + chance.below(5)
  const byId = new Map<string, StixObject>()
  for (let n = 0; n < count; n++) {
    const own = chance.chance(0.8) ? level : chance.pick(['clear', 'green', 'amber'])
    const object = mark(drawObject(chance), own, chance)
    byId.set(object.id, object)
  }
  let text = JSON.stringify([...byId.values()])
  const [target] = earlier.length > 0 && chance.chance(0.3) ? [chance.pick(earlier)] : []
  if (target !== undefined) {
    const type = target.slice(0, target.indexOf('--'))
    if (!byId.has(`${type}--${uuid}`)) text = text.replaceAll(`${type}--${uuid}`, target)
  }
  const objects = JSON.parse(text.replaceAll(uuid, randomUUID())) as StixObject[]
  const options = optionsOf(chance, level === 'red')
  return { objects, ...(Object.keys(options).length > 0 ? { x_sekisho_sharing: options } : {}) }
}
