// Leaks of answers: headers, statuses and cursors that tell of more than what is shown.
import type { Mutant } from './mutant.ts'
import type { Answer, Asked, World } from './world.ts'

type Place = { collection: string; object: string | null }

const placeOf = ({ path }: Asked): Place | null => {
  const found = /\/collections\/([0-9a-f-]{36})\/(?:objects|manifest)\/(?:([^/?]+)\/)?/.exec(path)
  return found === null ? null : { collection: found[1] as string, object: found[2] ?? null }
}

const positionText = `to_char(to_timestamp(last_position / 1000000) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((last_position % 1000000)::text, 6, '0') || 'Z'`

const headOf = async (world: World, collection: string): Promise<string | null> => {
  const { rows } = await world.query(
    `select ${positionText} as last from feed_head where collection_id = $1`,
    [collection],
  )
  return (rows[0]?.last as string | undefined) ?? null
}

const withHeader = ({ headers, ...answer }: Answer, name: string, value: string): Answer => {
  const at = headers.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === name)
  return at < 0
    ? { ...answer, headers: [...headers, name, value] }
    : { ...answer, headers: headers.with(at + 1, value) }
}

type Mend = (answer: Answer, place: Place, world: World, asked: Asked) => Promise<Answer>

const misanswer = (name: string, change: Mend): Mutant => ({
  name,
  seed(world: World) {
    world.tamper = async (asked, answer) => {
      const place = placeOf(asked)
      return place === null ? answer : change(answer, place, world, asked)
    }
    return () => {
      world.tamper = null
    }
  },
})

export const answerMutants: Mutant[] = [
  misanswer('a forbidden object is told from one that is not there', async (answer, at, world) => {
    if (answer.status !== 404 || at.object === null) return answer
    const { rows } = await world.query(
      'select from object_version where collection_id = $1 and stix_id = $2 limit 1',
      [at.collection, decodeURIComponent(at.object)],
    )
    return rows.length === 0 ? answer : { ...answer, status: 403 }
  }),
  misanswer('X-TAXII-Date-Added-Last is the end of the feed', async (answer, at, world) => {
    const last = await headOf(world, at.collection)
    const first = answer.headers.some((name) => name.toLowerCase() === 'x-taxii-date-added-first')
    return first && last !== null ? withHeader(answer, 'x-taxii-date-added-last', last) : answer
  }),
  misanswer('an ETag changes with what is hidden', async (answer, at, world) => {
    const last = await headOf(world, at.collection)
    return answer.status === 200 ? withHeader(answer, 'etag', `"${last}"`) : answer
  }),
  misanswer('`more` is counted before the filter', async (answer, at, world, { method }) => {
    const body = answer.body.toString()
    if (method !== 'GET' || !body.startsWith('{"more":false')) return answer
    const { rows } = await world.query(
      'select count(*) as count from feed where collection_id = $1',
      [at.collection],
    )
    const shown = body.match(/"type":/g)?.length ?? 0
    if (Number(rows[0]?.count) <= shown) return answer
    return { ...answer, body: Buffer.from(body.replace('"more":false', '"more":true')) }
  }),
]
