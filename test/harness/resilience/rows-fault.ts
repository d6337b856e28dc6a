// Faults: the rows F of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const faultRows: readonly Row[] = []
