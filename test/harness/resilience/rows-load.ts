// Load and protocol: the rows H of the matrix of faults and attacks.
import { runFlood, runFloodControl, runPile, runSlow, runSlowControl } from './load-runs.ts'
import type { Row } from './row.ts'

export const loadRows: readonly Row[] = [
  {
    id: 'H1',
    promise: 'headers and bodies that never end are cut off within 10 s, and others are served',
    proof: { run: runSlow, control: runSlowControl },
  },
  {
    id: 'H3',
    promise: 'two Hosts, an absolute URL and malformed framing are refused',
    proof: { tests: ['test/server.test.ts'] },
  },
  {
    id: 'H4',
    promise: 'a hundred requests in one write are answered one to one, in their order',
    proof: { run: runPile, control: null },
  },
  {
    id: 'H6',
    promise: 'who floods is told to come later; its neighbours are served as before',
    proof: { run: runFlood, control: runFloodControl },
  },
  {
    id: 'H10',
    promise: 'an organisation is kept within its quota, and others notice nothing',
    proof: { tests: ['test/exchange/quota.test.ts'] },
  },
  {
    id: 'H11',
    promise: 'a method that is not known is 405 or 404',
    proof: { tests: ['test/conformance/a-methods.test.ts'] },
  },
  {
    id: 'H12',
    promise: 'TLS 1.2 and 1.3 with forward secrecy, nothing older or weaker',
    proof: { tests: ['test/tls.test.ts', 'test/conformance/d-tls.test.ts'] },
  },
]
