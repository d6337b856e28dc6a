// What a hub says of itself at /metrics while a run goes on, and whether its memory and its handles
// grow. Knows no run.
import { setTimeout } from 'node:timers/promises'
import { type Point, slopeOf } from '../../../bench/load/figures.ts'

const mebibyte = 1_048_576

/** Memory in MiB. `handles` are open files and sockets. */
export type Gauges = { rss: number; heap: number; handles: number }

const names = {
  rss: 'process_resident_memory_bytes',
  heap: 'nodejs_heap_size_used_bytes',
  handles: 'process_open_fds',
} as const

/** Null while the hub does not answer. */
export const readGauges = async (url: string): Promise<Gauges | null> => {
  const options = { signal: AbortSignal.timeout(10_000) }
  const text = await fetch(`${url}/metrics`, options)
    .then((answer) => (answer.ok ? answer.text() : null))
    .catch(() => null)
  if (text === null) return null
  const read = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  return {
    rss: read(names.rss) / mebibyte,
    heap: read(names.heap) / mebibyte,
    handles: read(names.handles),
  }
}

export type Sample = Gauges & { hours: number }

export type Watch = {
  samples: Sample[]
  /** The most that was seen. */
  peak(): Gauges
  end(): Promise<Sample[]>
}

/** Reads the gauges every so often until it is ended. */
export const watchGauges = (url: string, everyMs: number): Watch => {
  const samples: Sample[] = []
  const stop = new AbortController()
  const started = performance.now()
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const gauges = await readGauges(url)
      const hours = (performance.now() - started) / 3_600_000
      if (gauges !== null) samples.push({ ...gauges, hours })
      await setTimeout(everyMs, null, { signal: stop.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    samples,
    peak: () => ({
      rss: Math.max(...samples.map(({ rss }) => rss)),
      heap: Math.max(...samples.map(({ heap }) => heap)),
      handles: Math.max(...samples.map(({ handles }) => handles)),
    }),
    async end() {
      stop.abort()
      await running
      return samples
    },
  }
}

const slopeMostMiB = 1
/** What one quarter may differ from the next without a leak: when V8 collects is its own affair. */
const rssMoodMiB = 24
const heapMoodMiB = 6
const handlesMood = 16

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** After a collection the heap holds what is in use: the low tenth of its samples. */
const low = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? Number.NaN

const quarter = (samples: readonly Sample[], n: number): Sample[] => {
  const size = samples.length / 4
  return samples.slice(Math.floor(n * size), Math.floor((n + 1) * size))
}

/**
 * Whether the last quarter of a run holds more than the one before it: a MiB an hour, or what two
 * quarters of a run that leaks nothing may differ by, whichever is more. The figure has the slope
 * of the second half with its error, which a short run cannot make small.
 */
export const judgeGrowth = (samples: readonly Sample[]): { figure: string; faults: string[] } => {
  if (samples.length < 12) return { figure: '', faults: ['the hub was hardly measured'] }
  const [before, after] = [quarter(samples, 2), quarter(samples, 3)]
  const hours = (after[0] as Sample).hours - (before[0] as Sample).hours
  const rise = {
    rss: median(after.map(({ rss }) => rss)) - median(before.map(({ rss }) => rss)),
    heap: low(after.map(({ heap }) => heap)) - low(before.map(({ heap }) => heap)),
    handles: median(after.map((one) => one.handles)) - median(before.map((one) => one.handles)),
  }
  const most = {
    rss: Math.max(slopeMostMiB * hours, rssMoodMiB),
    heap: Math.max(slopeMostMiB * hours, heapMoodMiB),
    handles: handlesMood,
  }
  const half = samples.slice(Math.floor(samples.length / 2))
  const slope = (read: (sample: Sample) => number): string => {
    const points: Point[] = half.map((one) => ({ x: one.hours, y: read(one) }))
    const line = slopeOf(points)
    return `${line.slope.toFixed(1)} ± ${(2 * line.error).toFixed(1)} MiB/h`
  }
  const faults = (['rss', 'heap', 'handles'] as const).flatMap((name) =>
    rise[name] <= most[name] ? [] : [`${name} grew by ${rise[name].toFixed(1)} in a quarter`],
  )
  const last = samples.at(-1) as Sample
  const figure = [
    `RSS ${Math.round(last.rss)} MiB, slope ${slope(({ rss }) => rss)}`,
    `heap in use ${low(after.map(({ heap }) => heap)).toFixed(1)} MiB, ${rise.heap >= 0 ? '+' : ''}${rise.heap.toFixed(1)} in the last quarter`,
    `${median(after.map((one) => one.handles))} handles`,
  ]
  return { figure: figure.join('; '), faults }
}
