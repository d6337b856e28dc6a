// `npm run load -- <profile> [--minutes n] [--flood n] [--scale x] [--no-save]`: puts a hub of its
// own, as durable as in production, under the load of a profile, and prints what its members met.
// `--scale` multiplies the entries that the hub holds before it begins.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { startHubProcess } from '../test/harness/hub-process.ts'
import { fillFeed } from './fill.ts'
import { type Point, slopeOf } from './load/figures.ts'
import { drawHub, type Peopled, type Profile, profiles } from './load/profile.ts'
import { tellFairness, tellMet, tellNeighbours } from './load/tell.ts'
import { runTraffic, type Traffic } from './load/traffic.ts'
import { openReport, type Report } from './report.ts'

const usage = `usage: npm run load -- <profile> [--minutes n] [--flood n] [--scale x] [--no-save]
profiles: ${Object.keys(profiles).join(', ')}\n`
const sampleMs = 5_000
const warmUpMs = 60_000
// As in production, where nobody has set them.
const limits = { SEKISHO_RATE_LIMIT: '6000', SEKISHO_TURNS: '3' }

type Asked = { name: string; profile: Profile; save: boolean }

/** The profile with what was asked of it; null for what cannot be read. */
const readArguments = (words: string[]): Asked | null => {
  const [name = '', ...rest] = words
  const profile = profiles[name]
  if (profile === undefined) return null
  const numberOf = (option: string): number | null => {
    const at = rest.indexOf(option)
    return at < 0 ? null : Number(rest[at + 1])
  }
  const minutes = numberOf('--minutes') ?? profile.minutes
  const floodMinutes = numberOf('--flood') ?? profile.floodMinutes
  const entries = Math.round(profile.entries * (numberOf('--scale') ?? 1))
  if (![minutes, floodMinutes, entries].every(Number.isFinite)) return null
  const asked = { ...profile, minutes, floodMinutes, entries }
  return { name, profile: asked, save: !rest.includes('--no-save') }
}

const seed = async (databaseUrl: string, people: Peopled, entries: number): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  const each = Math.floor(entries / people.places.length)
  for (const { id } of people.places) {
    if (each > 0) await fillFeed(client, id, each)
    // What is there already is not indexed for the search while others are measured.
    await client.query(
      `insert into sought_head (collection_id, position)
        select collection_id, last_position from feed_head where collection_id = $1
        on conflict (collection_id) do update set position = excluded.position`,
      [id],
    )
  }
  await client.end()
}

const residentOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

/** Samples the hub's resident memory until it is stopped: hours, and megabytes. */
const watchMemory = (pid: number): (() => Point[]) => {
  const points: Point[] = []
  const timer = setInterval(() => {
    points.push({ x: performance.now() / 3_600_000, y: residentOf(pid) })
  }, sampleMs)
  return () => {
    clearInterval(timer)
    return points
  }
}

const tellMemory = (report: Report, points: Point[]): void => {
  const [first, last] = [points[0]?.y ?? 0, points.at(-1)?.y ?? 0]
  const { slope, error } = slopeOf(points)
  const half = points.slice(Math.floor(points.length / 2))
  const later = slopeOf(half)
  report.line(
    `memory of the hub: ${first.toFixed(0)} to ${last.toFixed(0)} MB resident in ` +
      `${points.length} samples; slope ${slope.toFixed(1)} ± ${(2 * error).toFixed(1)} MB/h, of ` +
      `the second half ${later.slope.toFixed(1)} ± ${(2 * later.error).toFixed(1)} MB/h`,
  )
}

const run = async ({ name, profile, save }: Asked): Promise<void> => {
  const people = drawHub(profile)
  const { organisations, groups, entries, minutes, floodMinutes } = profile
  const places = `${groups} groups, ${people.places.length} collections`
  const size = `${organisations} organisations, ${places}`
  const report = openReport(`load: ${name}, ${size}, ${entries} entries`)
  const hub = await startHubProcess(people.hubFile, limits)
  try {
    await seed(hub.databaseUrl, people, entries)
    const phase = (ms: number, flood: boolean): Promise<Traffic> =>
      runTraffic({ url: hub.url, profile, people, until: performance.now() + ms, flood })
    process.stderr.write(`${new Date().toISOString()} filled; warming up\n`)
    await phase(warmUpMs, false)
    const stopWatching = watchMemory(hub.pid)
    const steady = await phase(minutes * 60_000, false)
    const memory = stopWatching()
    tellMet(report, `steady, ${minutes} minutes`, steady, minutes * 60)
    tellFairness(report, steady)
    tellMemory(report, memory)
    if (floodMinutes > 0) {
      const flooded = await phase(floodMinutes * 60_000, true)
      tellMet(
        report,
        `one organisation floods, ${floodMinutes} minutes`,
        flooded,
        floodMinutes * 60,
      )
      tellFairness(report, flooded)
      tellNeighbours(report, steady, flooded)
    }
    if (save) report.save()
  } finally {
    await hub.stop()
  }
}

const asked = readArguments(process.argv.slice(2))
if (asked === null) {
  process.stderr.write(usage)
  process.exitCode = 2
} else {
  await run(asked)
}
