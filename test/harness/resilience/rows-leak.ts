// Who may see what: the rows L of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const leakRows: readonly Row[] = []
