// Load and protocol: the rows H of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const loadRows: readonly Row[] = []
