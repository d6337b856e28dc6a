// The last line of a test run: a script trusts it.
import t from 'tap'
import { pickFailures, readTotals } from '../../scripts/test.ts'

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

t.test('what failed is told again, and nothing else', async (t) => {
  const lines = [
    '# Subtest: test/one.test.ts',
    '    # Subtest: a rule',
    '        ok 1 - holds',
    '        not ok 2 - does not',
    '          ---',
    '          diff: |',
    '            -1',
    '          ...',
    '        not ok 3 - is not built # TODO',
    '        1..3',
    '    not ok 1 - a rule # time=3ms',
    '    1..1',
    'not ok 1 - test/one.test.ts # time=9ms',
    '  ---',
    '  exitCode: 1',
    '  ...',
    'ok 2 - test/two.test.ts # time=9ms',
  ]
  const told = [3, 4, 5, 6, 7, 10, 12, 13, 14, 15].map((at) => lines[at])
  t.same(pickFailures(lines.join('\n')), told)
  t.same(pickFailures('ok 1 - not ok 2\n1..1\n'), [])
  t.same(pickFailures('not ok 1 - cut\n  ---\n  diff'), ['not ok 1 - cut'])
})
