// Bodies leave storage as the bytes they came in: binary COPY, walked without parsing.
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

export type Rendition = { rendition_id: bigint; audience_id: number; body: Buffer }

const headerLength = 19

const collect = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}

/** Walks COPY's binary rows of (bigint, integer, text); the bodies are views of `bytes`. */
const walk = (bytes: Buffer): Map<bigint, Rendition> => {
  const rows = new Map<bigint, Rendition>()
  let at = headerLength
  while (bytes.readInt16BE(at) === 3) {
    const rendition_id = bytes.readBigInt64BE(at + 6)
    const audience_id = bytes.readInt32BE(at + 18)
    const length = bytes.readInt32BE(at + 22)
    const body = bytes.subarray(at + 26, at + 26 + length)
    rows.set(rendition_id, { rendition_id, audience_id, body })
    at += 26 + length
  }
  return rows
}

/**
 * The renditions of these ids that the snapshot's audiences may see, by id. COPY takes no
 * parameters, so the values are checked to be a UUID and integers before they stand in the text.
 */
export const readRenditions = async (
  client: pg.PoolClient,
  collectionId: string,
  ids: bigint[],
): Promise<Map<bigint, Rendition>> => {
  if (!/^[0-9a-f-]{36}$/.test(collectionId)) throw new Error('a collection id is a UUID')
  if (ids.length === 0) return new Map()
  const list = ids.map((id) => BigInt.asIntN(64, id).toString()).join(',')
  const text = `copy (select rendition_id, audience_id, body from rendition
    where collection_id = '${collectionId}' and rendition_id = any('{${list}}'::bigint[]))
    to stdout (format binary)`
  return walk(await collect(client.query(copyTo(text))))
}
