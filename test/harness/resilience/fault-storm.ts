// Storms of transactions that fail at their commit (F11): tried again a bounded number of times,
// then refused; nothing acknowledged is missing and nothing is there twice.
import { Refusal } from '../../../src/exchange/refusal.ts'
import { makeIndicator, openHub, type TestHub } from '../../fixture/hub.ts'
import { makeChance } from '../chance.ts'
import { watchCalls } from './failing-calls.ts'
import type { Ground, Result } from './row.ts'

const writers = 8
const roundsEach = 12
const codes = ['40001', '40P01']

type Tally = { acknowledged: string[]; refused: number; faults: string[] }

/** Posts one object at a time; what is refused is not sent again. */
const writeAll = async (hub: TestHub): Promise<Tally> => {
  const tally: Tally = { acknowledged: [], refused: 0, faults: [] }
  const write = async (): Promise<void> => {
    const author = await hub.join('contributor')
    for (let n = 0; n < roundsEach; n++) {
      const object = makeIndicator(n)
      const answer = await hub.publish(author, [object]).catch((error: unknown) => error)
      if (answer instanceof Refusal && answer.reason === 'unavailable') tally.refused += 1
      else if (answer instanceof Error) tally.faults.push(`not a refusal: ${answer.message}`)
      else tally.acknowledged.push(object.id)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  return tally
}

const count = async (hub: TestHub, { acknowledged }: Tally) => {
  const { rows } = await hub.query('select stix_id as id, count(*) from object_version group by 1')
  const kept = new Map(rows.map(({ id, count: times }) => [id, Number(times)]))
  const lost = acknowledged.filter((id) => !kept.has(id)).length
  const doubled = [...kept.values()].filter((times) => times > 1).length
  return { lost, doubled }
}

const runStorm = async (ground: Ground, spoil: (hub: TestHub) => void): Promise<Result> => {
  const hub = await openHub(ground)
  const chance = makeChance(ground.seed)
  const calls = watchCalls(hub.ctx)
  let struck = 0
  calls.strike = (text) => {
    if (text !== 'commit' || chance.below(2) === 0) return null
    struck += 1
    return { code: codes[struck % codes.length] as string, when: 'before' }
  }
  spoil(hub)
  const tally = await writeAll(hub)
  calls.strike = null
  await hub.ctx.publisher.drain()
  const { lost, doubled } = await count(hub, tally)
  const faults = [...tally.faults]
  if (lost > 0) faults.push(`${lost} lost`)
  if (doubled > 0) faults.push(`${doubled} doubled`)
  const figure = `${struck} commits failed: ${tally.acknowledged.length} acknowledged, ${tally.refused} refused, ${lost} lost, ${doubled} doubled`
  return { figure, faults }
}

/** F11. */
export const runCommitStorm = (ground: Ground): Promise<Result> => runStorm(ground, () => {})

/** The control: a hub that acknowledges whatever became of the commit. */
export const runHopeful = (ground: Ground): Promise<Result> =>
  runStorm(ground, (hub) => {
    const { publisher } = hub.ctx
    const publish = publisher.publish.bind(publisher)
    publisher.publish = (publication) => {
      const row = { ...publication.submission, success_count: publication.objects.length }
      return publish(publication).catch(() => ({ row, redraws: 0 }))
    }
  })
