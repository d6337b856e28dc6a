// Three walls keep a row from whom it is not for: the predicate of the query, row-level security,
// the outbound guard. Each is broken on purpose, alone and in pairs, and nothing may leak; with all
// three broken the hidden row comes out, so the test can see it (L5, L23).
import type pg from 'pg'
import { pino } from 'pino'
import t from 'tap'
import { type Audience, only } from '../../src/core/sharing/audience.ts'
import { printPosition } from '../../src/core/taxii/position.ts'
import type { QueryEndpoint } from '../../src/core/taxii/query.ts'
import type { Caller, Context } from '../../src/exchange/context.ts'
import { deliver } from '../../src/exchange/deliver.ts'
import { Leak } from '../../src/exchange/guard.ts'
import { listManifest } from '../../src/exchange/list-manifest.ts'
import { listVersions } from '../../src/exchange/list-versions.ts'
import { asQuery, makeIndicator, openHub, type TestHub } from '../fixture/hub.ts'
import { makePublication, planFor, publishOne, take } from '../fixture/publication.ts'

type Wall = 'predicate' | 'rls' | 'guard'

const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`
const canary = 'canary-for-others-only'

const publishFor = async (hub: TestHub, owner: Caller, audience: Audience, objects: unknown[]) => {
  const planned = planFor(hub, take(hub.ctx, objects), audience)
  const row = await publishOne(hub, await makePublication(hub, owner, planned))
  if (row.success_count !== objects.length) throw new Error(row.failures)
}

type Scene = {
  hub: TestHub
  viewer: Caller
  hidden: string[]
  requests: [string, (ctx: Context) => Promise<{ body: Buffer }>][]
}

/**
 * A collection in which a consumer may see some objects and not others. The first version of one
 * object is for others and its second for the viewer.
 */
const setScene = async (t: Parameters<typeof openHub>[0], hiddenCount: number): Promise<Scene> => {
  const hub = await openHub(t)
  const owner = await hub.join('contributor')
  const viewer = await hub.join('consumer')
  const readers = only({ is: 'member', group: hub.root.id, level: 'consumer' })
  const others = only({ is: 'member', group: hub.root.id, level: 'steward' })
  const half = makeIndicator(1)
  const shown = Array.from({ length: 8 }, (_, n) => makeIndicator(n))
  const hidden = Array.from({ length: hiddenCount }, (_, n) => makeIndicator(n, { name: canary }))
  await publishFor(hub, owner, others, [{ ...half, name: canary, modified: day(1) }])
  await publishFor(hub, owner, readers, shown.slice(0, 4))
  await publishFor(hub, owner, others, hidden.slice(0, 5))
  await publishFor(hub, owner, readers, [{ ...half, modified: day(2) }, ...shown.slice(4)])
  await publishFor(hub, owner, others, hidden.slice(5))
  const place = [viewer, hub.collection] as const
  const asked = (search: string, endpoint: QueryEndpoint) => asQuery(search, endpoint)
  const first = hidden[0]!.id
  const searches = [
    '',
    'limit=3',
    'match[version]=all',
    'match[version]=first',
    `match[version]=${day(1)}`,
    'match[type]=indicator',
    `match[id]=${first},${half.id}`,
    'match[spec_version]=2.1,2.0',
    `added_after=${printPosition(1n)}`,
  ]
  const requests: Scene['requests'] = searches.flatMap((search): Scene['requests'] => [
    [`objects ${search}`, (ctx) => deliver(ctx, ...place, asked(search, 'objects'), null)],
    [`manifest ${search}`, (ctx) => listManifest(ctx, ...place, asked(search, 'manifest'))],
  ])
  for (const id of [first, half.id]) {
    for (const search of [
      '',
      'match[version]=all',
      'match[version]=first',
      `match[version]=${day(1)}`,
    ]) {
      requests.push(
        [`object ${id} ${search}`, (ctx) => deliver(ctx, ...place, asked(search, 'object'), id)],
        [`versions ${id}`, (ctx) => listVersions(ctx, ...place, id, asked('', 'versions'))],
      )
    }
  }
  return { hub, viewer, hidden: hidden.map(({ id }) => id), requests }
}

const predicates = /\(?[ef]\.audience_id( \+ 0\))? = any\(\$2::integer\[\]\)/g

/** The reader's pool with the audience taken out of every statement; `broken` counts them. */
const withoutPredicate = (pool: pg.Pool): { pool: pg.Pool; broken: () => number } => {
  let count = 0
  const rewrite = (asked: unknown): unknown => {
    const config = (typeof asked === 'string' ? { text: asked } : asked) as { text?: string }
    const text = config.text?.replace(predicates, '$2::integer[] is not null')
    if (text === config.text) return asked
    count += 1
    return { ...config, text }
  }
  const open = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(target, name) {
        if (name === 'query') {
          return (asked: unknown, values?: unknown[]) =>
            (target.query as (a: unknown, b?: unknown) => unknown)(rewrite(asked), values)
        }
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const broken = { connect: async () => open(await pool.connect()) }
  return { pool: broken as unknown as pg.Pool, broken: () => count }
}

type Broken = { ctx: Context; alarms: string[]; mend(): Promise<void>; rewritten(): number }

const breakWalls = async (hub: TestHub, walls: Wall[]): Promise<Broken> => {
  const alarms: string[] = []
  const log = pino({ level: 'fatal' }, { write: (line: string) => void alarms.push(line) })
  const ctx: Context = { ...hub.ctx, log }
  const rls = (act: 'enable' | 'disable') =>
    hub.query(`alter table feed ${act} row level security;
      alter table rendition ${act} row level security`)
  let rewritten = () => 0
  if (walls.includes('predicate')) {
    const { pool, broken } = withoutPredicate(hub.ctx.pools.reader)
    ctx.pools = { ...hub.ctx.pools, reader: pool }
    rewritten = broken
  }
  if (walls.includes('rls')) await rls('disable')
  if (walls.includes('guard')) ctx.audiences = { ...hub.ctx.audiences, admitsNow: () => true }
  return { ctx, alarms, rewritten, mend: async () => void (await rls('enable')) }
}

/** What a request is answered: the bytes, or the reason of a refusal, or `dropped` by the guard. */
const answerOf = (verb: Promise<{ body: Buffer }>): Promise<string> =>
  verb.then(
    ({ body }) => body.toString(),
    (error: unknown) => {
      if (error instanceof Leak) return 'dropped'
      const { reason } = error as { reason?: string }
      if (reason === undefined) throw error
      return `refused: ${reason}`
    },
  )

const answerAll = async (scene: Scene, ctx: Context): Promise<string[]> => {
  const answers: string[] = []
  for (const [, request] of scene.requests) answers.push(await answerOf(request(ctx)))
  return answers
}

const shows = ({ hidden }: Scene, answer: string): boolean =>
  answer.includes(canary) || hidden.some((id) => answer.includes(id))

const subsets: Wall[][] = [
  ['predicate'],
  ['rls'],
  ['guard'],
  ['predicate', 'rls'],
  ['predicate', 'guard'],
  ['rls', 'guard'],
]

// A viewer of few sees its entries by audience, a viewer of many in the feed's order.
for (const [share, hiddenCount] of [
  ['few', 40],
  ['many', 10],
] as const) {
  t.test(`L23 a viewer of ${share}: one wall is enough`, async (t) => {
    const scene = await setScene(t, hiddenCount)
    const whole = await breakWalls(scene.hub, [])
    const truth = await answerAll(scene, whole.ctx)
    t.notOk(truth.some((answer) => shows(scene, answer) || answer === 'dropped'))
    t.ok(
      truth.some((answer) => answer.includes('"objects"')),
      'and there is something to see',
    )
    t.same(whole.alarms, [])
    for (const walls of subsets) {
      const broken = await breakWalls(scene.hub, walls)
      const answers = await answerAll(scene, broken.ctx)
      await broken.mend()
      const wrong = scene.requests.filter(
        (_, index) => answers[index] !== truth[index] && answers[index] !== 'dropped',
      )
      t.same(
        wrong.map(([name]) => name),
        [],
        `without ${walls.join(' and ')}`,
      )
      t.equal(broken.rewritten() > 0, walls.includes('predicate'), 'the predicate was taken out')
      const dropped = answers.filter((answer) => answer === 'dropped').length
      t.equal(broken.alarms.length, dropped, 'an alarm for every answer dropped')
      if (walls.join() === 'predicate,rls') t.ok(dropped > 0, 'the guard alone has work to do')
      t.notOk(broken.alarms.some((line) => line.includes(canary)))
    }
    const open = await breakWalls(scene.hub, ['predicate', 'rls', 'guard'])
    const leaked = (await answerAll(scene, open.ctx)).filter((answer) => shows(scene, answer))
    await open.mend()
    t.ok(leaked.length > 10, `positive control: without all three, ${leaked.length} answers leak`)
    t.same(await answerAll(scene, whole.ctx), truth, 'mended')
  })
}
