// Long work gives way: one slice of one work for each turn of the event loop, and none for who is
// done sooner.
import t from 'tap'
import { openPace, type Pace } from '../../src/exchange/pace.ts'

const parts = 5

/** Longer than a slice, however fast the machine is. */
const workHard = (): void => {
  const until = performance.now() + 5
  while (performance.now() < until);
}

/** Counts turns of the event loop for as long as the test runs. */
const countTurns = (t: { teardown(end: () => void): void }): (() => number) => {
  let turns = 0
  let next: NodeJS.Immediate
  const count = (): void => {
    turns += 1
    next = setImmediate(count)
  }
  count()
  t.teardown(() => clearImmediate(next))
  return () => turns
}

const run = async (pace: Pace, part: () => void): Promise<void> => {
  for (let n = 0; n < parts; n++) {
    workHard()
    await pace()
    part()
  }
}

t.test('one slice of one work a turn, however many works there are', async (t) => {
  const turnOf = countTurns(t)
  const met: { work: number; turn: number }[] = []
  const works = [0, 1, 2].map((work) =>
    run(openPace(), () => void met.push({ work, turn: turnOf() })),
  )
  await Promise.all(works)
  t.equal(new Set(met.map(({ turn }) => turn)).size, 3 * parts, 'no two slices in one turn')
  const order = met.map(({ work }) => work)
  t.same(order.slice(0, 6), [0, 1, 2, 0, 1, 2], 'and each in its turn')
})

t.test('who is done within a slice does not wait', async (t) => {
  const long = run(openPace(), () => {})
  t.equal(openPace()(), undefined)
  await long
})

t.test('who holds what others wait for goes before them', async (t) => {
  const order: string[] = []
  const works = [
    run(openPace(), () => void order.push('first')),
    run(openPace(), () => void order.push('second')),
    run(openPace(true), () => void order.push('ahead')),
  ]
  await Promise.all(works)
  t.same(order.slice(0, parts), Array(parts).fill('ahead'))
})
