// Finds out what the objects of one submission say of each other: who made them, and which observed
// values are on the victim's side. Knows no profile.

import type { Part } from '../sharing/label.ts'
import { typeOfIdentifier } from '../stix/identifier.ts'
import type { StixObject } from '../stix/object.ts'
import { observableObjectTypes } from '../stix/vocabulary.ts'
import type { Dictionary } from './dictionary.ts'
import { belongsTo } from './ownership.ts'
import { type Surroundings, victimSide } from './surroundings.ts'

type Sides = { victim: unknown[]; attacker: unknown[] }

const noSide: Sides = { victim: [], attacker: [] }
const ofVictims = new Set(['identity', 'location', 'incident'])

const sidesOf = (object: StixObject, victims: ReadonlySet<string>): Sides => {
  const list = (...names: string[]) => names.flatMap((name) => object[name] ?? [])
  if (object.type === 'email-message') {
    return {
      victim: list('to_refs', 'cc_refs', 'bcc_refs'),
      attacker: list('from_ref', 'sender_ref'),
    }
  }
  if (object.type === 'malware-analysis') {
    const host = ['host_vm_ref', 'operating_system_ref', 'installed_software_refs']
    return { victim: list(...host), attacker: list('sample_ref', 'analysis_sco_refs') }
  }
  if (object.type === 'network-traffic') {
    const side = victimSide(object, victims)
    const ends = { src: list('src_ref'), dst: list('dst_ref') }
    if (side === 'both') return { victim: [...ends.src, ...ends.dst], attacker: [] }
    return { victim: ends[side], attacker: ends[side === 'src' ? 'dst' : 'src'] }
  }
  if (object.type === 'relationship') {
    const ends = list('source_ref', 'target_ref')
    const told = ends.some((end) => ofVictims.has(typeOfIdentifier(String(end)) ?? ''))
    return { victim: [], attacker: told ? [] : ends }
  }
  return noSide
}

const observedValue = (object: StixObject): string | null =>
  observableObjectTypes.has(object.type) && typeof object.value === 'string' ? object.value : null

/** What the objects of a submission say of each other. `dictionary` is the owner's. */
export const surveyObjects = (
  objects: readonly StixObject[],
  parts: ReadonlyMap<string, readonly Part[]>,
  dictionary: Dictionary,
): Surroundings => {
  const creators = new Set<string>()
  const victims = new Set<string>()
  const hosts = new Set<string>()
  for (const object of objects) {
    const value = observedValue(object)
    if (value !== null && belongsTo(object.type, value, dictionary)) victims.add(object.id)
    else if (object.type === 'domain-name') hosts.add(String(value).toLowerCase())
    if (typeof object.created_by_ref === 'string') creators.add(object.created_by_ref)
  }
  const sides = objects.map((object) => sidesOf(object, victims))
  const attackers = new Set(sides.flatMap(({ attacker }) => attacker))
  const hidden = sides.flatMap(({ victim }) => victim.filter((id) => !attackers.has(id)))
  const tokens = new Map<string, string>()
  const told = new Set(hidden as string[])
  return { tokens, creators, victims, sides: told, attackers: hosts, parts }
}
