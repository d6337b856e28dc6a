// The wire to PostgreSQL is cut at every message of a submission, in both directions, and right
// after each commit (F5, F6). What is sent again is there once, and nothing is there in part.
import { makeIndicator } from '../../fixture/hub.ts'
import { checkAccount } from './account.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { type FaultHub, openFaultHub } from './hub.ts'
import {
  compare,
  faultsOf,
  type Journal,
  judge,
  openJournal,
  readAll,
  type Verdict,
} from './journal.ts'
import {
  type Fate,
  isCommitted,
  lieAboutCommits,
  type Message,
  openWire,
  type Wire,
} from './pg-proxy.ts'
import type { Ground, Result } from './row.ts'

const retriesMax = 200

type Scene = { cluster: Cluster; hub: FaultHub; wire: Wire; journal: Journal }

const openScene = async (ground: Ground): Promise<Scene> => {
  const cluster = await openCluster(ground)
  const wire = await openWire(ground, cluster)
  const hub = await openFaultHub(ground, wire.url)
  return { cluster, hub, wire, journal: openJournal() }
}

const threeObjects = () => [1, 2, 3].map((n) => makeIndicator(n))

/** Posts until it is acknowledged; answers how often it was not. */
const postUntilTaken = async (
  { hub, journal }: Scene,
  objects: ReturnType<typeof threeObjects>,
) => {
  for (let tries = 0; tries < retriesMax; tries++) {
    const { status } = await journal.post(hub.url, objects)
    if (status !== null) return tries
  }
  throw new Error('the hub takes nothing any more')
}

/** Strikes once, at the n-th message of this direction since it was made; counts them all. */
const strikeAt = (from: Message['from'], at: number, fate: Fate) => {
  const struck = { count: 0, done: false }
  const decide = (message: Message): Fate => {
    if (struck.done || message.from !== from) return 'pass'
    struck.count += 1
    if (struck.count !== at) return 'pass'
    struck.done = true
    return fate
  }
  return { struck, decide }
}

const messagesMax = 400
/** Messages of one direction at which nobody counts any more: what the hub does besides. */
const quietEnd = 3

/** Cuts at the first message, the second, and so on, until a submission ends before the cut. */
const cutEverywhere = async (scene: Scene, from: Message['from'], fate: Fate) => {
  let refused = 0
  let quiet = 0
  let at = 0
  while (quiet < quietEnd && at < messagesMax) {
    at += 1
    const { struck, decide } = strikeAt(from, at, fate)
    const objects = threeObjects()
    scene.wire.decide = decide
    const { status } = await scene.journal.post(scene.hub.url, objects)
    scene.wire.decide = null
    quiet = struck.done ? 0 : quiet + 1
    if (status === null) refused += 1
    // A client that was refused sends again, and one that was not may.
    await postUntilTaken(scene, objects)
  }
  return { cuts: at - quiet, refused }
}

/** One envelope sent several times is one: its objects count for the first that was taken. */
const once = (journal: Journal): Journal => {
  const kept = new Map<string, Journal['sent'][number]>()
  for (const sent of journal.sent) {
    const [id = ''] = sent.objects.keys()
    if (!kept.has(id) || kept.get(id)?.status === null) kept.set(id, sent)
  }
  return { ...journal, sent: [...kept.values()] }
}

const conclude = (scene: Scene, verdict: Verdict): string[] => [
  ...faultsOf(verdict),
  ...scene.journal.unexplained,
  ...(scene.journal.cut > 0 ? [`${scene.journal.cut} requests were not answered`] : []),
  ...(scene.hub.exits() > 0 ? ['the hub ended by itself'] : []),
]

/** F5: at every message of a submission, instead of it. */
export const runCuts = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  await postUntilTaken(scene, threeObjects())
  const told: string[] = []
  for (const from of ['hub', 'server'] as const) {
    ground.show(`F5 cuts at the messages of the ${from}`)
    const { cuts, refused } = await cutEverywhere(scene, from, 'cut')
    told.push(`${cuts} cuts at messages of the ${from}, ${refused} refused`)
  }
  const verdict = await judge(once(scene.journal), scene.hub.url)
  const account = await checkAccount(scene.cluster.ownUrl, scene.journal.sent)
  const { lost, doubled, partial } = verdict
  const figure = [...told, `${lost} lost, ${doubled} doubled, ${partial} partial`, account.figure]
  return { figure: figure.join('; '), faults: [...conclude(scene, verdict), ...account.faults] }
}

const commitCuts = 40

/** F6: after PostgreSQL committed, before the hub learns of it. */
export const runUnknownCommits = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  await postUntilTaken(scene, threeObjects())
  let unproved = 0
  let refused = 0
  for (let round = 0; round < commitCuts; round++) {
    let struck = false
    scene.wire.decide = (message) => {
      if (struck || !isCommitted(message)) return 'pass'
      struck = true
      return 'cut'
    }
    const objects = threeObjects()
    const { status } = await scene.journal.post(scene.hub.url, objects)
    scene.wire.decide = null
    if (status === null) refused += 1
    else if (struck) unproved += 1
    await postUntilTaken(scene, objects)
  }
  const verdict = await judge(once(scene.journal), scene.hub.url)
  const account = await checkAccount(scene.cluster.ownUrl, scene.journal.sent)
  const figure = [
    `${commitCuts} commits whose reply was cut: ${refused} refused`,
    `${unproved} answered after another try`,
    `${verdict.lost} lost, ${verdict.doubled} doubled`,
    account.figure,
  ]
  return { figure: figure.join('; '), faults: [...conclude(scene, verdict), ...account.faults] }
}

const lies = 20

/** The control of both: a database that says it committed, and did not. */
export const runLies = async (ground: Ground): Promise<Result> => {
  const scene = await openScene(ground)
  scene.wire.decide = lieAboutCommits(() => true)
  scene.wire.cutAll()
  for (let n = 0; n < lies; n++) await scene.journal.post(scene.hub.url, threeObjects())
  scene.wire.decide = null
  // What it remembers of what it believes to have kept is gone with it.
  await scene.hub.kill()
  await scene.hub.start()
  const { lost } = compare(scene.journal, await readAll(scene.hub.url))
  return { figure: `${lost} of ${lies * 3} lost`, faults: lost > 0 ? [`${lost} lost`] : [] }
}
