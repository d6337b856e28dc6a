// A base backup and its logs, recovered to a moment (O2): what was acknowledged until then is
// there, what came later is not, and the ledger ends as a head says that was kept elsewhere.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { makeIndicator } from '../../fixture/hub.ts'
import { headersOf, objectsPath, openFaultHub } from '../resilience/hub.ts'
import { compare, type Journal, openJournal, readAll } from '../resilience/journal.ts'
import type { Result } from '../resilience/row.ts'
import { runCommand } from '../run-command.ts'
import type { LongGround } from './row.ts'
import { openSystemPostgres, recoverTo, type SystemServer } from './system-postgres.ts'

const envelopes = 10
const envelopeSize = 200

const write = async (url: string): Promise<Journal> => {
  const journal = openJournal()
  for (let n = 0; n < envelopes; n++) {
    await journal.post(
      url,
      Array.from({ length: envelopeSize }, (_, at) => makeIndicator(at)),
    )
  }
  return journal
}

/** The moment until which is recovered, with everything before it in the archive's reach. */
const markMoment = async (server: SystemServer): Promise<string> => {
  const [row] = await server.ask('select clock_timestamp()::text as now')
  await setTimeout(1_000)
  return String(row?.now)
}

const untilArchived = async ({ ask }: SystemServer, archive: string): Promise<void> => {
  const [row] = await ask('select pg_walfile_name(pg_switch_wal()) as name')
  for (let tries = 0; tries < 600; tries++) {
    if (readdirSync(archive).includes(String(row?.name))) return
    await setTimeout(50)
  }
  throw new Error('the log was not archived')
}

/** A byte of the backup is changed, and changed back: its verification must see it. */
const seesTampering = async (target: string, verify: () => Promise<unknown>): Promise<boolean> => {
  const path = join(target, 'PG_VERSION')
  const kept = readFileSync(path)
  writeFileSync(path, Buffer.from([kept[0]! ^ 1, ...kept.subarray(1)]))
  const seen = await verify().then(
    () => false,
    () => true,
  )
  writeFileSync(path, kept)
  return seen
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)

const timed = async (doing: Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await doing
  return performance.now() - started
}

const recover = async (ground: LongGround, toMoment: boolean): Promise<Result> => {
  const postgres = await openSystemPostgres(ground)
  const { archive, place } = postgres
  const server = await postgres.start(join(archive, '..', 'data'), {
    archive_mode: 'on',
    archive_command: `cp %p ${archive}/%f`,
  })
  const hub = await openFaultHub(ground, server.url)
  const before = await write(hub.url)
  const target = place('backup')
  ground.show('O2 a base backup')
  const backedUpMs = await timed(postgres.backUp(target))
  const verify = () => postgres.run('pg_verifybackup', ['-n', target])
  const verifiedMs = await timed(verify())
  const tampered = await seesTampering(target, verify)
  const between = await write(hub.url)
  // What was noted goes into the chain with what is shown.
  await fetch(`${hub.url}${objectsPath}?limit=10`, { headers: headersOf('bolt') })
  const head = await runCommand(['ledger', 'head'], { DATABASE_URL: server.url })
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-heads-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const heads = join(folder, 'heads.jsonl')
  writeFileSync(heads, head.output)
  if (head.code !== 0) throw new Error(`no head of the ledger: ${head.output}`)
  const moment = await markMoment(server)
  const after = await write(hub.url)
  await untilArchived(server, archive)
  await hub.kill()
  await server.stop()
  ground.show('O2 recovering')
  recoverTo(target, archive, toMoment ? moment : null)
  const started = performance.now()
  const restored = await postgres.start(target)
  const again = await openFaultHub(ground, restored.url)
  const backMs = performance.now() - started
  const held = await readAll(again.url)
  const kept = { sent: [...before.sent, ...between.sent] }
  const { acknowledged, lost, changed } = compare(kept, held)
  const late = after.sent.flatMap(({ objects }) => [...objects.keys()])
  const there = late.filter((id) => held.has(id)).length
  await again.terminate()
  const verified = await runCommand(['ledger', 'verify', '--heads', heads], {
    DATABASE_URL: restored.url,
  })
  const figure = `base backup in ${seconds(backedUpMs)} s, verified in ${seconds(verifiedMs)} s${tampered ? ', an altered byte of it seen' : ''}; ${lost} of ${acknowledged} acknowledged before the moment lost, ${there} of ${late.length} after it there; serving ${seconds(backMs)} s after the start; the ledger ${verified.code === 0 ? 'ends as the kept head says' : 'is not that of the kept head'}`
  const faults = [
    ...(lost + changed > 0 ? [`${lost} lost, ${changed} changed`] : []),
    ...(there > 0 ? [`${there} from after the moment are there`] : []),
    ...(tampered ? [] : ['an altered byte of the backup was not seen']),
    ...(verified.code === 0 ? [] : [verified.output.slice(0, 300)]),
  ]
  return { figure, faults }
}

/** O2. */
export const runRecovery = (ground: LongGround): Promise<Result> => recover(ground, true)

/** The control: the base backup alone, without the logs behind it. */
export const runWithoutLogs = (ground: LongGround): Promise<Result> => recover(ground, false)
