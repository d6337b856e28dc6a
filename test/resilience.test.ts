// The list of faults and attacks is whole, and a row is believed only when its control was seen to
// fail.
import { existsSync } from 'node:fs'
import t from 'tap'
import { prove } from './harness/resilience/prove.ts'
import type { Ground, Result, Row } from './harness/resilience/row.ts'
import { rows } from './harness/resilience/rows.ts'

/** Rows that every run proves: so many of each letter, but for those of long runs. */
const letters: [letter: string, count: number, elsewhere: number[]][] = [
  ['B', 26, [22]],
  ['A', 17, [11]],
  ['L', 28, [25, 26, 28]],
  ['F', 21, [4, 18, 19, 21]],
  ['H', 12, [2, 5, 7, 8, 9]],
  ['O', 14, [2, 3, 9, 10, 13]],
]

const wanted = letters.flatMap(([letter, count, elsewhere]) =>
  Array.from({ length: count }, (_, at) => at + 1)
    .filter((number) => !elsewhere.includes(number))
    .map((number) => `${letter}${number}`),
)

t.test('every row is there once', async (t) => {
  const there = rows.map(({ id }) => id).sort()
  t.same(there, wanted.sort())
  for (const { id, promise } of rows) t.ok(promise.length > 10, id)
})

t.test('what a row names as its tests is there', async (t) => {
  for (const { id, proof } of rows) {
    for (const file of 'tests' in proof ? proof.tests : []) t.ok(existsSync(file), `${id} ${file}`)
  }
})

const ground: Ground = { seed: 1, teardown: () => {}, show: () => {} }
const holds = async (): Promise<Result> => ({ figure: '5 tried', faults: [] })
const fails = async (): Promise<Result> => ({ figure: '1 lost', faults: ['1 lost'] })
const breaks = async (): Promise<Result> => {
  throw new Error('it does not start')
}

const proveOne = async (proof: Row['proof']) => {
  const [outcome] = await prove([{ id: 'X1', promise: 'of a test', proof }], ground, () => {})
  return outcome as NonNullable<typeof outcome>
}

t.test('what is believed', async (t) => {
  t.match(await proveOne({ run: holds, control: fails }), {
    ok: true,
    figure: '5 tried; control: 1 lost',
  })
  t.match(await proveOne({ run: holds, control: null }), { ok: true, figure: '5 tried' })
  const blind = await proveOne({ run: holds, control: holds })
  t.match(blind, { ok: false, faults: ['X1 is blind: its control saw nothing'] })
  const broken = await proveOne({ run: holds, control: breaks })
  t.match(broken, { ok: false, faults: [/its control broke: .*it does not start/] })
  t.match(await proveOne({ run: breaks, control: fails }), { ok: false })
})
