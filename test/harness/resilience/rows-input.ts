// Bad inputs: the rows B of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const inputRows: readonly Row[] = []
