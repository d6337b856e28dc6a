// Which organisations are stewards of a group.
import type { Client, Pool } from './pools.ts'

/** Their ids. */
export const readStewards = async (client: Client | Pool, groupId: string): Promise<string[]> => {
  const result = await client.query(
    `select organisation_id from membership where group_id = $1 and level = 'steward'`,
    [groupId],
  )
  return result.rows.map(({ organisation_id }: { organisation_id: string }) => organisation_id)
}
