// The last line of a test run: a script trusts it.
import t from 'tap'
import { readTotals } from '../../scripts/test.ts'

t.test('totals are read from the end of the output', async (t) => {
  const cases: [string, number, number, number][] = [
    ['ok 1\n# { total: 4, pass: 4 }\n', 0, 4, 0],
    ['# { total: 4, pass: 2, fail: 1, skip: 1 }\n# time=1ms\n', 1, 2, 1],
    ['# { total: 9, pass: 9 }\n# { total: 4, pass: 3, fail: 1 }\n', 1, 3, 1],
    ['# { total: 4, pass: 4 }\n', 1, 4, 1],
    ['', 1, 0, 1],
    ['', 0, 0, 0],
  ]
  for (const [tap, exitCode, passed, failed] of cases) {
    t.same(readTotals(tap, exitCode), { passed, failed }, JSON.stringify([tap, exitCode]))
  }
})
