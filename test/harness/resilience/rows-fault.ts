// Faults: the rows F of the matrix of faults and attacks.
import { runCrashes, runRelaxed } from './fault-crash.ts'
import type { Row } from './row.ts'

export const faultRows: readonly Row[] = [
  {
    id: 'F1',
    promise: 'a hub killed under load loses nothing it acknowledged',
    proof: {
      run: (ground) =>
        runCrashes(
          ground,
          Array.from({ length: 6 }, () => 'hub'),
        ),
      control: runRelaxed,
    },
  },
  {
    id: 'F2',
    promise: 'nor does one whose PostgreSQL is stopped hard or killed, and it stays up',
    proof: {
      run: (ground) =>
        runCrashes(ground, ['immediate', 'kill', 'immediate', 'kill', 'immediate', 'kill']),
      control: runRelaxed,
    },
  },
]
