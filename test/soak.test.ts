// The list of what wants hours is whole, and time is given to what can use it.
import { existsSync } from 'node:fs'
import t from 'tap'
import type { Ground, Result } from './harness/resilience/row.ts'
import { divide, type LongRow, readDuration } from './harness/soak/row.ts'
import { longRows } from './harness/soak/rows.ts'

/** The rows of the matrix that no run of the CI proves, but those of a release. */
const wanted = [
  ...['B22', 'A11', 'L25', 'F4', 'F18', 'F19', 'F21', 'H2', 'H5', 'H7', 'H8', 'H9'],
  ...['O2', 'O10', 'O13'],
]

t.test('every row is there once', async (t) => {
  const there = longRows.map(({ id }) => id).sort()
  t.same(there, wanted.toSorted())
  for (const { id, promise, proof } of longRows) {
    t.ok(promise.length > 10, id)
    for (const file of 'tests' in proof ? proof.tests : []) t.ok(existsSync(file), `${id} ${file}`)
  }
})

t.test('durations', async (t) => {
  t.equal(readDuration('90s'), 90)
  t.equal(readDuration('10m'), 600)
  t.equal(readDuration('2h'), 7_200)
  for (const word of ['', '10', 'm', '1.5h', '10m ', '-1m', '2d']) t.equal(readDuration(word), null)
})

const ground: Ground = { seed: 1, teardown: () => {}, show: () => {} }
const rowOf = (id: string, share: number): LongRow => {
  const tell = async ({ seconds }: { seconds: number }): Promise<Result> => ({
    figure: `${seconds}`,
    faults: [],
  })
  return { id, promise: 'of a test', share, proof: { run: tell, control: tell } }
}

t.test('the time is divided, a minute at least, and a control gets a minute at most', async (t) => {
  const rows = divide([rowOf('X1', 3), rowOf('X2', 1), rowOf('X3', 0)], 1_200)
  const told: (string | undefined)[][] = []
  for (const { proof } of rows) {
    if ('tests' in proof) continue
    told.push([(await proof.run(ground)).figure, (await proof.control?.(ground))?.figure])
  }
  t.same(told, [
    ['900', '60'],
    ['300', '60'],
    ['0', '0'],
  ])
  const [short] = divide([rowOf('X1', 1)], 5)
  if (short !== undefined && 'run' in short.proof) {
    t.equal((await short.proof.run(ground)).figure, '60')
  }
})
