// The picture of the schema is what the migrations make.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import t from 'tap'
import { drawSchema, picture } from '../../scripts/schema-sql.ts'
import { cloneDatabase } from '../fixture/database.ts'

t.test('migrations/schema.sql is up to date', async (t) => {
  const url = await cloneDatabase(t)
  const drawn = await drawSchema(url)
  t.equal(drawn, readFileSync(picture, 'utf8'), 'run `npm run schema:sql`')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('alter table feed no force row level security')
  const open = await drawSchema(url)
  t.not(open, drawn, 'positive control: a lost wall is seen')
  await client.query('alter table ledger disable trigger ledger_kept')
  await client.end()
  t.not(await drawSchema(url), open, 'positive control: a ledger that may be changed is seen')
})
