// Readings that requests share: nobody is answered with what was read before it asked.
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { shareReading } from '../../src/exchange/share-reading.ts'

/** A counter that each reading tells as it is when the reading begins. */
const openCounter = (readMs: number) => {
  const seen: string[][] = []
  let now = 0
  const read = async (keys: string[]): Promise<Map<string, number>> => {
    seen.push(keys)
    const found = new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, now]))
    await setTimeout(readMs)
    return found
  }
  return { seen, read, move: () => ++now }
}

t.test('those that come together share a reading, one key once', async (t) => {
  const { seen, read } = openCounter(5)
  const at = shareReading(read)
  const answers = await Promise.all([at('a'), at('b'), at('b'), at('nobody')])
  t.same(answers, [0, 0, 0, undefined])
  t.same(seen, [['a'], ['b', 'nobody']], 'the first begins, the others share the next')
})

t.test('what was changed before it was asked for is in the answer', async (t) => {
  const { read, move } = openCounter(2)
  const at = shareReading(read)
  const asked: Promise<unknown>[] = []
  for (let n = 0; n < 200; n++) {
    const least = move()
    asked.push(at('a').then((value) => t.ok((value as number) >= least, `${value} ≥ ${least}`)))
    if (n % 3 === 0) await setTimeout(1)
  }
  await Promise.all(asked)
})

t.test('control: an answer of a reading that had begun is too old', async (t) => {
  const { read, move } = openCounter(5)
  let running: Promise<Map<string, number>> | null = null
  const at = async (key: string) => {
    running ??= read([key]).finally(() => {
      running = null
    })
    return (await running).get(key)
  }
  const first = at('a')
  const least = move()
  t.ok(((await at('a')) as number) < least)
  await first
})

t.test(
  'no more keys at once than it may read, and a failure is that reading’s alone',
  async (t) => {
    const sizes: number[] = []
    const at = shareReading<string>(async (keys) => {
      sizes.push(keys.length)
      await setTimeout(1)
      if (keys.includes('bad')) throw new Error('it failed')
      return new Map(keys.map((key) => [key, key]))
    }, 3)
    const all = ['bad', '1', '2', '3', '4', '5'].map((key) => at(key).catch(() => 'failed'))
    t.same(await Promise.all(all), ['failed', '1', '2', '3', '4', '5'])
    t.same(sizes, [1, 3, 2])
  },
)
