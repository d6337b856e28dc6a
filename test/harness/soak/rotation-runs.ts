// Keys, tokens and the database's login replaced one after another while members poll, walk and
// post (O10): whoever is valid is refused nothing, and nothing is lost.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { printToken } from '../../../src/core/credential/token.ts'
import { execute } from '../../fixture/template.ts'
import { type Cluster, openCluster } from '../resilience/cluster.ts'
import {
  type FaultHub,
  faultHubFile,
  headersOf,
  objectsPath,
  openFaultHub,
} from '../resilience/hub.ts'
import { faultsOf, type Journal, judge, openJournal, storm } from '../resilience/journal.ts'
import { countMisses, openPoller } from '../resilience/poller.ts'
import type { Result } from '../resilience/row.ts'
import { runCommand } from '../run-command.ts'
import type { LongGround } from './row.ts'

const rounds = 3
const walkers = 4
const pageSize = 20
/** Walks rest in between, so that they last longer than a rotation. */
const restMs = 30
const calmMs = 1_500
const bearer = 'Bearer '

type Scene = {
  ground: LongGround
  cluster: Cluster
  databaseUrl: string
  /** Those that a balancer would send requests to; the clients look here each time. */
  urls: string[]
  hubs: FaultHub[]
  /** The hub file every process starts with. */
  file: string
  operator: string
  /** What the walkers sign in with; the poller has a token of its own, which stays. */
  token: string
  /** Answers to whoever is valid that are no answers. */
  refused: Map<number, number>
  pages: number
}

const signInAs = ({ url }: Cluster, role: string, password: string): string =>
  url.replace('//sekisho@', `//${role}:${password}@`)

/** From now on these roles need their password. */
const demandPasswords = async ({ folder, ownUrl }: Cluster, roles: string[]): Promise<void> => {
  const file = join(folder, 'data', 'pg_hba.conf')
  const rule = `local all ${roles.join(',')} scram-sha-256\n`
  writeFileSync(file, `${rule}${readFileSync(file, 'utf8')}`)
  await execute(ownUrl, 'select pg_reload_conf()')
}

const startHubs = async (scene: Scene): Promise<void> => {
  for (let n = 0; n < 2; n++) {
    const settings = { SEKISHO_HUB_FILE: scene.file }
    const hub = await openFaultHub(scene.ground, scene.databaseUrl, settings)
    scene.hubs.push(hub)
    scene.urls.push(hub.url)
  }
}

const makeToken = (): string => printToken('fault', crypto.getRandomValues(new Uint8Array(20)))

/** The hub file with one more credential of the reader's, and somebody who may give it another. */
const printHubFile = ({ token, operator }: Pick<Scene, 'token' | 'operator'>): string => {
  const kept = headersOf('bolt').authorization!.slice(bearer.length)
  const office = `organisations:
  - name: office
    title: Office
    people: [{ name: hana, email: hana@office.example, roles: [hub-admin] }]
    credentials: [{ name: token-of-hana, kind: person, person: hana, token: ${operator} }]`
  return faultHubFile()
    .replace('organisations:', office)
    .replace(`token: ${kept} }`, `token: ${kept} }, { name: walk, token: ${token} }`)
}

const openScene = async (ground: LongGround): Promise<Scene> => {
  const cluster = await openCluster(ground)
  await execute(cluster.ownUrl, `alter role sekisho password 'first'`)
  await demandPasswords(cluster, ['sekisho', 'sekisho_1', 'sekisho_2', 'sekisho_3'])
  const databaseUrl = signInAs(cluster, 'sekisho', 'first')
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-rotation-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const [file, token, operator] = [join(folder, 'hub.yaml'), makeToken(), makeToken()]
  writeFileSync(file, printHubFile({ token, operator }))
  const scene = {
    ...{ ground, cluster, databaseUrl, file, token, operator },
    ...{ urls: [], hubs: [], refused: new Map(), pages: 0 },
  }
  await startHubs(scene)
  return scene
}

/** Walks through the whole feed again and again, page by page, each asked of another hub. */
const walk = async (scene: Scene, over: () => boolean): Promise<void> => {
  const { refused } = scene
  let next = ''
  while (!over()) {
    const url = scene.urls[scene.pages++ % scene.urls.length]
    const headers = { ...headersOf('bolt'), authorization: `${bearer}${scene.token}` }
    const path = `${url}${objectsPath}?limit=${pageSize}${next}`
    const answer = await fetch(path, { headers }).catch(() => null)
    await setTimeout(restMs)
    // A connection that ended with its hub, or a hub that asks to come back.
    if (answer === null || answer.status === 503) continue
    if (answer.status !== 200) {
      refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1)
      next = ''
      continue
    }
    const page = (await answer.json()) as { more?: boolean; next?: string }
    next = page.more === true ? `&next=${page.next}` : ''
  }
}

const run = async ({ databaseUrl }: Scene, ...words: string[]): Promise<void> => {
  const { code, output } = await runCommand(words, { DATABASE_URL: databaseUrl })
  if (code !== 0) throw new Error(`sekisho ${words.join(' ')} ended with ${code}: ${output}`)
}

/** Gives the reader another token; the one it has, which it uses a while yet, holds for `hours`. */
const replaceToken = async (scene: Scene, hours: number): Promise<void> => {
  const answer = await fetch(`${scene.urls[0]}/api/organisations/bolt/credentials/walk/rotate`, {
    method: 'POST',
    headers: { authorization: `${bearer}${scene.operator}`, 'content-type': 'application/json' },
    body: JSON.stringify({ overlap_hours: hours }),
  })
  if (!answer.ok) throw new Error(`the token was not replaced: ${await answer.text()}`)
  const { secret } = (await answer.json()) as { secret: string }
  await setTimeout(calmMs)
  scene.token = secret
}

/** Other processes with another login, then the first are ended, then their login. */
const replaceLogin = async (scene: Scene, round: number): Promise<void> => {
  const { cluster, hubs, urls } = scene
  const [old, role] = [round === 0 ? 'sekisho' : `sekisho_${round}`, `sekisho_${round + 1}`]
  const made = `create role ${role} login password '${role}' in role sekisho`
  await execute(cluster.ownUrl, made)
  scene.databaseUrl = signInAs(cluster, role, role)
  const leaving = hubs.splice(0)
  await startHubs(scene)
  urls.splice(0, leaving.length)
  for (const hub of leaving) await hub.terminate()
  await execute(cluster.ownUrl, `alter role ${old} nologin`)
}

const rotateAll = async (scene: Scene): Promise<void> => {
  await setTimeout(calmMs)
  for (let round = 0; round < rounds; round++) {
    scene.ground.show(`O10 round ${round + 1} of ${rounds}`)
    await run(scene, 'keys', 'rotate', 'cursor')
    await setTimeout(calmMs)
    await run(scene, 'keys', 'rotate', 'ledger')
    await replaceToken(scene, 1)
    await replaceLogin(scene, round)
    await setTimeout(calmMs)
  }
  await run(scene, 'ledger', 'verify')
}

/** While walkers walk; rejects as the change does. */
const whileWalking = async (scene: Scene, change: () => Promise<void>): Promise<void> => {
  let over = false
  const walking = Array.from({ length: walkers }, () => walk(scene, () => over))
  try {
    await change()
  } finally {
    over = true
    await Promise.all(walking)
  }
}

const fill = async (journal: Journal, url: string): Promise<void> => {
  const until = performance.now() + calmMs
  await storm(journal, [url], () => performance.now() > until, 2)
}

const printRefused = ({ refused }: Scene): string =>
  [...refused].map(([status, count]) => `${count} × ${status}`).join(', ') || 'none refused'

/** O10. */
export const runRotation = async (ground: LongGround): Promise<Result> => {
  const scene = await openScene(ground)
  const journal = openJournal()
  await fill(journal, scene.urls[0]!)
  let over = false
  const poller = openPoller(journal, scene.urls)
  const storming = storm(journal, scene.urls, () => over, 2)
  try {
    await whileWalking(scene, () => rotateAll(scene))
  } finally {
    over = true
  }
  await storming
  const verdict = await judge(journal, scene.urls[0]!)
  await poller.finish()
  const { missed, repeated } = countMisses(poller, journal.sent)
  const figure = `${rounds} times another key for cursors and for the ledger, another token and another login: ${scene.pages} pages of walks, ${printRefused(scene)}; ${verdict.acknowledged} acknowledged, ${verdict.lost} lost, ${missed} missed, ${repeated} repeated`
  const faults = [
    ...(scene.refused.size > 0 ? [printRefused(scene)] : []),
    ...faultsOf(verdict),
    ...journal.unexplained,
    ...(missed + repeated > 0 ? [`${missed} missed, ${repeated} repeated`] : []),
  ]
  return { figure, faults }
}

/** The control: nothing of before holds any longer. Walks and tokens must be seen to break. */
export const runHardRotation = async (ground: LongGround): Promise<Result> => {
  const scene = await openScene(ground)
  await fill(openJournal(), scene.urls[0]!)
  await whileWalking(scene, async () => {
    await setTimeout(calmMs)
    await run(scene, 'keys', 'rotate', 'cursor', '--at-once')
    await setTimeout(calmMs)
    await replaceToken(scene, 0)
  })
  const seen = [400, 401].every((status) => scene.refused.has(status))
  return { figure: printRefused(scene), faults: seen ? ['walks and tokens broke'] : [] }
}
