// The ledger as it is written: acts noted in their own transactions, rows appended behind the head.
// Computes no hash and decides nothing.
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { Head, Row } from '../core/ledger/chain.ts'
import type { Noted } from '../core/ledger/entry.ts'
import type { Seal } from '../core/ledger/seal.ts'
import type { Database } from './database.ts'
import type { Client, Pool } from './pools.ts'

/** `entry` is canonical JSON. */
export type NewNote = { act: string; entry: string }

/** Notes acts in the caller's transaction, at its policy epoch: they are kept when it commits. */
export const noteEntries = async (client: Client, notes: NewNote[]): Promise<void> => {
  if (notes.length === 0) return
  await client.query({
    name: 'note acts',
    text: `insert into ledger_outbox (act, entry, epoch)
      select n.act, n.entry, h.policy_epoch
      from unnest($1::text[], $2::text[]) with ordinality n (act, entry, place), hub h
      order by n.place`,
    values: [notes.map(({ act }) => act), notes.map(({ entry }) => entry)],
  })
}

/** The same for a transaction that speaks through kysely. */
export const noteEntriesIn = async (db: Kysely<Database>, notes: NewNote[]): Promise<void> => {
  if (notes.length === 0) return
  const acts = notes.map(({ act }) => act)
  const entries = notes.map(({ entry }) => entry)
  await sql`insert into ledger_outbox (act, entry, epoch)
    select n.act, n.entry, h.policy_epoch
    from unnest(${acts}::text[], ${entries}::text[]) with ordinality n (act, entry, place), hub h
    order by n.place`.execute(db)
}

/** Acts moved into the chain in one step. */
export const movedMax = 1_000

/** Begins a transaction that locks the end of the chain until it ends. */
export const beginAppend = 'begin; select * from begin_append()'

type Begun = Head & { now: bigint; waiting: boolean }

/** What `beginAppend` answered: the end of the chain, and the time in microseconds. */
export const readBegun = ([, ends]: pg.QueryResult[]): {
  head: Head
  now: bigint
  waiting: boolean
} => {
  const { now, waiting, ...head } = (ends as pg.QueryResult<Begun>).rows[0] as Begun
  if (head.seq === null) throw new Error('the head of the ledger is gone')
  return { head, now, waiting }
}

type Taken = Noted & { id: bigint }

/** Takes the acts that were committed by now, in the order in which they were noted. */
export const takeNoted = async (client: Client): Promise<Noted[]> => {
  const result = await client.query({
    name: 'take noted acts',
    text: `delete from ledger_outbox
      where id in (select id from ledger_outbox order by id limit ${movedMax})
      returning id, act, entry, noted_at, epoch`,
  })
  const taken = result.rows as Taken[]
  return taken.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Writes rows and the new end of the chain, which `beginAppend` locked. */
export const appendRows = async (client: Client, rows: Row[], head: Head): Promise<void> => {
  const last = (value: bigint | null): string | null => (value === null ? null : String(value))
  await client.query({
    name: 'append to the ledger',
    text: `with added as (
        insert into ledger (seq, at, act, collection_id, organisation_id, object_id,
          first_position, last_position, canonical, prev, hash)
        select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[],
          $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::bytea[], $11::bytea[]))
      update ledger_head set seq = $12, at = $13, hash = $14`,
    values: [
      rows.map(({ seq }) => String(seq)),
      rows.map(({ at }) => String(at)),
      rows.map(({ act }) => act),
      rows.map(({ collection_id }) => collection_id),
      rows.map(({ organisation_id }) => organisation_id),
      rows.map(({ object_id }) => object_id),
      rows.map(({ first_position }) => last(first_position)),
      rows.map(({ last_position }) => last(last_position)),
      rows.map(({ canonical }) => canonical),
      rows.map(({ prev }) => prev),
      rows.map(({ hash }) => hash),
      String(head.seq),
      String(head.at),
      head.hash,
    ],
  })
}

/** Keeps a signed head; one that is kept already stays as it is. */
export const addSeal = async (pool: Pool, head: Head, { body, signature }: Seal): Promise<void> => {
  await pool.query(
    `insert into ledger_seal (seq, at, body, signature) values ($1, $2, $3, $4)
      on conflict (seq) do nothing`,
    [head.seq, head.at, body, signature],
  )
}
