// `npm run cluster -- failover [objects]`: a primary killed under load, a synchronous standby in
// its place, and an asynchronous one as the control. `npm run cluster -- [minutes]`: three hubs
// behind HAProxy on a primary and two replicas, with writers and pollers; one hub is killed and one
// replica stopped in the middle. Then what a poll costs the primary with replicas and without. Ends
// with 1 when anything was lost, missed, repeated or leaked, or when replicas save the primary less
// than four fifths.
import { openProgress, printCount, printTable } from '../src/cli/terminal.ts'
import { type FailoverResult, runFailover } from '../test/harness/cluster/failover.ts'
import { type Cost, measureCosts, pageSize } from '../test/harness/cluster/poll-cost.ts'
import { type Ground, openCluster, type SoakResult, soak } from '../test/harness/cluster/soak.ts'

const minutesUsual = 10
const objectsUsual = 5_000
const savedLeast = 0.8
const progress = openProgress(process.stderr)

const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

const printSoak = ({ tally, missed, repeated, leaked, delivered }: SoakResult): void =>
  print(
    [
      `${printCount(tally.acknowledged.size)} objects acknowledged to 8 writers`,
      `${printCount(tally.polls)} polls of 50 pollers delivered ${printCount(delivered)}`,
      `${missed} missed, ${repeated} repeated, ${leaked} leaked, ${tally.unread.length} unread`,
      `${tally.again} requests sent again after a cut or a 503`,
    ].join('; '),
  )

const saved = (without: Cost, withReplicas: Cost): number =>
  1 - withReplicas.msPerPoll / without.msPerPoll

const row = (what: string, without: Cost, withReplicas: Cost): string[] => [
  what,
  `${without.msPerPoll.toFixed(3)} ms (${printCount(without.polls)} polls)`,
  `${withReplicas.msPerPoll.toFixed(3)} ms (${printCount(withReplicas.polls)} polls)`,
  `${Math.round(saved(without, withReplicas) * 100)} %`,
]

const runSoak = async (ground: Ground, minutes: number): Promise<number> => {
  const cluster = await openCluster(ground)
  print('three hubs, two replicas, one balancer are ready')
  const result = await soak(cluster, minutes * 60, ground)
  printSoak(result)
  for (const what of result.tally.unread) print(`unread: ${what}`)
  for (const fault of result.faults) print(`FAULT: ${fault}`)
  const costs = await measureCosts(cluster, ground)
  const rows = [
    row(`a page of ${pageSize}`, costs.without.page, costs.with.page),
    row('a poll that finds nothing', costs.without.empty, costs.with.empty),
  ]
  const heads = ['processor time of the primary', 'without replicas', 'with two', 'saved']
  print(printTable(heads, rows).trimEnd())
  const enough = saved(costs.without.page, costs.with.page) >= savedLeast
  return result.faults.length === 0 && enough ? 0 : 1
}

const printFailover = (what: string, result: FailoverResult): void => {
  print(
    [
      `${what}: ${result.lost} lost of ${printCount(result.acknowledged)} acknowledged`,
      `${result.unread.length} without a status`,
      `${result.missed} missed, ${result.repeated} repeated by pollers that went on`,
      `writers went on ${result.outage.toFixed(1)} s after the kill`,
    ].join('; '),
  )
  for (const one of result.unread) print(`unread: ${one}`)
}

const runFailovers = async (ground: Ground, least: number): Promise<number> => {
  const safe = await runFailover(ground, { synchronous: true, least })
  printFailover('synchronous standby', safe)
  const control = await runFailover(ground, { synchronous: false, least: 500 })
  printFailover(`control: a standby ${printCount(control.behind)} objects behind`, control)
  const holds = safe.lost + safe.unread.length + safe.missed + safe.repeated === 0
  if (control.lost === 0) print('FAULT: the control lost nothing')
  return holds && control.lost > 0 ? 0 : 1
}

const usage = 'usage: npm run cluster -- [minutes] | failover [objects]\n'

const main = async (words: string[]): Promise<number> => {
  const failover = words[0] === 'failover'
  const usual = failover ? objectsUsual : minutesUsual
  const given = Number(words[failover ? 1 : 0] ?? usual)
  if (!(given > 0)) {
    process.stderr.write(usage)
    return 2
  }
  const undos: (() => unknown)[] = []
  const ground: Ground = {
    teardown: (undo) => void undos.unshift(undo),
    show: (text) => progress.show(text),
    tell: (text) => print(`${new Date().toISOString()} ${text}`),
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  try {
    return await (failover ? runFailovers(ground, given) : runSoak(ground, given))
  } finally {
    for (const undo of undos) await undo()
  }
}

process.exitCode = await main(process.argv.slice(2))
