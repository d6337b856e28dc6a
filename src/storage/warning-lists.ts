// Warning lists as they were supplied. Knows not what they mean.
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

export type WarningListRow = { name: string; body: Record<string, unknown> }

export type WarningListHead = {
  name: string
  description: string | null
  version: string | null
  type: string | null
  entries: number
  changed_at: string
}

type Db = Kysely<Database>

export const readWarningLists = (db: Db): Promise<WarningListRow[]> =>
  db.selectFrom('warning_list').select(['name', 'body']).orderBy('name').execute()

/** What lists there are, without their entries. */
export const listWarningLists = async (db: Db): Promise<WarningListHead[]> => {
  const rows = await db
    .selectFrom('warning_list')
    .select(({ ref, fn, val }) => [
      'name',
      'entries',
      'changed_at',
      fn<string | null>('jsonb_extract_path_text', [ref('body'), val('description')]).as(
        'description',
      ),
      fn<string | null>('jsonb_extract_path_text', [ref('body'), val('version')]).as('version'),
      fn<string | null>('jsonb_extract_path_text', [ref('body'), val('type')]).as('type'),
    ])
    .orderBy('name')
    .execute()
  return rows
}

export const saveWarningList = async (
  db: Db,
  name: string,
  body: object,
  entries: number,
): Promise<void> => {
  const row = { body: JSON.stringify(body), entries }
  await db
    .insertInto('warning_list')
    .values({ name, ...row })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ ...row, changed_at: new Date() }),
    )
    .execute()
}

/** Answers whether there was one. */
export const removeWarningList = async (db: Db, name: string): Promise<boolean> => {
  const done = await db.deleteFrom('warning_list').where('name', '=', name).executeTakeFirst()
  return done.numDeletedRows > 0n
}
