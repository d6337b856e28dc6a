// Operations: the rows O of the matrix of faults and attacks.
import { drillBackup } from './backup-drill.ts'
import type { Row } from './row.ts'

const supplyChain = { tests: ['test/scripts/supply-chain.test.ts'] }

export const operationRows: readonly Row[] = [
  {
    id: 'O1',
    promise: 'a backup restores equal, and what was tampered with is named',
    // Its controls are the tamperings: each must be named, and is counted.
    proof: { run: drillBackup, control: null },
  },
  {
    id: 'O6',
    promise: 'only locked packages by their digests are installed, without their scripts',
    proof: supplyChain,
  },
  { id: 'O7', promise: 'no package is below the version of a known weakness', proof: supplyChain },
  {
    id: 'O8',
    promise: 'the bill of materials and the licences are told alike',
    proof: supplyChain,
  },
]
