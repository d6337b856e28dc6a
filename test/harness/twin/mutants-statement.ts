// Leaks of statements and of the schema: what PostgreSQL is asked, with a condition missing.
import type pg from 'pg'
import type { Mutant } from './mutant.ts'
import type { World } from './world.ts'

type Rewrite = (text: string) => string

const rewriteQuery = (asked: unknown, rewrite: Rewrite): unknown => {
  if (typeof asked === 'string') return rewrite(asked)
  const { text, name, ...rest } = asked as { text: string; name?: string }
  const rewritten = rewrite(text)
  if (rewritten !== text) return { ...rest, text: rewritten }
  return name === undefined ? { ...rest, text } : { ...rest, text, name }
}

const wrap = <T extends object>(target: T, query: (...given: unknown[]) => unknown): T =>
  new Proxy(target, {
    get(inner, verb) {
      if (verb === 'query') return query
      const value = Reflect.get(inner, verb)
      return typeof value === 'function' ? value.bind(inner) : value
    },
  })

const rewriteClient = (client: pg.PoolClient, rewrite: Rewrite): pg.PoolClient => {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  return wrap(client, (asked, ...more) => query(rewriteQuery(asked, rewrite), ...more))
}

const rewritePool = (pool: pg.Pool, rewrite: Rewrite): pg.Pool => {
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown
  const wrapped = wrap(pool, (asked, ...more) => query(rewriteQuery(asked, rewrite), ...more))
  return new Proxy(wrapped, {
    get(inner, verb) {
      if (verb === 'connect') return async () => rewriteClient(await pool.connect(), rewrite)
      return Reflect.get(inner, verb)
    },
  })
}

/** Every statement of one pool through `rewrite`; `open` takes row-level security away as well. */
export const misask = (
  name: string,
  role: 'reader' | 'writer' | 'publisher',
  rewrite: Rewrite,
  open = false,
): Mutant => ({
  name,
  async seed(world: World) {
    const { pools, audiences } = world.ctx
    const kept = { pool: pools[role], admitsNow: audiences.admitsNow }
    pools[role] = rewritePool(kept.pool, rewrite)
    const wall = (act: string) =>
      world.own(`alter table feed ${act} row level security;
        alter table rendition ${act} row level security;
        alter table sought ${act} row level security`)
    if (open) {
      audiences.admitsNow = () => true
      await wall('disable')
    }
    return async () => {
      pools[role] = kept.pool
      audiences.admitsNow = kept.admitsNow
      if (open) await wall('enable')
    }
  },
})

const predicates = /\(?[ef]\.audience_id( \+ 0\))? = any\(\$2::integer\[\]\)/g

export const statementMutants: Mutant[] = [
  misask(
    'the three walls are gone',
    'reader',
    (text) => text.replace(predicates, '$2::integer[] is not null'),
    true,
  ),
  misask(
    'the limit of a page comes before the filter',
    'reader',
    (text) =>
      text.replaceAll(
        'from feed f where f.collection_id = $1',
        `from (select collection_id, position, audience_id, rendition_id, size, stix_id, stix_type,
            spec_version, version, version_order, superseded, outdated
            from feed where collection_id = $1 order by position limit 6) f
          where f.collection_id = $1`,
      ),
    true,
  ),
  misask('a status is anybody’s', 'writer', (text) =>
    text.replace(
      'group_id = $2 and organisation_id = $3',
      'group_id = $2 and $3::uuid is not null',
    ),
  ),
  {
    name: 'an id is one owner’s alone',
    async seed(world: World) {
      await world.forget()
      await world.own(`create unique index twin_mutant
        on object_version (collection_id, stix_id, version_order)`)
      return () => world.own('drop index twin_mutant')
    },
  },
]
