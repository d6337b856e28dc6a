// Role × verb × target over HTTP, generated from the routes that the hub declares and from the
// table of roles: no cell may differ. A route that is added is in the matrix by being declared.
import t from 'tap'
import { type Actor, mayDo, mayEver } from '../../src/core/role/rule.ts'
import type { Action } from '../../src/core/role/table.ts'
import { authenticate } from '../../src/exchange/authenticate.ts'
import type { Caller } from '../../src/exchange/context.ts'
import { holdSession } from '../../src/exchange/session.ts'
import { openBrowser, origin } from '../fixture/browser.ts'
import { tokenOf } from '../fixture/isac.ts'
import { type AccountHub, openAccountHub } from './account-hub.ts'

type Route = {
  method: string
  url: string
  actions: Action[]
  target: { organisation?: string; group?: string } | undefined
}

const listRoutes = ({ app }: AccountHub): Route[] =>
  app.routes.flatMap(({ method, url, config }) => {
    const { action, target } = config ?? {}
    if (!url.startsWith('/api/') || action === undefined) return []
    return [method]
      .flat()
      .filter((one) => one !== 'HEAD')
      .map((one) => ({ method: one, url, actions: [action].flat() as Action[], target }))
  })

/** Who asks, how, and as whom the table knows it. */
type Asker = { name: string; actor: Actor; headers: Record<string, string> }

const people: [string, string][] = [
  ['kei', 'acme'],
  ['analyst', 'acme'],
  ['taro', 'acme'],
  ['org-admin', 'acme'],
  ['curator', 'acme'],
  ['curator', 'cert'],
  ['analyst', 'cert'],
  ['org-admin', 'bolt'],
  ['auditor', 'hub'],
  ['hub-admin', 'hub'],
]

const openAskers = async (hub: AccountHub): Promise<Asker[]> => {
  const askers: Asker[] = []
  for (const [person, organisation] of people) {
    const browser = await hub.as(person, organisation)
    const secret = browser.cookies.get('sekisho') as string
    const { caller } = (await holdSession(hub.ctx, secret)) ?? {}
    const csrf = (await browser.open()).csrf
    const headers = { origin, cookie: `sekisho=${secret}`, 'x-sekisho-csrf': csrf }
    askers.push({ name: `${person}@${organisation}`, actor: caller as Caller, headers })
  }
  const token = tokenOf('acme')
  const actor = await authenticate(hub.ctx, { kind: 'token', token }, '127.0.0.1')
  askers.push({ name: 'a service', actor, headers: { authorization: `Bearer ${token}` } })
  return askers
}

const organisations = ['acme', 'bolt', 'cert', 'hub', 'nowhere']
const groups = ['rail', 'road', 'nowhere']

type Cell = { route: Route; organisation: string; group: string }

const listCells = (routes: Route[]): Cell[] =>
  routes.flatMap((route) =>
    (route.target?.organisation ? organisations : ['acme']).flatMap((organisation) =>
      (route.target?.group ? groups : ['rail']).map((group) => ({ route, organisation, group })),
    ),
  )

/** Somebody of each organisation, so that a verb that is asked finds whom it is asked about. */
const known: Record<string, string> = { acme: 'kei', bolt: 'jiro', cert: 'analyst', hub: 'auditor' }
const nothing = 'nothing-is-called-so'

const parameterOf = ({ route, organisation, group }: Cell, name: string): string => {
  if (name === route.target?.organisation) return organisation
  if (name === route.target?.group) return group
  // Nobody is taken away: the others are asked as well.
  return name === 'person' && route.method !== 'DELETE' ? (known[organisation] ?? nothing) : nothing
}

const pathOf = (cell: Cell): string =>
  cell.route.url.replace(/:(\w+)/g, (_, name: string) => parameterOf(cell, name))

type Ids = { organisation: Map<string, string>; group: Map<string, string> }

/** By the table alone: refused by role, not there for it, or let through. */
const expected = ({ route, organisation, group }: Cell, actor: Actor, ids: Ids) => {
  const able = route.actions.filter((action) => mayEver(actor, action))
  if (able.length === 0) return 'forbidden'
  if (route.target === undefined) return 'asked'
  const target = {
    ...(route.target.organisation && {
      organisation_id: ids.organisation.get(organisation) ?? null,
    }),
    ...(route.target.group && { group_id: ids.group.get(group) ?? null }),
  }
  return able.some((action) => mayDo(actor, action, target)) ? 'asked' : 'hidden'
}

/** Whether all that the address names is there. */
const isThere = (cell: Cell): boolean => !/nothing-is-called-so|nowhere/.test(pathOf(cell))

// What is let through is decided by the verb, whose bodies here are none; only that it is there is
// known where the rule asks for a target.
const matches = (cell: Cell, wanted: string, status: number, told: boolean): boolean => {
  if (wanted === 'forbidden') return status === 403 && !told
  if (wanted === 'hidden') return status === 404 && !told
  if (cell.route.target !== undefined && isThere(cell) && status === 404) return false
  return status !== 401 && status < 500 && (status !== 403 || told)
}

/** Cells whose answer over HTTP is not what the table says. */
const compare = async (hub: AccountHub, cells: Cell[], askers: Asker[], ids: Ids) => {
  const differing: string[] = []
  let compared = 0
  for (const { name, actor, headers } of askers) {
    for (const cell of cells) {
      const { method } = cell.route
      const answer = await hub.app.inject({
        method: method as 'GET',
        url: pathOf(cell),
        headers: {
          ...headers,
          ...(method === 'GET' || method === 'DELETE'
            ? {}
            : { 'content-type': 'application/json' }),
        },
        ...(method === 'GET' || method === 'DELETE' ? {} : { payload: '{"no":"such key"}' }),
      })
      compared++
      const wanted = expected(cell, actor, ids)
      const told = /"detail"/.test(answer.body)
      if (!matches(cell, wanted, answer.statusCode, told))
        differing.push(`${name} ${method} ${pathOf(cell)}: ${wanted}, and ${answer.statusCode}`)
    }
  }
  return { compared, differing }
}

const readIds = async (hub: AccountHub): Promise<Ids> => {
  const { organisationByName, groupByName } = await hub.ctx.policy.current()
  const idsOf = (rows: Map<string, { id: string }>) =>
    new Map([...rows].map(([name, { id }]) => [name, id]))
  return { organisation: idsOf(organisationByName), group: idsOf(groupByName) }
}

t.test('every route, for every role and target, is as the table says', async (t) => {
  const hub = await openAccountHub(t)
  const routes = listRoutes(hub)
  t.ok(routes.length >= 19, `${routes.length} routes`)
  const cells = listCells(routes)
  const askers = await openAskers(hub)
  const ids = await readIds(hub)
  const { compared, differing } = await compare(hub, cells, askers, ids)
  t.same(differing, [])
  t.equal(compared, cells.length * askers.length)
  t.comment(`${compared} cells`)

  const wrong = askers.map((asker) => ({
    ...asker,
    actor: { ...asker.actor, kind: 'person', roles: ['hub-admin'], stewards: [] },
  }))
  const control = await compare(hub, cells, wrong, ids)
  t.ok(control.differing.length > 20, 'a table that says something else is seen')
})

t.test('nobody is let in without signing in', async (t) => {
  const hub = await openAccountHub(t)
  for (const cell of listCells(listRoutes(hub))) {
    const { method } = cell.route
    const { status } = await openBrowser(hub.app).ask(method as 'GET', pathOf(cell))
    t.equal(status, 401, `${method} ${pathOf(cell)}`)
  }
})

t.test('what anybody may ask is this, and nothing more', async (t) => {
  const { app } = await openAccountHub(t)
  const open = app.routes
    .filter(({ url, config }) => url.startsWith('/api/') && config?.access !== 'credentials')
    .filter(({ url, method }) => !url.startsWith('/api/docs') && method !== 'HEAD')
    .map(({ method, url, config }) => `${config?.access} ${method} ${url}`)
  t.same(open.toSorted(), [
    'session DELETE /api/session',
    'session GET /api/session',
    'session POST /api/session/second-factor',
    'sign-in GET /api/session/oidc',
    'sign-in GET /api/session/oidc/return',
    'sign-in POST /api/invitation/accept',
    'sign-in POST /api/invitation/oidc',
    'sign-in POST /api/session',
    'sign-in POST /api/setup',
  ])
})
