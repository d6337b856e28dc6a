// Plants each token of a victim, in each way of writing it, in one place for text after the other,
// and reads what each profile shows of it. The search is the oracle's, not the hub's.
import type { Dictionary } from '../../src/core/anonymity/dictionary.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { findLeak, type Sought, soughtOf } from './leak-oracle.ts'
import { drawnProfiles, isValid, showObjects } from './shown-as.ts'
import type { TextPlace } from './text-places.ts'
import { obfuscate, type VictimToken } from './victim-corpus.ts'

/** One text to plant: a token, written in one way. */
export type Planting = { token: VictimToken; way: string; text: string; sought: Sought }

export type Counts = {
  submissions: number
  /** By what was done to each object, for each profile. */
  fates: Record<string, Record<string, number>>
  /** How often each pair came. */
  byPlace: Map<string, number>
  byToken: Map<string, number>
  /** Pairs of place and way of which no token makes a valid object. */
  impossible: number
  /** By way. */
  ways: Map<string, { submissions: number; delivered: number; leaks: number }>
  leaks: string[]
  invalid: string[]
}

export const plantingsOf = (tokens: readonly VictimToken[]): Planting[] =>
  tokens.flatMap((token) => {
    const sought = soughtOf(token)
    return obfuscate(token).map(({ name, text }) => ({ token, way: name, text, sought }))
  })

const settings: ((text: string) => string)[] = [
  (text) => text,
  (text) => `Seen at ${text} on Monday.`,
  (text) => text,
  (text) => `被害は${text}で確認`,
]

const count = (map: Map<string, number>, key: string): number => {
  const counted = (map.get(key) ?? 0) + 1
  map.set(key, counted)
  return counted
}

/** The submission of a place with a text in a sentence, else alone; null where neither is valid. */
const plant = (place: TextPlace, text: string, turn: number): StixObject[] | null => {
  const setting = settings[turn % settings.length]!
  for (const written of new Set([setting(text), text])) {
    if (place.takes?.(written) === false) continue
    const objects = place.plant(written)
    if (objects.every(isValid)) return objects
  }
  return null
}

const read = (
  counts: Counts,
  place: TextPlace,
  planting: Planting,
  objects: StixObject[],
  dictionary: Dictionary,
): void => {
  const { token, way, sought } = planting
  const tally = counts.ways.get(way) ?? { submissions: 0, delivered: 0, leaks: 0 }
  counts.ways.set(way, tally)
  counts.submissions += 1
  tally.submissions += 1
  count(counts.byPlace, `${way}\n${place.name}`)
  count(counts.byToken, `${way}\n${token.kind} ${token.text}`)
  for (const profile of drawnProfiles) {
    const fates = counts.fates[profile]!
    for (const shown of showObjects(objects, profile, dictionary)) {
      const told = shown.fate === 'withheld' ? shown.reason : shown.fate
      fates[told] = (fates[told] ?? 0) + 1
      if (shown.fate === 'withheld') continue
      tally.delivered += 1
      const mayTell = place.aimed === true && profile === 'P1'
      const leak = mayTell ? null : findLeak(shown.body, sought)
      if (leak !== null) {
        tally.leaks += 1
        counts.leaks.push(
          `${profile} ${place.name}: ${way} of ${token.kind} ${token.text}: ${leak}`,
        )
      }
      if (!isValid(JSON.parse(shown.body))) counts.invalid.push(`${place.name}: ${shown.body}`)
    }
  }
}

const noCounts = (): Counts => ({
  submissions: 0,
  fates: { P1: {}, P2: {}, P3: {} },
  byPlace: new Map(),
  byToken: new Map(),
  impossible: 0,
  ways: new Map(),
  leaks: [],
  invalid: [],
})

export type Run = {
  plantings: readonly Planting[]
  places: readonly TextPlace[]
  dictionary: Dictionary
  /** How many places each planting gets. */
  each: number
  /** Every place gets every way of writing; else only as they come. */
  full: boolean
  progress?: (done: number, of: number) => void
}

/**
 * Plants every planting in `each` places, the places of one way in turn; a `full` run fills up so
 * that every place has every way of writing, where a valid object can have it.
 */
export const runVictims = (run: Run): Counts => {
  const { plantings, places, dictionary, each, full, progress } = run
  const counts = noCounts()
  const turns = new Map<string, number>()
  plantings.forEach((planting, at) => {
    progress?.(at, plantings.length)
    for (let planted = 0, missed = 0; planted < each && missed < each * 8; ) {
      const turn = count(turns, planting.way)
      const place = places[(turn * 13) % places.length]!
      const objects = plant(place, planting.text, turn + planted)
      if (objects === null) missed += 1
      else {
        planted += 1
        read(counts, place, planting, objects, dictionary)
      }
    }
  })
  if (full) fillUp(counts, run)
  return counts
}

/** The first of some plantings that the place can have, read; false where it can have none. */
const plantOne = (
  counts: Counts,
  place: TextPlace,
  plantings: readonly Planting[],
  dictionary: Dictionary,
  from: number,
): boolean => {
  for (let tried = 0; tried < plantings.length; tried += 1) {
    const planting = plantings[(from + tried) % plantings.length]!
    const objects = plant(place, planting.text, from + tried)
    if (objects === null) continue
    read(counts, place, planting, objects, dictionary)
    return true
  }
  counts.impossible += 1
  return false
}

const fillUp = (counts: Counts, { plantings, places, dictionary, progress }: Run): void => {
  const byWay = Map.groupBy(plantings, ({ way }) => way)
  let done = 0
  for (const [way, written] of byWay) {
    places.forEach((place, at) => {
      progress?.(++done, byWay.size * places.length)
      if (counts.byPlace.has(`${way}\n${place.name}`)) return
      plantOne(counts, place, written, dictionary, at * 7)
    })
  }
}

/** One planting in every place; `impossible` counts the places that can have none. */
export const runPlaces = ({
  plantings,
  places,
  dictionary,
}: Omit<Run, 'each' | 'full'>): Counts => {
  const counts = noCounts()
  places.forEach((place, at) => {
    plantOne(counts, place, plantings, dictionary, at * 31)
  })
  return counts
}
