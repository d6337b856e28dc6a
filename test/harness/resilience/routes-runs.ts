// Runs that ask every route there is, as Fastify lists them: without credentials, for the headers
// that keep answers private, for what a GET changes, and for what is shown to whom. A new route is
// asked without anybody's doing.
import { type Hub, openHubPeople } from '../../fixture/hub-people.ts'
import { tokenOf } from '../../fixture/isac.ts'
import { dated, indicator, tlp } from '../../fixture/isac-object.ts'
import type { Ground, Result } from './row.ts'

type Route = { method: string; url: string; access: string }

/** Every route by each of its methods, but for what only names methods. */
export const listRoutes = ({ app }: Hub): Route[] =>
  app.routes.flatMap(({ method, url, config }) =>
    [method]
      .flat()
      .filter((one) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(one))
      .map((one) => ({ method: one, url, access: String(config?.access) })),
  )

/** What the parameters of an address are filled with: `ids` of things that are there. */
type Ids = { objects: string[]; drafts: string[]; submissions: string[] }

const places: Record<string, readonly string[]> = {
  root: ['g1'],
  group: ['g1'],
  organisation: ['a'],
  collection: ['one'],
  person: ['a'],
}

const fill = (url: string, ids: Ids): string[] => {
  let urls = [url.replace('*', 'x')]
  for (const [parameter, name] of url.matchAll(/:(\w+)(\(.*?\))?/g)) {
    const things = [...ids.objects, ...ids.drafts, ...ids.submissions]
    const values = places[name as string] ?? (things.length > 0 ? things : ['nothing'])
    urls = urls.flatMap((one) =>
      values.map((value) => one.replace(parameter, encodeURIComponent(value))),
    )
  }
  return urls
}

const none: Ids = { objects: [], drafts: [], submissions: [] }
const taxii = 'application/taxii+json;version=2.1'

const ask = (hub: Hub, { method }: Route, url: string, headers: Record<string, string>) =>
  hub.app.inject({
    method: method as 'GET',
    url,
    headers: {
      accept: url.startsWith('/taxii2/') ? taxii : '*/*',
      ...(method === 'POST' || method === 'PUT'
        ? { 'content-type': url.startsWith('/taxii2/') ? taxii : 'application/json' }
        : {}),
      ...headers,
    },
    ...(method === 'POST' || method === 'PUT' ? { payload: '{"no":"such key"}' } : {}),
  })

const as = (who: string) => ({ authorization: `Bearer ${tokenOf(who)}` })
const good = as('hub@hub').authorization

const strangers: [string, Record<string, string>][] = [
  ['nothing', {}],
  ['garbage', { authorization: 'Bearer garbage' }],
  ['another scheme', { authorization: `Digest ${good}` }],
  ['an empty header', { authorization: '' }],
  ['a scheme alone', { authorization: 'Bearer ' }],
  ['two in one', { authorization: `${good}, ${good}` }],
  ['a changed token', { authorization: good.slice(0, -1) }],
  ['a cookie', { cookie: `session=${good}; sekisho=${good}` }],
  ['a proxy’s words', { 'x-ssl-client-verify': 'SUCCESS', 'x-user-id': 'hub' }],
]

/** A1: nobody is let in, at any route, by anything that is no credential. */
export const runStrangers = async (ground: Ground): Promise<Result> => {
  const hub = await openHubPeople(ground)
  const routes = listRoutes(hub)
  const closed = routes.filter(({ access }) => access === 'credentials' || access === 'api-root')
  const faults = routes
    .filter(({ access }) => access === 'undefined')
    .map(({ url }) => `${url}: no rule`)
  let [asked, known] = [0, 0]
  for (const route of closed) {
    const [url] = fill(route.url, none) as [string]
    for (const [name, headers] of strangers) {
      const { statusCode, headers: given } = await ask(hub, route, url, headers)
      asked += 1
      const told = !url.startsWith('/taxii2/') || given['www-authenticate'] !== undefined
      if (statusCode !== 401 || !told)
        faults.push(`${name}: ${statusCode} of ${route.method} ${url}`)
    }
    if ((await ask(hub, route, url, { authorization: good })).statusCode !== 401) known += 1
  }
  if (known < closed.length * 0.9) faults.push('control: a good credential is let in nowhere')
  const figure = `${asked} requests to ${closed.length} routes, ${routes.length} with a rule; control: ${known} let a good credential in`
  return { figure, faults }
}

/** Fixed texts, the same for everybody. */
const isFixed = (url: string): boolean => /^\/(api\/)?docs|^\/api\/openapi|^\/assets/.test(url)

/** L24, A15: no answer may be kept by others, and none is opened to another site. */
export const runHeaders = async (ground: Ground): Promise<Result> => {
  const hub = await openHubPeople(ground)
  const [routes, faults] = [listRoutes(hub), [] as string[]]
  let asked = 0
  let fixed = 0
  for (const route of routes) {
    const [url] = fill(route.url, none) as [string]
    for (const origin of ['https://evil.example', 'null']) {
      for (const who of [null, good]) {
        const shown: Record<string, string> = who === null ? {} : { authorization: who }
        const { headers } = await ask(hub, route, url, { ...shown, origin })
        asked += 1
        const kept = /no-store/.test(String(headers['cache-control']))
        const varies = !url.startsWith('/taxii2/') || /Authorization/.test(String(headers.vary))
        if (isFixed(url)) fixed += 1
        else if (!kept || !varies) faults.push(`may be kept: ${route.method} ${url}`)
        if (headers['access-control-allow-origin'] !== undefined) faults.push(`open: ${url}`)
      }
    }
  }
  const figure = `${asked} answers of ${routes.length} routes, ${fixed} of them fixed texts; control: each header is looked for by name`
  return { figure, faults: [...new Set(faults)] }
}

/** Tables that say who asked, and when. */
const accounts = /^(ledger|credential|session|sign_in|provider_visit|readiness|feed_mark)/

const digestTables = async (hub: Hub): Promise<Map<string, string>> => {
  const { rows } = await hub.query(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`)
  const digests = new Map<string, string>()
  for (const { name } of rows as { name: string }[]) {
    if (accounts.test(name)) continue
    const { rows: found } = await hub.query(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as digest from "${name}" t`,
    )
    digests.set(name, found[0].digest)
  }
  return digests
}

type Asking = (hub: Hub, route: Route, url: string, who: string) => Promise<unknown>

const changedBy = async (ground: Ground, asking: Asking): Promise<Result> => {
  const hub = await openHubPeople(ground)
  await hub.as('a').share([indicator('green')])
  const before = await digestTables(hub)
  let asked = 0
  for (const route of listRoutes(hub).filter(({ method }) => method === 'GET')) {
    for (const who of ['hub@hub', 'a@a', 'd@d']) {
      for (const url of fill(route.url, none)) {
        await asking(hub, route, url, who)
        asked += 1
      }
    }
  }
  const after = await digestTables(hub)
  const changed = [...after].filter(([name, digest]) => before.get(name) !== digest)
  const figure = `${asked} requests, ${after.size} tables compared, ${changed.length} changed`
  return { figure, faults: changed.map(([name]) => `a GET changes ${name}`) }
}

/** A15: a GET changes nothing but the account of who asked. */
export const runReading = (ground: Ground): Promise<Result> =>
  changedBy(ground, (hub, route, url, who) => ask(hub, route, url, as(who)))

/** A GET of one route that writes in secret. */
export const runReadingControl = (ground: Ground): Promise<Result> =>
  changedBy(ground, async (hub, route, url, who) => {
    if (url === '/api/home') await hub.query("update hub set contact = contact || '.'")
    return ask(hub, route, url, as(who))
  })

const everybody = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'm', 'x', 'y', 'z', 'v', 'h2'],
  ...['a@a', 'aide@a', 'b@b', 'aide@b', 'd@d', 'e@e', 'hub@hub', 'aide@hub', 'nobody'],
]
const ofA = ['a', 'a@a', 'aide@a']
const ofFirst = [...ofA, 'b', 'b@b', 'aide@b', 'c', 'd', 'd@d', 'm']

type Canary = { text: string; seenBy: string[] }

const placeCanaries = async (hub: Hub): Promise<{ canaries: Canary[]; ids: Ids }> => {
  const canaries: Canary[] = []
  const ids: Ids = { objects: [], drafts: [], submissions: [] }
  const make = (name: string, seenBy: string[], marking: string) => {
    const text = `canary-${name}-${Math.random().toString(36).slice(2, 8)}`
    canaries.push({ text, seenBy })
    const words = { name: 'BadCat', is_family: true, aliases: [text] }
    const object = dated('malware', null, { object_marking_refs: [marking], ...words })
    ids.objects.push(object.id)
    return object
  }
  const share = async (who: string, object: object, options: object = {}, place = 'one') => {
    const { id } = await hub.as(who).share([object], options, place)
    ids.submissions.push(id)
  }
  await share('a', make('strict', ofFirst, tlp.strict))
  const withoutB = ofFirst.filter((who) => !/(^|@)b$/.test(who))
  await share('a', make('excluded', withoutB, tlp.strict), { exclude: ['b'] })
  await share('a', make('waiting', ofA, tlp.strict), { not_before: '2030-01-01T00:00:00Z' })
  await share('a', make('gated', ofA, tlp.strict), { approval: true })
  await share('e', make('second', ['c', 'e', 'e@e', 'f'], tlp.strict), {}, 'two')
  const red = make('red', [...ofA, 'aide@b'], tlp.red)
  await share('a@a', red, { recipients: ['aide@b'] })
  const envelope = { collection: 'one', objects: [make('draft', ofA, tlp.strict)] }
  const draft = await hub.by('a@a')('POST', '/api/drafts', { title: 'one', envelope })
  ids.drafts.push(draft.json().id)
  return { canaries, ids }
}

const queries = ['', '?match[version]=all', '?q=canary&text=BadCat']

const showTo = async (ground: Ground, may: (canary: Canary, who: string) => boolean) => {
  const hub = await openHubPeople(ground)
  const { canaries, ids } = await placeCanaries(hub)
  const routes = listRoutes(hub).filter(({ method }) => method === 'GET')
  let [asked, seen] = [0, 0]
  const faults: string[] = []
  for (const route of routes) {
    for (const url of fill(route.url, ids)) {
      for (const who of everybody) {
        for (const query of route.url.includes(':') ? queries.slice(0, 2) : queries) {
          const answer = await ask(hub, route, `${url}${query}`, who === 'nobody' ? {} : as(who))
          asked += 1
          const text = `${JSON.stringify(answer.headers)}${answer.body}`
          for (const canary of canaries.filter((one) => text.includes(one.text))) {
            seen += 1
            if (!may(canary, who)) faults.push(`${who} is shown ${canary.text} by ${url}${query}`)
          }
        }
      }
    }
  }
  if (seen === 0) faults.push('no canary was seen by anybody')
  const unseen = canaries.length * everybody.length
  const figure = `${asked} answers of ${routes.length} routes to ${everybody.length} subjects, ${unseen} pairs of canary and subject, ${seen} sightings, ${faults.length} foreign`
  return { figure, faults: faults.slice(0, 10) }
}

/** L2: what is shown anywhere is shown to whom it is for. */
export const runCanaries = (ground: Ground): Promise<Result> =>
  showTo(ground, ({ seenBy }, who) => seenBy.includes(who))

/** With a rule by which only its owner sees a thing, what others are shown is foreign. */
export const runCanariesControl = (ground: Ground): Promise<Result> =>
  showTo(ground, (_, who) => ofA.includes(who))
