// A primary that dies under load, and its standby (F4): the run of `npm run cluster -- failover`,
// in the words of a row.
import { type FailoverResult, runFailover } from '../cluster/failover.ts'
import type { Result } from '../resilience/row.ts'
import type { LongGround } from './row.ts'

const acknowledgedLeast = 5_000
const controlLeast = 500

const resultOf = (what: string, result: FailoverResult): Result => {
  const { lost, missed, repeated } = result
  const unread = result.unread.length
  const figure = [
    `${what}: ${lost} lost of ${result.acknowledged} acknowledged, ${unread} without a status`,
    `${missed} missed, ${repeated} repeated, acknowledging again after ${result.outage.toFixed(1)} s`,
  ]
  const counts = Object.entries({ lost, unread, missed, repeated })
  const faults = counts.flatMap(([name, count]) => (count === 0 ? [] : [`${count} ${name}`]))
  return { figure: figure.join('; '), faults }
}

const run = async ({ teardown, show }: LongGround, synchronous: boolean): Promise<Result> => {
  const least = synchronous ? acknowledgedLeast : controlLeast
  const result = await runFailover({ teardown, show, tell: show }, { synchronous, least })
  const what = synchronous ? 'synchronous standby' : `a standby ${result.behind} objects behind`
  return resultOf(what, result)
}

/** F4: with a synchronous standby. */
export const runStandby = (ground: LongGround): Promise<Result> => run(ground, true)

/** The control: a primary that does not wait for its standby loses with its last moments. */
export const runLateStandby = (ground: LongGround): Promise<Result> => run(ground, false)
