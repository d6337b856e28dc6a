// Signing in: the rows A of the matrix of faults and attacks.
import type { Row } from './row.ts'

export const authenticationRows: readonly Row[] = []
