// Runs for the rows of bad inputs: how long a hostile body or pattern keeps the hub, and mutated
// objects.
import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import { takeObject } from '../../../src/core/intake.ts'
import { canonicalJson } from '../../../src/core/json/canonical.ts'
import { createScanner } from '../../../src/core/json/scan.ts'
import { parsePattern } from '../../../src/core/stix/pattern/parse.ts'
import { isTimestamp } from '../../../src/core/stix/timestamp.ts'
import { utf8 } from '../../core/json/scan-model.ts'
import { minimalObjects } from '../../core/stix/model/minimal.ts'
import { openHub } from '../../fixture/hub.ts'
import { type Chance, makeChance } from '../chance.ts'
import type { Ground, Result } from './row.ts'

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Processor time, the least of several: what the work takes, not what else the machine does. */
const leastMs = (work: () => void, times = 5): number => {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < times; n++) {
    const started = cpuMs()
    work()
    least = Math.min(least, cpuMs() - started)
  }
  return least
}

type Timed = [name: string, limitMs: number, text: string]

const around = (inside: string): string => `{"objects":[${inside}]}`
const keys = Array.from({ length: 300_000 }, (_, n) => `"${n}":1`).join(',')
const bodies: Timed[] = [
  ['a million brackets', 5, around('['.repeat(1_000_000))],
  ['200,000 objects deep', 5, around('{"a":'.repeat(200_000))],
  ['300,000 keys', 50, around(`{${keys}}`)],
  ['1,000,001 objects', 100, around(`${'1,'.repeat(1_000_000)}1`)],
  ['1,000,000 references', 100, around(`{"object_refs":[${'"a",'.repeat(1_000_000)}"a"]}`)],
]

type Measure = (text: string) => number

const judge = (named: Timed[], measure: Measure): Result => {
  const times = named.map(([name, limit, text]) => ({ name, limit, ms: measure(text) }))
  const slow = times.filter(({ ms, limit }) => ms > limit)
  const say = ({ name, ms }: { name: string; ms: number }) => `${name} ${ms.toFixed(1)} ms`
  return { figure: times.map(say).join(', '), faults: slow.map(say) }
}

const time = (named: Timed[], read: (text: string) => void): Result =>
  judge(named, (text) => leastMs(() => read(text)))

const chunkOctets = 65_536

/** The longest that others wait while a body comes in, a chunk at a time. */
const longestStall = (text: string): number => {
  const octets = utf8(text)
  const stalls: number[] = []
  for (let n = 0; n < 3; n++) {
    const scanner = createScanner()
    let fault: unknown = null
    let longest = 0
    for (let at = 0; fault === null && at < octets.length; at += chunkOctets) {
      const started = cpuMs()
      fault = scanner.push(octets.subarray(at, at + chunkOctets))
      longest = Math.max(longest, cpuMs() - started)
    }
    if (fault === null) throw new Error('a hostile body was taken')
    stalls.push(longest)
  }
  return Math.min(...stalls)
}

/** B3, B11, B12: refused before it costs anybody time. */
export const runStall = async (): Promise<Result> => judge(bodies, longestStall)

/** What a plain parser takes for the same. */
export const runStallControl = async (): Promise<Result> =>
  time(bodies, (text) => {
    try {
      structuredClone(JSON.parse(text))
    } catch {
      // Too deep, after all that.
    }
  })

const long = 65_536
const patternMs = 20
const filled = (unit: string): string => unit.repeat(Math.floor(long / unit.length))
const patterns: Timed[] = [
  ['parentheses', patternMs, `${'('.repeat(long / 2)}${')'.repeat(long / 2)}`],
  ['brackets', patternMs, '['.repeat(long)],
  ['AND', patternMs, `[${filled('x:y = 1 AND ')}x:y = 1]`],
  ['FOLLOWEDBY', patternMs, `${filled('[x:y=1] FOLLOWEDBY ')}[x:y=1]`],
  ['qualifiers', patternMs, `([x:y = 1])${filled(' WITHIN 5 SECONDS')}`],
  ['a string that stays open', patternMs, `[x:y = '${'a'.repeat(long)}`],
  ['escapes', patternMs, `[x:y = '${filled('\\\\')}']`],
  ['a greedy regular expression', patternMs, `[x:y MATCHES '${filled('(a+)+')}$']`],
  ['blanks', patternMs, ' '.repeat(long)],
  ['comments', patternMs, filled('/*')],
  ['digits', patternMs, `2025-01-01T00:00:00.${'0'.repeat(long)}`],
]

/** B25: the worst of 64 KiB is read in no time. */
export const runPatterns = async (): Promise<Result> =>
  time(patterns, (text) => {
    parsePattern(text)
    isTimestamp(text)
  })

/** A pattern that goes back and tries again. */
export const runPatternsControl = async (): Promise<Result> =>
  time([['27 letters', patternMs, `${'a'.repeat(27)}!`]], (text) => /^(a+)+$/.test(text))

const odd: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 12, 0.5, 1e300, 9_007_199_254_740_991, '', ' ', '12', 'true'],
  ...['null', '[]', 'a', '\u202e', '😀', 'é', '__proto__', [], {}, [null], [[]], ['a'], [12], {}],
  ...['10000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2016-12-31T23:59:60Z', '2021-02-31'],
  ...['indicator--x', 'malware--00000000-0000-4000-8000-000000000000', { a: { b: [1] } }, '3.0'],
  ...["'; drop table feed; --", '<img src=x onerror=1>', 'x'.repeat(5_000)],
]

const types = Object.keys(minimalObjects)

const mutate = (chance: Chance): Record<string, unknown> => {
  const object = structuredClone(minimalObjects[chance.pick(types)]) as Record<string, unknown>
  for (let n = 0; n <= chance.below(3); n++) {
    const names = Object.keys(object)
    const name = chance.chance(0.15) ? `x_${chance.below(9)}` : chance.pick(names)
    if (chance.chance(0.15)) delete object[name]
    else object[name] = structuredClone(chance.pick(odd))
  }
  return object
}

const digest = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex')

type Taken = { object: unknown; body: Buffer } | null
type Take = (body: Buffer) => Taken

const tryMutants = (seed: number, count: number, take: Take): Result => {
  const chance = makeChance(seed)
  let [taken, thrown, changed] = [0, 0, 0]
  const faults: string[] = []
  for (let n = 0; n < count; n++) {
    const text = JSON.stringify(mutate(chance))
    try {
      const accepted = take(Buffer.from(text))
      if (accepted === null) continue
      taken += 1
      const same = digest(accepted.object) === digest(JSON.parse(text))
      if (same && accepted.body.toString() === text) continue
      changed += 1
      faults.push(`changed: ${text.slice(0, 200)}`)
    } catch (error) {
      thrown += 1
      faults.push(`${error}: ${text.slice(0, 200)}`)
    }
  }
  if (taken === 0) faults.push('none was taken')
  const figure = `${count} mutated objects, ${taken} taken, ${thrown} failures, ${changed} changed`
  return { figure, faults: faults.slice(0, 5) }
}

const openIntake = async (ground: Ground, validation: 'strict' | 'lenient'): Promise<Take> => {
  const { ctx } = await openHub(ground)
  const media_types = ['application/stix+json;version=2.1', 'application/stix+json;version=2.0']
  return (body) => {
    const taken = takeObject(body, { validation, media_types, check: ctx.check })
    return taken.ok ? { object: taken.object, body: taken.body } : null
  }
}

/** B15: no object, however wrong, is more than a failure of its own. */
export const runMutants = async (ground: Ground): Promise<Result> =>
  tryMutants(ground.seed, 50_000, await openIntake(ground, 'strict'))

/** An intake that believes what it reads. */
export const runMutantsControl = async (ground: Ground): Promise<Result> =>
  tryMutants(ground.seed, 5_000, (body) => {
    const object = JSON.parse(body.toString()) as { type: string; id: string; created: string }
    const kept = object.id.split('--')[0] === object.type
    return kept ? { object: new Date(object.created).toISOString() && object, body } : null
  })

/** B26: what is taken is what was sent: nothing is turned into another type, nothing dropped. */
export const runConfusion = async (ground: Ground): Promise<Result> =>
  tryMutants(ground.seed + 1, 100_000, await openIntake(ground, 'lenient'))

/** As a framework's validator does by default. */
export const runConfusionControl = async (ground: Ground): Promise<Result> => {
  const validate = new Ajv({ coerceTypes: 'array', removeAdditional: true }).compile({
    type: 'object',
    additionalProperties: false,
    properties: { type: { type: 'string' }, id: { type: 'string' }, labels: { type: 'array' } },
  })
  return tryMutants(ground.seed + 1, 5_000, (body) => {
    const object = JSON.parse(body.toString())
    return validate(object) ? { object, body } : null
  })
}
