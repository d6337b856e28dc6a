// Which identities the hub has published in place of sources, and for which audiences.
import type { Client } from './pools.ts'

export type Persona = { stix_id: string; audience_id: number }

export const findPersonas = async (
  client: Client,
  collectionId: string,
  ids: string[],
): Promise<Persona[]> => {
  const result = await client.query({
    name: 'personas',
    text: `select stix_id, audience_id from persona
      where collection_id = $1 and stix_id = any($2) order by position`,
    values: [collectionId, ids],
  })
  return result.rows
}

export const addPersonas = async (
  client: Client,
  collectionId: string,
  personas: (Persona & { position: bigint })[],
): Promise<void> => {
  if (personas.length === 0) return
  await client.query(
    `insert into persona (collection_id, stix_id, audience_id, position)
      select $1, s.* from unnest($2::text[], $3::integer[], $4::bigint[]) as s`,
    [
      collectionId,
      personas.map(({ stix_id }) => stix_id),
      personas.map(({ audience_id }) => audience_id),
      personas.map(({ position }) => String(position)),
    ],
  )
}
