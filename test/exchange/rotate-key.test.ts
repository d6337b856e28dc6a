// The hub's own keys are followed by others while everybody goes on (O10): walks under way, another
// process, and what was signed before.
import { generateKeyPairSync } from 'node:crypto'
import pino from 'pino'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { assemble } from '../../src/assemble.ts'
import { openSeal, publicKeyOf, type Seal, signSuccessor } from '../../src/core/ledger/seal.ts'
import { exportHead, makeSealKey } from '../../src/exchange/export-head.ts'
import { noteActsIn } from '../../src/exchange/ledger.ts'
import { rotateKey } from '../../src/exchange/rotate-key.ts'
import { verifyLedger } from '../../src/exchange/verify-ledger.ts'
import { makeIndicator, testSettings } from '../fixture/hub.ts'
import { runSekisho } from '../fixture/programs.ts'
import { type Doors, type Member, openDoors, taxii } from '../taxii/open-door.ts'

const total = 12

type Opened = { doors: Doors; reader: Member; apps: Pick<Doors['app'], 'inject'>[] }

/** Two processes on one database, with a collection of `total` objects. */
const open = async (t: Parameters<typeof openDoors>[0]): Promise<Opened> => {
  const doors = await openDoors(t)
  const [owner, reader] = [await doors.join('contributor'), await doors.join('consumer')]
  const objects = Array.from({ length: total }, (_, n) => makeIndicator(n))
  const headers = { ...owner.bearer, accept: taxii, 'content-type': taxii }
  const url = `${doors.collection}objects/`
  const payload = JSON.stringify({ objects })
  await doors.app.inject({ method: 'POST', url, headers, payload })
  const settings = { ...testSettings, databaseUrl: doors.hub.url }
  const second = await assemble(settings, pino({ level: 'silent' }))
  const app = await buildApp(second.context)
  t.teardown(async () => {
    await app.close()
    await second.close()
  })
  return { doors, reader, apps: [doors.app, app] }
}

const turn = async ({ doors, reader, apps }: Opened, process: number, next: string | null) => {
  const search = new URLSearchParams({ limit: '3', ...(next === null ? {} : { next }) })
  const url = `${doors.collection}objects/?${search}`
  const answer = await apps[process]!.inject({ url, headers: { ...reader.bearer, accept: taxii } })
  return { code: answer.statusCode, ...(answer.json() as { next?: string; objects?: object[] }) }
}

const rotateCursor = ({ doors }: Opened, atOnce = false) => rotateKey(doors.ctx, 'cursor', atOnce)

t.test('walks go on over rotations, on every process', async (t) => {
  const opened = await open(t)
  let next: string | null = null
  let seen = 0
  for (let page = 0; page < total / 3; page++) {
    const answer = await turn(opened, page % 2, next)
    t.equal(answer.code, 200)
    seen += answer.objects?.length ?? 0
    next = answer.next ?? null
    if (page % 2 === 0) await rotateCursor(opened)
    else {
      await opened.doors.hub.query(
        `update hub_key set created_at = created_at - interval '8 days' where name = 'cursor'`,
      )
    }
  }
  t.equal(seen, total)
  const { rows } = await opened.doors.hub.query(`select from hub_key where name = 'cursor'`)
  t.equal(rows.length, 2, 'what was followed more than a week ago is forgotten')
})

t.test('a key that somebody may know is of no more use', async (t) => {
  const opened = await open(t)
  const [ours, theirs] = [await turn(opened, 0, null), await turn(opened, 1, null)]
  t.equal((await turn(opened, 1, ours.next!)).code, 200, 'positive control')
  await rotateCursor(opened, true)
  for (const process of [0, 1]) {
    for (const next of [ours.next!, theirs.next!]) {
      const { code } = await turn(opened, process, next)
      t.equal(code, 400)
    }
    t.equal((await turn(opened, process, null)).code, 200)
  }
})

t.test('a walk stays its caller’s and its place’s, whatever key it was begun with', async (t) => {
  const opened = await open(t)
  const { doors, reader } = opened
  const other = await doors.join('consumer')
  const { next } = await turn(opened, 0, null)
  for (const rotations of [0, 1, 2]) {
    if (rotations > 0) await rotateCursor(opened)
    for (const process of [0, 1]) {
      t.equal(
        (await turn({ ...opened, reader: other }, process, next!)).code,
        400,
        'another member',
      )
      const url = `${doors.collection}manifest/?limit=3&next=${next}`
      const headers = { ...reader.bearer, accept: taxii }
      const elsewhere = await opened.apps[process]!.inject({ url, headers })
      t.equal(elsewhere.statusCode, 400, 'another place')
      t.equal((await turn(opened, process, next!)).code, 200, 'its own')
    }
  }
})

t.test('heads that were signed before stay good, and the new key is told', async (t) => {
  const { doors } = await open(t)
  const { ctx, hub } = doors
  await ctx.ledger.settle()
  const before = (await exportHead(ctx)) as Seal
  const key = await rotateKey(ctx, 'ledger', false)
  const told = (await exportHead(ctx)) as Seal
  t.not(openSeal(before)?.key, key)
  t.equal(openSeal(told)?.key, openSeal(before)?.key, 'the key before signs that it is followed')
  await rotateKey(ctx, 'cursor', false)
  const after = (await exportHead(ctx)) as Seal
  t.equal(openSeal(after)?.key, key)
  t.match(await verifyLedger(ctx, [before, told, after]), { kept: 3, fault: null })
  const { rows } = await hub.query(`select secret from hub_key where name = 'ledger'
    order by serial`)
  t.equal(rows.length, 2)
  t.equal(rows[0].secret.toString('base64'), openSeal(before)?.key, 'of the first no private half')
  const noted = await hub.query(`select from ledger where act = 'administer'
    and canonical like '%${key}%' and seq <= ${openSeal(told)?.head.seq}`)
  t.equal(noted.rows.length, 1, 'the ledger names it there')
  const { rows: kept } = await hub.query('select secret from hub_key')
  const { rows: ledger } = await hub.query(`select string_agg(canonical, '') as said from ledger`)
  const named = kept.filter(({ secret }) => ledger[0].said.includes(secret.toString('base64')))
  t.same(named, [], 'nothing that is kept is in the ledger')
  await hub.query(`delete from hub_key where name = 'ledger' and serial = 1`)
  t.match((await verifyLedger(ctx)).fault, { message: /is of another key/ }, 'positive control')
})

t.test('only the key before says which one follows', async (t) => {
  const { doors } = await open(t)
  const { ctx } = doors
  const first = await rotateKey(ctx, 'ledger', false)
  const second = await rotateKey(ctx, 'ledger', false)
  t.not(first, second)
  t.match(await verifyLedger(ctx), { fault: null })
  const stranger = makeSealKey()
  const key = publicKeyOf(stranger)
  const signed = signSuccessor(stranger, key)
  await ctx.db.transaction().execute((db) =>
    noteActsIn(db, [
      {
        ...{ act: 'administer', principal_id: null, organisation_id: null, collection_id: null },
        ...{ object_id: null, positions: [] },
        facts: { change: 'rotate', what: 'ledger-key', key, signed },
      },
    ]),
  )
  await ctx.ledger.settle()
  t.match((await verifyLedger(ctx)).fault, { message: /the one before it did not sign/ })
})

t.test('two rotations at once follow each other', async (t) => {
  const { doors } = await open(t)
  await Promise.all([1, 2, 3].map(() => rotateKey(doors.ctx, 'ledger', false)))
  t.match(await verifyLedger(doors.ctx), { fault: null })
  const { rows } = await doors.hub.query(`select serial, length(secret) as size from hub_key
    where name = 'ledger' order by serial`)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const whole = privateKey.export({ format: 'der', type: 'pkcs8' }).length
  const half = publicKey.export({ format: 'der', type: 'spki' }).length
  t.same(
    rows.map(({ size }) => size),
    [half, half, half, whole],
  )
})

t.test('the command', async (t) => {
  const { doors } = await open(t)
  const { ctx } = doors
  const given = { withContext: <T>(use: (context: typeof ctx) => Promise<T>) => use(ctx) }
  const rotate = (...words: string[]) => runSekisho(['keys', 'rotate', ...words], given)
  t.match(await rotate('ledger'), { exitCode: 0, stdout: /tell those who keep heads:\nMCow/ })
  t.match(await rotate('cursor'), { exitCode: 0, stdout: /go on, if they rest for 7 days/ })
  t.match(await rotate('cursor', '--at-once'), { exitCode: 0, stdout: /must start again/ })
  t.equal((await rotate('pseudonym')).exitCode, 2)
  const hold = { ...ctx.hold, look: async () => ({ message: 'it is older' }) as never }
  const closed = { withContext: <T>(use: (c: typeof ctx) => Promise<T>) => use({ ...ctx, hold }) }
  const refused = await runSekisho(['keys', 'rotate', 'ledger'], closed)
  t.match(refused, { exitCode: 1, stderr: /the hub is closed: it is older/ })
})
