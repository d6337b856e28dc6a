// `npm run load -- <profile> [--minutes n] [--flood n] [--scale x] [--faster x] [--no-save]`: a hub
// of its own, as durable as in production, under the load of a profile, and what its members met.
// `--scale` multiplies the entries that the hub holds before it begins; `--faster` divides the
// times between requests.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startHubProcess } from '../test/harness/hub-process.ts'
import { judgeGrowth, type Sample, watchGauges } from '../test/harness/soak/gauges.ts'
import { fillFeed } from './fill.ts'
import { mean } from './load/figures.ts'
import { drawHub, type Peopled, type Profile, profiles } from './load/profile.ts'
import { openTaken } from './load/taken.ts'
import { tellFairness, tellMet, tellNeighbours } from './load/tell.ts'
import { floodedPlace, joinTraffic, runTraffic, type Traffic } from './load/traffic.ts'
import { openReport, type Report } from './report.ts'

const options = '[--minutes n] [--flood n] [--scale x] [--faster x] [--no-save]'
const usage = `usage: npm run load -- <profile> ${options}
profiles: ${Object.keys(profiles).join(', ')}\n`
const sampleMs = 5_000
const warmUpMinutes = 1
const secondsOfMinute = 60
// What a flood left to do is not the quiet of after it.
const settleMs = 3_000
const windowMinutes = 1 / 6
const roundsAgain = 4
/** Of the processors' time, by whoever else has the machine. */
const takenMax = 0.02
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

type Phase = (minutes: number, flood: boolean) => Promise<Traffic>

type Compared = { quiet: Traffic; flooded: Traffic; leftOut: number; taken: number[] }

/**
 * The same members without and with a flood beside them, in turns. A round is left out and run
 * again while the machine was taken away from us in it: that would be measured, and no flood.
 */
const compareFlooded = async (phase: Phase, minutes: number): Promise<Compared> => {
  const [quiet, flooded]: [Traffic[], Traffic[]] = [[], []]
  const rounds = Math.max(1, Math.round(minutes / windowMinutes))
  const kept: number[] = []
  let leftOut = 0
  while (quiet.length < rounds) {
    const taken = openTaken()
    const [before, during] = [
      await phase(minutes / rounds, false),
      await phase(minutes / rounds, true),
    ]
    await pause(settleMs)
    const share = taken()
    if (share > takenMax && leftOut < roundsAgain * rounds) {
      leftOut += 1
      continue
    }
    kept.push(share)
    quiet.push(before)
    flooded.push(during)
  }
  return { quiet: joinTraffic(quiet), flooded: joinTraffic(flooded), leftOut, taken: kept }
}

const tellCompared = (
  report: Report,
  path: string,
  { quiet, flooded, leftOut, taken }: Compared,
  minutes: number,
): void => {
  const seconds = minutes * secondsOfMinute
  tellMet(
    report,
    `one organisation floods, ${minutes} minutes in turns with quiet`,
    flooded,
    seconds,
  )
  tellFairness(report, flooded)
  tellMet(report, `the quiet between, ${minutes} minutes`, quiet, seconds)
  report.line(
    `rounds: ${taken.length}, in which others had ${(mean(taken) * 100).toFixed(1)} % of the ` +
      `machine; left out, with more than ${takenMax * 100} %: ${leftOut}`,
  )
  tellNeighbours(report, path, quiet, flooded)
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
    const phase: Phase = (length, flood) =>
      runTraffic({ url: hub.url, profile, people, minutes: length, flood })
    process.stderr.write(`${new Date().toISOString()} filled; warming up\n`)
    // What is kept of a member is kept once it has come.
    await phase(Math.max(warmUpMinutes, profile.pollEvery / secondsOfMinute), false)
    const watch = watchGauges(hub.url, sampleMs)
    const steady = await phase(minutes, false)
    const memory = await watch.end()
    tellMet(report, `steady, ${minutes} minutes`, steady, minutes * secondsOfMinute)
    tellFairness(report, steady)
    tellMemory(report, memory)
    if (floodMinutes > 0) {
      const compared = await compareFlooded(phase, floodMinutes)
      tellCompared(report, floodedPlace({ profile, people }).path, compared, floodMinutes)
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
