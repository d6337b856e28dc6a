// Something runs out (F8, F9): the account cannot be written, or no connection is left. Who asks is
// told to come back within moments, nothing is shown unaccounted for, and all is well afterwards.
import { verifyLedger } from '../../../src/exchange/verify-ledger.ts'
import { makeIndicator } from '../../fixture/hub.ts'
import { type Hub, openHubPeople } from '../../fixture/hub-people.ts'
import { tokenOf } from '../../fixture/isac.ts'
import { indicator } from '../../fixture/isac-object.ts'
import type { Ground, Result } from './row.ts'

const taxii = 'application/taxii+json;version=2.1'

type Scene = { hub: Hub; feed: string }

const openScene = async (ground: Ground): Promise<Scene> => {
  const hub = await openHubPeople(ground)
  await hub.as('a').share([indicator('green', { name: 'beacon' })])
  const { rows } = await hub.query('select collection_id as id from submission limit 1')
  return { hub, feed: `/taxii2/g1/collections/${rows[0].id}/objects/` }
}

const headers = (who: string) => ({
  authorization: `Bearer ${tokenOf(who)}`,
  accept: taxii,
  'content-type': taxii,
})

const poll = ({ hub, feed }: Scene) =>
  hub.app.inject({ method: 'GET', url: feed, headers: headers('b') })

const post = ({ hub, feed }: Scene) => {
  const payload = JSON.stringify({ objects: [makeIndicator(1)] })
  return hub.app.inject({ method: 'POST', url: feed, headers: headers('a'), payload })
}

type Answer = Awaited<ReturnType<typeof poll>>

/** 503 with when to come back, and nothing of any object. */
const isRefused = ({ statusCode, headers, body }: Answer): boolean =>
  statusCode === 503 &&
  /^\d+$/.test(String(headers['retry-after'])) &&
  !body.includes('indicator--')

/** Pages that were shown, as the account has them. */
const countDisclosures = async ({ hub }: Scene): Promise<number> => {
  await hub.ctx.ledger.settle()
  const { rows } = await hub.query(
    `select count(*)::integer as pages from ledger where act = 'disclose'`,
  )
  return rows[0].pages
}

type Break = { name: string; down: string; up: string; poll: boolean; post: boolean }

/** What is taken away, and which of the two verbs must stop for it. */
const breaks: Break[] = [
  {
    name: 'no right to write',
    down: 'revoke insert on ledger from sekisho_writer',
    up: 'grant insert on ledger to sekisho_writer',
    ...{ poll: true, post: false },
  },
  {
    name: 'the end of the chain is gone',
    down: 'create table kept as table ledger_head; delete from ledger_head',
    up: 'insert into ledger_head select * from kept; drop table kept',
    ...{ poll: true, post: false },
  },
  {
    name: 'acts cannot be noted',
    down: 'revoke insert on ledger_outbox from sekisho_writer',
    up: 'grant insert on ledger_outbox to sekisho_writer',
    ...{ poll: false, post: true },
  },
]

const tryBreak = async (scene: Scene, one: Break): Promise<string[]> => {
  const faults: string[] = []
  await scene.hub.query(one.down)
  const before = await poll(scene)
  if (isRefused(before) !== one.poll) faults.push(`${one.name}: a poll got ${before.statusCode}`)
  const posted = await post(scene)
  if (isRefused(posted) !== one.post) faults.push(`${one.name}: a post got ${posted.statusCode}`)
  await scene.hub.query(one.up)
  const after = await poll(scene)
  if (after.statusCode !== 200) faults.push(`${one.name}: a poll got ${after.statusCode} after it`)
  const again = await post(scene)
  if (again.statusCode !== 202) faults.push(`${one.name}: a post got ${again.statusCode} after it`)
  return faults
}

/** F8: each page that was answered has its row, and no page is answered without one. */
export const runNoAccount = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  const faults: string[] = []
  const before = await countDisclosures(scene)
  let pages = 0
  for (const one of breaks) {
    faults.push(...(await tryBreak(scene, one)))
    pages += one.poll ? 1 : 2
  }
  const rows = (await countDisclosures(scene)) - before
  if (rows !== pages) faults.push(`${pages} pages were shown and ${rows} accounted for`)
  const { fault } = await verifyLedger(scene.hub.ctx)
  if (fault !== null) faults.push(fault.message)
  return { figure: `${breaks.length} ways, ${pages} pages shown, ${rows} accounted for`, faults }
}

/** The control: a hub that shows pages whether or not they are accounted for. */
export const runUnaccounted = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  Object.assign(scene.hub.ctx.ledger, { disclose: async () => {} })
  const faults: string[] = []
  for (const one of breaks) faults.push(...(await tryBreak(scene, one)))
  return { figure: `${faults.length} pages shown that are not accounted for`, faults }
}

const boundMs = 10_000

/** Asks while nothing is left; answers the milliseconds too. */
const askTimed = async (asked: () => Promise<Answer>) => {
  const started = performance.now()
  const answer = await asked()
  return { answer, ms: performance.now() - started }
}

const exhaust = async (scene: Scene, name: 'reader' | 'gate' | 'writer'): Promise<() => void> => {
  const pool = scene.hub.ctx.pools[name]
  const held = await Promise.all(
    Array.from({ length: pool.options.max ?? 10 }, () => pool.connect()),
  )
  return () => {
    for (const client of held) client.release()
  }
}

/** F9: every connection of a pool is held by somebody. */
export const runNoConnection = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  const faults: string[] = []
  const told: string[] = []
  const health = () => scene.hub.app.inject({ method: 'GET', url: '/healthz' })
  const roots = () =>
    scene.hub.app.inject({ method: 'GET', url: '/taxii2/', headers: headers('b') })
  for (const name of ['reader', 'gate', 'writer'] as const) {
    const giveBack = await exhaust(scene, name)
    const asked = name === 'writer' ? post : poll
    const { answer, ms } = await askTimed(() => asked(scene))
    if (!isRefused(answer)) faults.push(`${name}: the answer was ${answer.statusCode}`)
    if (ms > boundMs) faults.push(`${name}: it took ${Math.round(ms)} ms`)
    if ((await health()).statusCode !== 200) faults.push(`${name}: /healthz does not answer`)
    if (name === 'reader' && (await roots()).statusCode !== 200) {
      faults.push('who does not poll is kept out as well')
    }
    if (name === 'writer' && (await poll(scene)).statusCode !== 200) {
      faults.push('who writes nothing is kept out as well')
    }
    giveBack()
    if ((await poll(scene)).statusCode !== 200) faults.push(`${name}: no poll afterwards`)
    told.push(`${name} held: 503 after ${Math.round(ms)} ms`)
  }
  return { figure: told.join('; '), faults }
}

/** The control: pools that let callers wait for ever, as they do where nothing is said. */
export const runEndlessWait = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  const { reader } = scene.hub.ctx.pools
  Object.assign(reader.options, { connectionTimeoutMillis: 0 })
  const giveBack = await exhaust(scene, 'reader')
  const asked = poll(scene)
  const waited = await Promise.race([
    asked.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 3_000)),
  ])
  giveBack()
  await asked
  const figure = waited ? 'a poll waits until a connection is given back' : 'a poll was answered'
  return { figure, faults: waited ? [figure] : [] }
}
