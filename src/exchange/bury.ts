// Keeps what was taken back, with all that had been told of it.
import { joinTold, type Told } from '../core/sharing/told.ts'
import { findRemoved, type RemovedRow, saveRemoved } from '../storage/removed.ts'
import type { Ground } from './ground.ts'

/** Adds what the ground takes back to what was taken back before. Precondition: it is locked. */
export const bury = async ({ client, home, buried }: Ground): Promise<void> => {
  if (buried.length === 0) return
  const ids = [...new Set(buried.map(({ stix_id }) => stix_id))]
  const rows = new Map<string, RemovedRow>()
  for (const row of [...(await findRemoved(client, home, ids)), ...buried]) {
    const key = `${row.owner_id} ${row.stix_id}`
    const told = [...(rows.get(key)?.told ?? []), ...row.told] as Told[]
    rows.set(key, { ...row, told: joinTold(told) })
  }
  await saveRemoved(client, home, [...rows.values()])
}
