// What the worked cases demand of an answer, said once: nothing at all, the same for several.
import type { Test } from 'tap'
import type { Isac } from '../fixture/isac.ts'
import type { Client } from '../fixture/isac-client.ts'
import { byPattern, idOf, type Thing } from '../fixture/isac-object.ts'

/** What a client sees of an indicator in a collection it may read; undefined where nothing. */
export const openSeen =
  ({ as }: Isac) =>
  async (who: string, object: Thing, collection = 'one'): Promise<Thing | undefined> =>
    byPattern(await as(who).poll('limit=10000', collection), object)

/** The one thing that all of these clients see of an indicator. */
export const openSeenBy = (isac: Isac) => {
  const seen = openSeen(isac)
  return async (t: Test, who: string[], object: Thing, collection = 'one') => {
    const list = await Promise.all(who.map((each) => seen(each, object, collection)))
    const texts = new Set(list.map((each) => JSON.stringify(each)))
    t.equal(texts.size, 1, `${who.join(', ')} are shown the same`)
    return list[0]
  }
}

const answersFor = async (client: Client, collection: string, id: string) => {
  const { status, text } = await client.ask('GET', client.at(collection, `objects/${id}/`))
  return { status, text: text.replaceAll(id, '').replace(/"error_id":"[^"]*"/, '') }
}

/** The answer is a 404, and the one for what does not exist. */
export const expectNothing = async (
  t: Test,
  client: Client,
  id: string,
  collection = 'one',
): Promise<void> => {
  const answer = await answersFor(client, collection, id)
  const other = await answersFor(client, collection, idOf(id.slice(0, id.indexOf('--'))))
  t.same(answer, other, `${collection}: as if it were not there`)
  t.equal(answer.status, 404)
}

/** Everything a client is shown of a collection, as text. */
export const readAll = async (client: Client, collection = 'one'): Promise<string> => {
  const search = 'match[version]=all&limit=10000'
  const objects = await client.poll(search, collection)
  return `${JSON.stringify(objects)} ${JSON.stringify(await client.manifest(search, collection))}`
}
