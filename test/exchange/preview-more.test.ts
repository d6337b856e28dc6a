// What is told before is what is delivered (PV1): half of the runs; the other half is beside it, so
// that two cores share them.
import t from 'tap'
import { comparePreviews } from './preview-runs.ts'

const runs = Number(process.env.PREVIEW_RUNS ?? 260)
const seed = Number(process.env.PREVIEW_SEED ?? 4_321)

t.test('G what the preview tells is what every viewer gets', (t) => comparePreviews(t, seed, runs))
