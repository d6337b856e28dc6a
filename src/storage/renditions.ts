// Bodies leave storage as the bytes they came in: binary COPY, walked without parsing.
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** Rows in the order they came in: the body of the n-th lies in `bytes` from `starts` to `ends`. */
export type Renditions = {
  bytes: Buffer
  ids: bigint[]
  audiences: number[]
  starts: number[]
  ends: number[]
}

const headerLength = 19

const collect = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}

/** Walks COPY's binary rows of (bigint, integer, text). A thousand views would cost more. */
const walk = (bytes: Buffer): Renditions => {
  const rows: Renditions = { bytes, ids: [], audiences: [], starts: [], ends: [] }
  let at = headerLength
  while (bytes.length > at && bytes.readInt16BE(at) === 3) {
    const end = at + 26 + bytes.readInt32BE(at + 22)
    rows.ids.push(bytes.readBigInt64BE(at + 6))
    rows.audiences.push(bytes.readInt32BE(at + 18))
    rows.starts.push(at + 26)
    rows.ends.push(end)
    at = end
  }
  return rows
}

/**
 * The renditions of these ids that the snapshot's audiences may see, in any order. COPY takes no
 * parameters, so the values are checked to be a UUID and integers before they stand in the text.
 */
export const readRenditions = async (
  client: pg.PoolClient,
  collectionId: string,
  ids: bigint[],
): Promise<Renditions> => {
  if (!/^[0-9a-f-]{36}$/.test(collectionId)) throw new Error('a collection id is a UUID')
  if (ids.length === 0) return walk(Buffer.alloc(0))
  const list = ids.map((id) => BigInt.asIntN(64, id).toString()).join(',')
  const text = `copy (select rendition_id, audience_id, body from rendition
    where collection_id = '${collectionId}' and rendition_id = any('{${list}}'::bigint[]))
    to stdout (format binary)`
  return walk(await collect(client.query(copyTo(text))))
}
