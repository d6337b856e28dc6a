// Operations: the rows O of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const operationRows: readonly Row[] = []
