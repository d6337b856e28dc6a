// Runs for the rows of upkeep: a ledger that somebody changes, the flags the hub runs with.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Seal } from '../../../src/core/ledger/seal.ts'
import { exportHead } from '../../../src/exchange/export-head.ts'
import { noteAct } from '../../../src/exchange/ledger.ts'
import { verifyLedger } from '../../../src/exchange/verify-ledger.ts'
import { withTransaction } from '../../../src/storage/pools.ts'
import { makeDisclosure } from '../../core/ledger/rows.ts'
import { makeAct, openTestLedger, type TestLedger } from '../../fixture/ledger.ts'
import { type Chance, makeChance } from '../chance.ts'
import type { Ground, Result } from './row.ts'

const rows = 12
const tamperings = 1_000

/** Answers the heads that an operator kept elsewhere: all that were signed. */
const fillLedger = async (hub: TestLedger): Promise<Seal[]> => {
  const heads: (Seal | null)[] = []
  for (let n = 1; n <= rows; n++) {
    if (n % 5 === 0) {
      await withTransaction(hub.ctx.pools.writer, 'begin', (client) => noteAct(client, makeAct(n)))
      await hub.ledger.settle()
    } else await hub.ledger.disclose(makeDisclosure([BigInt(n), BigInt(n + 20)]))
    if (n % 4 === 0) heads.push(await exportHead(hub.ctx))
  }
  return heads.filter((head) => head !== null)
}

const endAt = (n: number): string =>
  `update ledger_head h set seq = l.seq, at = l.at, hash = l.hash from ledger l where l.seq = ${n}`

const rehash = `do $$ declare r record; p bytea := decode(repeat('00', 32), 'hex');
  begin
    for r in select seq, canonical from ledger order by seq loop
      update ledger set prev = p, hash = sha256(p || convert_to(canonical, 'UTF8'))
        where seq = r.seq returning hash into p;
    end loop;
    update ledger_head set hash = p;
  end $$`

/** What somebody may do who owns the tables: change, delete, cut, fork, move, or make all anew. */
const tampering = (chance: Chance): string => {
  const [seq, bit] = [1 + chance.below(rows), chance.below(256)]
  const place = 1 + chance.below(200)
  const columns = [
    'at = at + 1',
    `act = act || 'd'`,
    'organisation_id = gen_random_uuid()',
    'last_position = coalesce(last_position, 0) + 1',
    `prev = set_bit(prev, ${bit}, 1 - get_bit(prev, ${bit}))`,
    `hash = set_bit(hash, ${bit}, 1 - get_bit(hash, ${bit}))`,
    `canonical = overlay(canonical placing '\u0001' from ${place} for 1)`,
  ]
  const altered = `update ledger set canonical = overlay(canonical placing '\u0001' from ${place}
    for 1) where seq = ${seq}`
  return chance.pick([
    `update ledger set ${chance.pick(columns)} where seq = ${seq}`,
    `delete from ledger where seq = ${seq}`,
    `delete from ledger where seq >= ${seq}`,
    `delete from ledger_seal where seq > ${seq - 1}; delete from ledger where seq >= ${seq + 1};
      ${endAt(seq)}`,
    `${altered}; ${rehash}`,
    `delete from ledger_seal where seq = ${4 * (1 + chance.below(rows / 4))}`,
    `update ledger_head set hash = set_bit(hash, ${bit}, 1 - get_bit(hash, ${bit}))`,
    `update ledger_seal set body = overlay(body placing '9' from ${1 + chance.below(60)} for 1)`,
    `update ledger a set canonical = b.canonical, hash = b.hash from ledger b
      where a.seq = ${seq} and b.seq = ${(seq % rows) + 1}`,
  ])
}

const digestOf = (table: string): string =>
  `(select md5(string_agg(l::text, '' order by seq)) from ${table} l)`

const sameAsKept = `select ${['ledger', 'ledger_head', 'ledger_seal']
  .map((table) => `${digestOf(table)} is not distinct from ${digestOf(`kept_${table}`)}`)
  .join(' and ')} as same`

const tamperOften = async (ground: Ground, verified: boolean): Promise<Result> => {
  const hub = await openTestLedger(ground)
  const kept = await fillLedger(hub)
  const client = new pg.Client({ connectionString: hub.url })
  await client.connect()
  ground.teardown(() => client.end())
  const tables = ['ledger', 'ledger_head', 'ledger_seal']
  const all = (make: (table: string) => string) => client.query(tables.map(make).join(';'))
  await all((table) => `alter table ${table} disable trigger all`)
  await all((table) => `create table kept_${table} as table ${table}`)
  const chance = makeChance(ground.seed)
  let [tried, changed, found] = [0, 0, 0]
  const faults: string[] = []
  while (tried < tamperings) {
    const statements = tampering(chance)
    await client.query(statements)
    const { rows: same } = await client.query(sameAsKept)
    tried += 1
    if (!same[0].same) {
      changed += 1
      const { fault } = await verifyLedger(hub.ctx, verified ? kept : [])
      if (fault !== null) found += 1
      else faults.push(`not found: ${statements.slice(0, 160)}`)
    }
    await all((table) => `truncate ${table}; insert into ${table} select * from kept_${table}`)
  }
  return {
    figure: `${tried} tamperings, ${changed} changed something, ${found} found`,
    faults: faults.slice(0, 5),
  }
}

/** O4: everything that changes the ledger is found against heads kept elsewhere. */
export const runTampering = (ground: Ground): Promise<Result> => tamperOften(ground, true)
/** Without them, an end cut off with its seals, or a seal taken away, is not to be seen. */
export const runTamperingControl = (ground: Ground): Promise<Result> => tamperOften(ground, false)

const root = fileURLToPath(new URL('../../../', import.meta.url))

const runTap = (tests: string[], environment: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn('tap', ['run', '--disable-coverage', '--reporter=silent', ...tests], {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, ...environment },
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })

const flagged = ['test/taxii/door.test.ts', 'test/admin/session.test.ts']

/** O12: with `__proto__` throwing the doors work; nothing the hub needs asks for it. */
export const runFlags = async (): Promise<Result> => {
  const flags = '--disable-proto=throw'
  const code = await runTap(flagged, { NODE_OPTIONS: flags })
  const faults = code === 0 ? [] : [`${flagged.join(', ')} fail with ${flags}`]
  return { figure: `${flagged.length} files of tests pass with ${flags}`, faults }
}

/** The same flag, and code that asks for it. */
export const runFlagsControl = (): Promise<Result> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-proto=throw', '-e', '({}).__proto__'], {
      stdio: 'ignore',
    })
    child.on('close', (code) => {
      resolve({ figure: '', faults: code === 0 ? [] : ['code that asks for it ends'] })
    })
  })
