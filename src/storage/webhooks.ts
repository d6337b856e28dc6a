// Addresses that are called when something arrives, and how far each was told. Calls nobody.
import type { Pool } from './pools.ts'

export type WebhookRow = {
  id: string
  organisation_id: string
  url: string
  secret: Buffer
}

/** What its organisation is shown of it: never the secret. */
export type WebhookView = {
  id: string
  url: string
  created: string
  last_called: string | null
  last_status: number | null
  failures: number
}

const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Those of one organisation, oldest first. */
export const listWebhookViews = async (
  pool: Pool,
  organisationId: string,
): Promise<WebhookView[]> => {
  const result = await pool.query(
    `select id, url, ${instant('created_at')} as created, ${instant('called_at')} as last_called,
      last_status, failures from webhook where organisation_id = $1 order by created_at, id`,
    [organisationId],
  )
  return result.rows as WebhookView[]
}

/** Null when the organisation has `most` already; throws on an address it has already. */
export const addWebhook = async (
  pool: Pool,
  { organisation_id, url, secret }: Omit<WebhookRow, 'id'>,
  most: number,
): Promise<string | null> => {
  const result = await pool.query(
    `insert into webhook (organisation_id, url, secret)
      select $1, $2, $3 where (select count(*) from webhook where organisation_id = $1) < $4
      on conflict (organisation_id, url) do nothing returning id`,
    [organisation_id, url, secret, most],
  )
  return result.rows[0]?.id ?? null
}

/** True when it was there. */
export const removeWebhook = async (
  pool: Pool,
  organisationId: string,
  id: string,
): Promise<boolean> => {
  const result = await pool.query('delete from webhook where organisation_id = $1 and id = $2', [
    organisationId,
    id,
  ])
  return result.rowCount === 1
}

export const listWebhooks = async (pool: Pool): Promise<WebhookRow[]> => {
  const result = await pool.query(
    'select id, organisation_id, url, secret from webhook order by organisation_id, id',
  )
  return result.rows as WebhookRow[]
}

/** Null for one that is gone. */
export const findWebhook = async (pool: Pool, id: string): Promise<WebhookRow | null> => {
  const result = await pool.query(
    'select id, organisation_id, url, secret from webhook where id = $1',
    [id],
  )
  return (result.rows[0] as WebhookRow | undefined) ?? null
}

/** Keeps how a call ended; null: nobody answered. */
export const noteCall = async (pool: Pool, id: string, status: number | null): Promise<void> => {
  await pool.query(
    `update webhook set called_at = clock_timestamp(), last_status = $2,
      failures = case when $2 between 200 and 299 then 0 else failures + 1 end where id = $1`,
    [id, status],
  )
}

/** How far it was told of each collection. */
export const readCursors = async (pool: Pool, id: string): Promise<Map<string, bigint>> => {
  const result = await pool.query(
    'select collection_id, position from webhook_cursor where webhook_id = $1',
    [id],
  )
  return new Map(
    result.rows.map((row: { collection_id: string; position: bigint }) => [
      row.collection_id,
      row.position,
    ]),
  )
}

export const saveCursors = async (
  pool: Pool,
  id: string,
  cursors: { collection_id: string; position: bigint }[],
): Promise<void> => {
  if (cursors.length === 0) return
  await pool.query(
    `insert into webhook_cursor (webhook_id, collection_id, position)
      select w.id, c.collection_id, c.position from webhook w,
        unnest($2::uuid[], $3::bigint[]) c (collection_id, position) where w.id = $1
      on conflict (webhook_id, collection_id) do update
        set position = greatest(webhook_cursor.position, excluded.position)`,
    [id, cursors.map((one) => one.collection_id), cursors.map((one) => String(one.position))],
  )
}
