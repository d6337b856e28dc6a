// One call to the database fails, for every call of every kind of request (F10), and storms of
// failed transactions (F11). Answers are whole, or say to come back; nothing is there in part.
import type { LightMyRequestResponse } from 'fastify'
import { makeIndicator } from '../../fixture/hub.ts'
import { type Hub, openHubPeople } from '../../fixture/hub-people.ts'
import { tokenOf } from '../../fixture/isac.ts'
import { indicator } from '../../fixture/isac-object.ts'
import { atCall, canary, errorKinds, watchCalls } from './failing-calls.ts'
import type { Ground, Result } from './row.ts'

const taxii = 'application/taxii+json;version=2.1'
const callsMax = 120

type Request = {
  name: string
  who: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  /** Made anew for every try. */
  body?: () => unknown
  /** What it answers as well, once it has been done. */
  done?: number
}

/** The routes of the TAXII door, and the main ones of the admin API. */
const listRequests = (root: string, id: string, status: string): Request[] => {
  const get = (url: string, who: string): Request => ({
    name: `GET ${url}`,
    who,
    method: 'GET',
    url,
  })
  const feed = `${root}objects/`
  const paths = ['/taxii2/', '/taxii2/g1/', '/taxii2/g1/collections/', root, feed]
  const admin = ['me', 'home', 'organisations', 'groups', 'collections', 'matrix', 'reviews']
  const more = ['ledger', 'warning-lists', 'effective-markings', 'submissions', 'drafts']
  return [
    ...paths.map((url) => get(url, 'a')),
    ...[`${root}manifest/`, `${feed}${id}/`, `${feed}${id}/versions/`].map((url) => get(url, 'b')),
    get(`/taxii2/g1/status/${status}/`, 'a'),
    {
      ...{ name: 'POST objects', who: 'a', method: 'POST', url: feed },
      body: () => ({ objects: [makeIndicator(1), makeIndicator(2)] }),
    },
    { name: 'DELETE object', who: 'a', method: 'DELETE', url: `${feed}${id}/`, done: 404 },
    ...[...admin, ...more].map((name) =>
      get(`/api/${name}`, name === 'ledger' ? 'aide@hub' : 'hub@hub'),
    ),
    get('/api/objects?q=beacon', 'a@a'),
    {
      ...{ name: 'PUT organisation', who: 'hub@hub', method: 'PUT' as const, done: 200 },
      url: '/api/organisations/zeta',
      body: () => ({ name: 'zeta', title: 'Zeta', kind: 'company' }),
    },
  ]
}

const send = (hub: Hub, { who, method, url, body }: Request): Promise<LightMyRequestResponse> => {
  const media = url.startsWith('/api/') ? 'application/json' : taxii
  const payload = body === undefined ? {} : { payload: JSON.stringify(body()) }
  const type = body === undefined ? {} : { 'content-type': media }
  return hub.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${tokenOf(who)}`, accept: media, ...type },
    ...payload,
  })
}

/** What an answer during a fault may be: what it is without one, or 503 with when to come back. */
const judgeAnswer = (answer: LightMyRequestResponse, usual: number[]): string | null => {
  if (answer.body.includes(canary)) return 'the answer holds what the database said'
  if (usual.includes(answer.statusCode)) return null
  if (answer.statusCode !== 503) return `${answer.statusCode}`
  return /^\d+$/.test(String(answer.headers['retry-after'])) ? null : '503 without Retry-After'
}

/** Objects of one submission are all there or none; no connection is left inside a transaction. */
const judgeGround = async (hub: Hub): Promise<string[]> => {
  const { rows } = await hub.query(`select
    (select count(*) from (select submission_id from object_version group by 1
      having count(*) <> (select success_count from submission s where s.id = submission_id)) p
    )::integer as partial,
    (select count(*) from pg_stat_activity where datname = current_database()
      and state like 'idle in transaction%')::integer as open`)
  const { partial, open } = rows[0]
  return [
    ...(partial > 0 ? [`${partial} submissions in part`] : []),
    ...(open > 0 ? [`${open} connections inside a transaction`] : []),
  ]
}

const openScene = async (ground: Ground) => {
  const hub = await openHubPeople(ground)
  const object = indicator('green', { name: 'beacon' })
  await hub.as('a').share([object])
  const { rows } = await hub.query(
    `select s.id as status, c.id as collection from submission s
      join collection c on c.id = s.collection_id limit 1`,
  )
  const { status, collection } = rows[0]
  const root = `/taxii2/g1/collections/${collection}/`
  return { hub, requests: listRequests(root, object.id as string, status) }
}

type Tally = { calls: number; tries: number; refused: number; faults: string[] }

const kindsOf = (n: number): { code: string; when: 'before' | 'after' }[] =>
  errorKinds.map(({ code }, k) => ({ code, when: (n + k) % 2 === 0 ? 'before' : 'after' }))

/** Fails the first call of a request, then the second, until it has no more. */
const sweep = async (hub: Hub, request: Request, codes: string[] | null): Promise<Tally> => {
  const tally: Tally = { calls: 0, tries: 0, refused: 0, faults: [] }
  const calls = watched.get(hub) ?? watchCalls(hub.ctx)
  watched.set(hub, calls)
  const usual = [(await send(hub, request)).statusCode, request.done ?? 0]
  for (let at = 1; at <= callsMax; at++) {
    let reached = false
    const kinds = codes?.map((code) => ({ code, when: 'before' as const })) ?? kindsOf(at)
    for (const { code, when } of kinds) {
      const { strike, struck } = atCall(at, code, when)
      calls.strike = strike
      const answer = await send(hub, request)
      await hub.ctx.publisher.drain()
      calls.strike = null
      reached ||= struck()
      tally.tries += 1
      if (answer.statusCode === 503) tally.refused += 1
      const fault = judgeAnswer(answer, usual)
      if (fault !== null)
        tally.faults.push(`${request.name}, call ${at}, ${code} ${when}: ${fault}`)
    }
    if (!reached) break
    tally.calls += 1
  }
  const after = (await send(hub, request)).statusCode
  if (!usual.includes(after)) tally.faults.push(`${request.name}: ${after} afterwards`)
  return tally
}

const watched = new WeakMap<Hub, ReturnType<typeof watchCalls>>()

const runSweep = async (ground: Ground, codes: string[] | null): Promise<Result> => {
  const { hub, requests } = await openScene(ground)
  const total = { calls: 0, tries: 0, refused: 0 }
  const faults: string[] = []
  for (const request of requests) {
    ground.show(`F10 ${request.name}`)
    const tally = await sweep(hub, request, codes)
    total.calls += tally.calls
    total.tries += tally.tries
    total.refused += tally.refused
    faults.push(...tally.faults)
  }
  faults.push(...(await judgeGround(hub)))
  const { calls, tries, refused } = total
  const figure = `${requests.length} routes, ${calls} calls, ${tries} failures, ${refused} answered 503, ${faults.length} wrong`
  return { figure, faults }
}

export const runFailingCalls = (ground: Ground): Promise<Result> => runSweep(ground, null)

/** The control: an error nobody foresaw is a 500, which the judge must see. */
export const runUnforeseen = (ground: Ground): Promise<Result> => runSweep(ground, ['XX000'])
