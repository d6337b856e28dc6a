// Upkeep: rows O of the matrix of faults and attacks that a hub shows by itself.
import { runCoverage, runCoverageControl } from './coverage-runs.ts'
import type { Row } from './row.ts'
import { runSecrets, runSecretsControl } from './text-runs.ts'
import { runFlags, runFlagsControl, runTampering, runTamperingControl } from './upkeep-runs.ts'

export const upkeepRows: readonly Row[] = [
  {
    id: 'O4',
    promise: 'whatever is changed in the ledger is found',
    proof: { run: runTampering, control: runTamperingControl },
  },
  {
    id: 'O5',
    promise: 'a hub does not start on a server that is not set as it must be',
    proof: {
      tests: [
        'test/exchange/self-check.test.ts',
        'test/config.test.ts',
        'test/server.test.ts',
        'test/main.test.ts',
      ],
    },
  },
  {
    id: 'O11',
    promise: 'no secret and no content is in a log',
    proof: { run: runSecrets, control: runSecretsControl },
  },
  {
    id: 'O12',
    promise: 'the hub works where nobody may reach a prototype',
    proof: { run: runFlags, control: runFlagsControl },
  },
  {
    id: 'O14',
    promise: 'every branch of the sharing rule and of the forms is taken by a test of theirs',
    proof: { run: runCoverage, control: runCoverageControl },
  },
]
