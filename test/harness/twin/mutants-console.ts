// Leaks of the admin API: searches, pages, lists and calls that tell of what is not the caller's.
import type { Mutant } from './mutant.ts'
import { misask } from './mutants-statement.ts'
import type { Answer, World } from './world.ts'

/** Every audience of the collection for those that were named. */
const anyAudience = (text: string): string =>
  text.replace(
    'from unnest($2::integer[]) a (audience_id)',
    `from (select distinct audience_id from feed
      where collection_id = $1 and $2::integer[] is not null) a`,
  )

type Found = { id?: string; relations?: { nodes: { id: string }[] }; entries?: unknown[] }

/** Changes what pages of the admin API answer. */
const mispage = (
  name: string,
  path: RegExp,
  change: (page: Found, world: World) => Promise<void>,
): Mutant => ({
  name,
  seed(world: World) {
    world.tamper = async (asked, answer): Promise<Answer> => {
      if (asked.method !== 'GET' || answer.status !== 200 || !path.test(asked.path)) return answer
      const page = JSON.parse(answer.body.toString()) as Found
      await change(page, world)
      return { ...answer, body: Buffer.from(JSON.stringify(page)) }
    }
    return () => {
      world.tamper = null
    }
  },
})

const noticeEverything: Mutant = {
  name: 'a webhook is called for what is hidden',
  seed({ ctx }: World) {
    const { look } = ctx.shares
    ctx.shares.look = async (client, collectionId, head, clearance) => {
      const sight = await look(client, collectionId, head, clearance)
      const calling = new Error('where').stack?.includes('notice-webhooks.ts') === true
      return calling ? { ...sight, last: head.last_position } : sight
    }
    return () => {
      ctx.shares.look = look
    }
  },
}

export const consoleMutants: Mutant[] = [
  misask(
    'a search by value asks for no audience',
    'reader',
    (text) => (text.includes('from sought') ? anyAudience(text) : text),
    true,
  ),
  misask(
    'a list of the latest asks for no audience',
    'reader',
    (text) =>
      text.includes('count(*)') || text.includes('from sought') ? text : anyAudience(text),
    true,
  ),
  misask(
    'what arrived is counted for everybody',
    'reader',
    (text) => (text.includes('count(*)') ? anyAudience(text) : text),
    true,
  ),
  misask('submissions are anybody’s', 'writer', (text) =>
    text.replace('where s.organisation_id = $1 and', 'where $1::uuid is not null and'),
  ),
  misask('drafts are anybody’s', 'writer', (text) =>
    text.replace('from draft where organisation_id = $1', 'from draft where $1::uuid is not null'),
  ),
  mispage('a graph keeps ids that are hidden', /^\/api\/objects\/[^/]+$/, async (page, world) => {
    const { rows } = await world.query(
      `select distinct v.stix_id as id from reference r
        join object_version v on v.collection_id = r.collection_id and v.version_id = r.version_id
        where r.target = $1 order by 1`,
      [page.id],
    )
    page.relations?.nodes.push(...(rows as { id: string }[]))
  }),
  mispage(
    'the owner is told that others share the same',
    /^\/api\/objects\/[^/]+$/,
    async (page, world) => {
      const { rows } = await world.query(
        'select count(distinct owner_id)::integer as count from object_version where stix_id = $1',
        [page.id],
      )
      Object.assign(page, { owners: rows[0]?.count })
    },
  ),
  mispage('reviews are shown to any member', /^\/api\/(reviews|home)/, async (page, world) => {
    const { rows } = await world.query(
      `select stix_id from object_version where options -> 'review' ->> 'state' = 'open'
        order by stix_id`,
    )
    Object.assign(page, { reviews: rows })
  }),
  mispage('the matrix shows hidden collections', /^\/api\/matrix/, async (page, world) => {
    const { rows } = await world.query('select title from collection order by title')
    page.entries?.push(...rows)
  }),
  noticeEverything,
]
