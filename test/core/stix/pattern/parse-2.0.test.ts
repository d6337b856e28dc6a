// Patterns of STIX 2.0, where they differ from those of 2.1.
import t from 'tap'
import { parsePattern } from '../../../../src/core/stix/pattern/parse.ts'

const start = "'2025-01-01T00:00:00Z'"
const stop = "'2025-01-02T00:00:00.000Z'"

// pattern, read as 2.0, read as 2.1
const cases: [string, boolean, boolean][] = [
  [`[x:y = 1] START ${start} STOP ${stop}`, true, false],
  [`[x:y = 1] START t${start} STOP ${stop}`, true, false],
  [`[x:y = 1] START t${start} STOP t${stop}`, true, true],
  ["[x:y = 1] START 'yesterday' STOP 'today'", false, false],
  ["[x:y = 1] START '2025-13-01T00:00:00Z' STOP '2025-14-01T00:00:00Z'", false, false],
  ['[x:y = 1] REPEATS 1 TIMES REPEATS 2 TIMES', true, false],
  ['[x:y = 1] WITHIN 5 SECONDS REPEATS 1 TIMES WITHIN 6 SECONDS', true, false],
  ['([x:y = 1]) REPEATS 1 TIMES REPEATS 2 TIMES', true, true],
  ['[EXISTS file:name]', false, true],
  ['[NOT EXISTS file:name]', false, true],
  ["[x:'EXISTS' = 1]", true, true],
  // The rest is one language.
  ["[file:hashes[*] = '0123456789abcdef0123456789abcdef']", true, true],
  ["[file:hashes.'SHA-256' = 'f00']", false, false],
  ["[file:extensions.'windows-pebinary-ext'.sections[*].entropy > 6.5]", true, true],
  ['[file:extensions.windows-pebinary-ext.sections[*].entropy > 6.5]', false, false],
  ["[x:y == t'2025-02-30T00:00:00.1Z']", true, true],
  ["[x:y = t'2025-13-01T00:00:00Z']", false, false],
  ["[x:y = t'2025-01-01T25:00:00Z']", false, false],
  ["[x:y = t'2025-01-01T00:00:00']", false, false],
  ["[x:y = t'not-a-time']", false, false],
  ["[x:y = b'====']", false, false],
  ['file:size = 12', false, false],
  ['[file:size = ]', false, false],
  ['[file.size = 12]', false, false],
  ['[file:name MATCHES /x/]', false, false],
  ['[x:y = 1] WITHIN 5 HOURS', false, false],
  ['[x:y = 1] WITHIN -5 SECONDS', false, false],
  ['[x:y = 1] within 5 seconds', false, false],
  ['[a:b = 1 AND c:d = 2]', false, false],
  ['[a:b = 1 OR c:d = 2] FOLLOWEDBY [a:b NOT IN (1, 2)]', true, true],
]

t.test('358 the two versions decide as their reference does', async (t) => {
  for (const [text, as20, as21] of cases) {
    t.equal(parsePattern(text, '2.0').ok, as20, `2.0: ${text}`)
    t.equal(parsePattern(text, '2.1').ok, as21, `2.1: ${text}`)
    t.equal(parsePattern(text).ok, as21, `unsaid, so 2.1: ${text}`)
  }
})
