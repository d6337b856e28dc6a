// The list of faults and attacks is whole, and a row is believed only when its control was seen to
// fail.
import t from 'tap'
import { prove } from './harness/resilience/prove.ts'
import type { Ground, Result, Row } from './harness/resilience/row.ts'
import { faultRows } from './harness/resilience/rows-fault.ts'

/** Rows of the matrix that every run of the CI proves. */
const faults = 'F1 F2 F3 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17'

t.test('every row of faults is there once, in order', async (t) => {
  t.equal(faultRows.map(({ id }) => id).join(' '), faults)
  for (const { id, promise } of faultRows) t.ok(promise.length > 20, id)
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
