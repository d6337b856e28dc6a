// Every row that each run of the CI proves, in the order of the matrix, and those that only a long
// run can.
import type { Row } from './row.ts'
import { authenticationRows } from './rows-authentication.ts'
import { faultRows } from './rows-fault.ts'
import { inputRows } from './rows-input.ts'
import { leakRows } from './rows-leak.ts'
import { loadRows } from './rows-load.ts'
import { operationRows } from './rows-operation.ts'
import { upkeepRows } from './rows-upkeep.ts'

export const rows: readonly Row[] = [
  ...inputRows,
  ...authenticationRows,
  ...leakRows,
  ...faultRows,
  ...loadRows,
  ...operationRows,
  ...upkeepRows,
]
