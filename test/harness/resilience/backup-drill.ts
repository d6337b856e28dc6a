// A backup of a hub that runs, restored into an empty folder by the commands an operator has, then
// tampered with. Every tampering must be named; nothing may be named without one.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startPostgres } from '../../../src/postgres.ts'
import { execute } from '../../fixture/template.ts'
import { type HubProcess, startHubProcess } from '../hub-process.ts'
import { type Ended, runCommand } from '../run-command.ts'
import type { Ground, Result } from './row.ts'

const id = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
const path = `/taxii2/rail/collections/${id}/objects/`
const hubFile = `organisations:
  - name: acme
    title: Acme
    credentials: [{ name: p, basic: { username: acme, password: "what acme signs in with" } }]
  - name: bolt
    title: Bolt
    credentials: [{ name: p, basic: { username: bolt, password: "what bolt signs in with" } }]
groups: [{ name: rail, title: Rail, members: { acme: contributor, bolt: contributor } }]
collections: [{ group: rail, name: indicators, title: Indicators, id: ${id} }]
`
const envelopes = 5
const objectsOfEach = 1_000

const ask = (hub: HubProcess, who: string, body?: string): Promise<Response> => {
  const type = 'application/taxii+json;version=2.1'
  const secret = Buffer.from(`${who}:what ${who} signs in with`).toString('base64')
  const headers = { authorization: `Basic ${secret}`, accept: type, 'content-type': type }
  const url = `${hub.url}${path}${body === undefined ? '?limit=1000' : ''}`
  return fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body })
}

const envelope = (): string => {
  const now = new Date().toISOString()
  const objects = Array.from({ length: objectsOfEach }, (_, n) => ({
    ...{ type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}`, created: now },
    ...{ modified: now, valid_from: now, name: `関所 ${n}\t\\`, pattern_type: 'stix' },
    pattern: `[ipv4-addr:value = '198.51.100.${n % 256}']`,
  }))
  return JSON.stringify({ objects })
}

/** Objects submitted and read, so that feed, renditions and ledger have rows. */
const use = async (hub: HubProcess, times: number): Promise<void> => {
  for (let n = 0; n < times; n++) {
    const { status } = await ask(hub, 'acme', envelope())
    if (status !== 202) throw new Error(`an envelope was answered ${status}`)
    await ask(hub, 'bolt')
  }
}

const own = 'alter table ledger disable trigger all; alter table ledger_seal disable trigger all'
const kept =
  'alter table ledger enable always trigger ledger_kept; ' +
  'alter table ledger_seal enable always trigger ledger_seal_kept'
const cut = `delete from ledger where seq > 3; delete from ledger_seal where seq > 3;
  update ledger_head h set seq = l.seq, at = l.at, hash = l.hash from ledger l where l.seq = 3`

/** In this order, each besides those before it: what is done, and how it is named. */
const tamperings: [string, string, RegExp][] = [
  [
    'a row',
    `update rendition set body = replace(body, '198.51.100.7', '198.51.100.8')
      where rendition_id = (select min(rendition_id) from rendition where body like '%.7''%')`,
    /rendition: the row of collection_id \S+, rendition_id \d+ was changed/,
  ],
  [
    'a row taken away',
    'delete from feed where position = (select max(position) from feed)',
    /feed: the row of collection_id \S+, position \d+ is missing/,
  ],
  ['a wall', 'drop policy feed_reader on feed', /policy is missing: feed_reader/],
  ['a grant', 'grant select on hub_key to sekisho_reader', /grant was added: select on hub_key/],
  ['the ledger cut short', `${own}; ${cut}; ${kept}`, /ends at row 3; .* it was cut short/],
]

type Drill = { faults: string[]; named: number; asked: number }

const expect = (
  drill: Drill,
  what: string,
  { code, output }: Ended,
  named: RegExp,
  as = 1,
): void => {
  drill.asked += 1
  if (code === as && named.test(output)) drill.named += 1
  else drill.faults.push(`${what}: exit ${code}, ${output.slice(0, 400)}`)
}

const tamper = async (drill: Drill, ground: Ground, target: string, backup: string) => {
  const folder = join(target, 'postgres')
  const server = await startPostgres({ folder, log: pino({ level: 'error' }) })
  try {
    for (const [what, statements, named] of tamperings) {
      ground.show(`O1 ${what}`)
      await execute(server.url, statements)
      const ran = await runCommand(['restore', backup, '--verify'], { DATABASE_URL: server.url })
      expect(drill, what, ran, named)
    }
  } finally {
    await server.stop()
  }
}

/**
 * Backs up beside a running hub, goes on using it, restores by the command into an empty folder,
 * and tampers. The rolled-back ledger is the restore itself, judged by a head that was kept later.
 */
export const drillBackup = async (ground: Ground): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-drill-'))
  ground.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const hub = await startHubProcess(hubFile)
  ground.teardown(hub.stop)
  const drill: Drill = { faults: [], named: 0, asked: 0 }
  const [backup, target] = [join(folder, 'backup'), join(folder, 'restored')]
  await use(hub, envelopes)
  const saving = performance.now()
  const saved = await runCommand(['backup', backup], { DATABASE_URL: hub.databaseUrl })
  const savedMs = performance.now() - saving
  if (saved.code !== 0) drill.faults.push(`backup: ${saved.output}`)
  await use(hub, 1)
  const head = await runCommand(['ledger', 'head'], { DATABASE_URL: hub.databaseUrl })
  const heads = join(folder, 'heads.jsonl')
  writeFileSync(heads, head.output)
  ground.show('O1 restoring')
  const restoring = performance.now()
  const restored = await runCommand(['restore', backup], { SEKISHO_DATA: target })
  const restoredMs = performance.now() - restoring
  if (restored.code !== 0 || !/equal: /.test(restored.output)) {
    drill.faults.push(`restore: ${restored.output}`)
  }
  const verify = ['restore', backup, '--verify', '--heads', heads]
  const rolled = await runCommand(verify, { SEKISHO_DATA: target })
  expect(drill, 'the ledger rolled back', rolled, /rolled back: it ends at row \d+/)
  const closed = await runCommand(['confirm'], { SEKISHO_DATA: target, SEKISHO_HEADS: heads })
  expect(drill, 'closed until confirmed', closed, /it is older/)
  await tamper(drill, ground, target, backup)
  const equal = /equal: .*/.exec(restored.output)?.[0] ?? 'not equal'
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
  const figure =
    `${envelopes * objectsOfEach} objects saved in ${seconds(savedMs)}, restored and compared in ` +
    `${seconds(restoredMs)}: ${equal}; ${drill.named} of ${drill.asked} tamperings named`
  return { figure, faults: drill.faults }
}
