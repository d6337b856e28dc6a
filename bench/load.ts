// `npm run load -- <profile> [--minutes n] [--flood n] [--scale x] [--faster x] [--no-save]`: a hub
// of its own, as durable as in production, under the load of a profile, and what its members met.
// `--scale` multiplies the entries that the hub holds before it begins; `--faster` divides the
// times between requests.
import pg from 'pg'
import { startHubProcess } from '../test/harness/hub-process.ts'
import { judgeGrowth, type Sample, watchGauges } from '../test/harness/soak/gauges.ts'
import { fillFeed } from './fill.ts'
import { drawHub, type Peopled, type Profile, profiles } from './load/profile.ts'
import { tellFairness, tellMet, tellNeighbours } from './load/tell.ts'
import { floodedPlace, runTraffic, type Traffic } from './load/traffic.ts'
import { openReport, type Report } from './report.ts'

const options = '[--minutes n] [--flood n] [--scale x] [--faster x] [--no-save]'
const usage = `usage: npm run load -- <profile> ${options}
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
  const faster = numberOf('--faster') ?? 1
  if (![minutes, floodMinutes, entries, faster].every(Number.isFinite)) return null
  const pollEvery = profile.pollEvery / faster
  const submitEvery = profile.submitEvery / faster
  const asked = { ...profile, minutes, floodMinutes, entries, pollEvery, submitEvery }
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

const tellMemory = (report: Report, samples: readonly Sample[]): void => {
  const [first, last] = [samples[0]?.rss ?? 0, samples.at(-1)?.rss ?? 0]
  const { figure, faults } = judgeGrowth(samples)
  const grew = faults.length === 0 ? 'it does not grow' : faults.join(', ')
  report.line(
    `memory of the hub: ${first.toFixed(0)} to ${last.toFixed(0)} MiB ` +
      `resident in ${samples.length} samples; ${figure}: ${grew}`,
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
    const watch = watchGauges(hub.url, sampleMs)
    const steady = await phase(minutes * 60_000, false)
    const memory = await watch.end()
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
      tellNeighbours(report, floodedPlace({ profile, people }).path, steady, flooded)
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
