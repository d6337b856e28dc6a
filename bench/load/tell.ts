// What members met under load, as tables of figures. Knows not how it came about.
import type { Report } from '../report.ts'
import { jain, mean, percentile } from './figures.ts'
import type { Met, Traffic } from './traffic.ts'

const kinds = ['poll', 'page', 'post'] as const
const titles: Record<Met['kind'], string> = {
  poll: 'poll, what is new',
  page: 'page of 100',
  post: 'post of 10',
}

const times = (met: readonly Met[], kind: Met['kind']): number[] =>
  met.filter((one) => one.kind === kind && one.status < 400 && one.status > 0).map(({ ms }) => ms)

const show = (ms: number): string => (Number.isNaN(ms) ? '-' : ms.toFixed(1))
const percentiles = (ms: number[]): string[] =>
  [0.5, 0.95, 0.99].map((p) => show(percentile(ms, p)))

const countStatus = (met: readonly Met[], of: (status: number) => boolean): number =>
  met.filter(({ status }) => of(status)).length

/** Latencies, how much went through, lag and refusals. `seconds` is how long it took. */
export const tellMet = (
  report: Report,
  title: string,
  { met, lags, delivered, flooded }: Traffic,
  seconds: number,
): void => {
  const heads = ['request', 'count', 'a second', 'p50', 'p95', 'p99', '429', '5xx', 'no answer']
  report.table(`${title}, ms`, heads)
  for (const kind of kinds) {
    const of = met.filter((one) => one.kind === kind)
    if (of.length === 0) continue
    report.row([
      ...[titles[kind], String(of.length), (of.length / seconds).toFixed(1)],
      ...percentiles(times(met, kind)),
      String(countStatus(of, (status) => status === 429)),
      String(countStatus(of, (status) => status >= 500)),
      String(countStatus(of, (status) => status === 0)),
    ])
  }
  report.line(`objects delivered: ${delivered}, ${(delivered / seconds).toFixed(1)} a second`)
  const [half, most] = [percentile(lags, 0.5), percentile(lags, 0.95)]
  report.line(
    `from a post to its first delivery, asked for twice a second: p50 ${show(half)} ms, ` +
      `p95 ${show(most)} ms of ${lags.length}`,
  )
  if (flooded.size === 0) return
  const answers = [...flooded].map(([status, count]) => `${count} × ${status}`).sort()
  report.line(`the flood was answered ${answers.join(', ')}`)
}

const byOrganisation = (met: readonly Met[]): Map<number, number[]> => {
  const groups = new Map<number, number[]>()
  for (const { organisation, status, ms, kind } of met) {
    if (kind !== 'poll' || status !== 200) continue
    const list = groups.get(organisation) ?? []
    list.push(ms)
    groups.set(organisation, list)
  }
  return groups
}

/** How alike organisations were served. */
export const tellFairness = (report: Report, { met }: Traffic): void => {
  const groups = [...byOrganisation(met).values()]
  const worst = groups.map((ms) => percentile(ms, 0.99))
  const ratio = Math.max(...worst) / percentile(worst, 0.5)
  report.line(
    `fairness between ${groups.length} organisations: Jain’s index of their mean latency ` +
      `${jain(groups.map(mean)).toFixed(3)}, worst p99 ${ratio.toFixed(1)} × the median p99`,
  )
}

/**
 * The same members without and with a flood beside them. Who reads the collection it fills, at
 * `path`, is given all that as well: those answers are not of the same size as before.
 */
export const tellNeighbours = (
  report: Report,
  path: string,
  before: Traffic,
  during: Traffic,
): void => {
  const wheres = [
    ['elsewhere', (one: Met) => one.path !== path],
    ['in the collection it fills', (one: Met) => one.path === path],
  ] as const
  for (const [where, isThere] of wheres) {
    for (const kind of kinds) {
      const [one, other] = [before, during].map(({ met }) => times(met.filter(isThere), kind))
      if (!one?.length || !other?.length) continue
      const ratios = [0.5, 0.95, 0.99].map((p) => percentile(other, p) / percentile(one, p))
      const shown = ratios.map((ratio) => ratio.toFixed(2)).join(', ')
      const counts = `${one.length} and ${other.length}`
      report.line(`neighbours ${where}, ${titles[kind]}: × ${shown} at p50, p95, p99 (${counts})`)
    }
  }
}
