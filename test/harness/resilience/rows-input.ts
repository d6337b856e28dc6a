// Bad inputs: the rows B of the matrix of faults and attacks.
import {
  runConfusion,
  runConfusionControl,
  runMutants,
  runMutantsControl,
  runPatterns,
  runPatternsControl,
  runStall,
  runStallControl,
} from './input-runs.ts'
import type { Row } from './row.ts'
import {
  runInjections,
  runInjectionsControl,
  runLogLines,
  runLogLinesControl,
} from './text-runs.ts'

const edge = ['test/core/json/hostile.test.ts', 'test/conformance/hostile.test.ts']
const content = 'test/conformance/hostile-content.test.ts'

const byTests = (id: string, promise: string, ...tests: string[]): Row => ({
  id,
  promise,
  proof: { tests },
})

export const inputRows: readonly Row[] = [
  byTests('B1', 'a key twice is refused, however it is spelt', ...edge),
  byTests('B2', 'no key reaches a prototype', ...edge, 'test/core/json/mutant.test.ts'),
  byTests('B3', 'depth is refused before anything is parsed', ...edge),
  byTests('B4', 'no number loses a digit', ...edge, 'test/core/json/scan.test.ts'),
  byTests('B5', 'NUL is refused', ...edge),
  byTests('B6', 'half a character is refused', ...edge),
  byTests('B7', 'what is not UTF-8 is refused', ...edge, 'test/conformance/a-paths.test.ts'),
  byTests(
    'B8',
    'ids and names are plain letters; texts keep their tricks',
    'test/conformance/hostile.test.ts',
    'test/core/hub-file/parse.test.ts',
  ),
  byTests(
    'B9',
    'an endless body is cut off, and bodies together have a limit',
    'test/server.test.ts',
    'test/conformance/g-length.test.ts',
    'test/taxii/body.test.ts',
  ),
  byTests('B10', 'a gzip bomb is refused before it unfolds', 'test/conformance/hostile.test.ts'),
  {
    id: 'B11',
    promise: 'depth, keys and lists without end are refused before they cost anybody time',
    proof: { run: runStall, control: runStallControl },
  },
  byTests('B12', 'a million objects or references are refused by count', ...edge),
  byTests('B13', 'a flood of faults gives a short answer', 'test/conformance/hostile.test.ts'),
  byTests('B14', 'good and bad mixed: each has its place, the counts add up', content),
  {
    id: 'B15',
    promise: 'a wrong object is a failure of its own, and nobody else’s',
    proof: { run: runMutants, control: runMutantsControl },
  },
  byTests('B16', 'other content under the same version leaves the first alone', content),
  byTests(
    'B17',
    'no twisted Content-Type slips through',
    content,
    'test/conformance/c-content-type.test.ts',
    'test/core/taxii/media-type.test.ts',
  ),
  byTests('B18', 'no twisted Accept breaks the hub', content, 'test/conformance/b-accept.test.ts'),
  byTests(
    'B19',
    'queries are read strictly; no changed cursor of 100,000 opens',
    content,
    'test/core/taxii/cursor.test.ts',
    'test/core/taxii/query.test.ts',
    'test/conformance/j-cursor.test.ts',
  ),
  byTests('B20', 'no twisted path breaks the hub; long ids fit', content),
  {
    id: 'B21',
    promise: 'text that means something to a database is text',
    proof: { run: runInjections, control: runInjectionsControl },
  },
  {
    id: 'B23',
    promise: 'an entry of the log is one line, whatever is in it',
    proof: { run: runLogLines, control: runLogLinesControl },
  },
  byTests('B24', 'no address of this network is called, by whatever name', 'test/outbound.test.ts'),
  {
    id: 'B25',
    promise: 'the worst 64 KiB of a pattern is read within 20 ms',
    proof: { run: runPatterns, control: runPatternsControl },
  },
  {
    id: 'B26',
    promise: 'what is taken is what was sent: no value changes its type',
    proof: { run: runConfusion, control: runConfusionControl },
  },
]
