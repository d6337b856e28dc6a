// The run for rows that are changed where they lie (F20): bits flipped in what is shared and in the
// ledger, by somebody who may do anything to the database. What does not fit its digest is named
// and withheld within one cycle of the verifier; everything else is delivered as it was.
import pg from 'pg'
import { verifyObjects, verifyOn } from '../../../src/exchange/verify-objects.ts'
import { makeIndicator } from '../../fixture/hub.ts'
import { type Doors, type Member, openDoors, taxii } from '../../taxii/open-door.ts'
import { type Chance, makeChance } from '../chance.ts'
import type { Ground, Result } from './row.ts'

const shared = 60
const rounds = 250
const controlRounds = 40
const cycleMs = 30_000

type Delivered = Map<string, string>

type Scene = { doors: Doors; reader: Member; client: pg.Client; sound: Delivered }

/** The objects of an answer; null where damage left none that can be read. */
const readObjects = (text: string): { id: string }[] | null => {
  try {
    return (JSON.parse(text) as { objects?: { id: string }[] }).objects ?? []
  } catch {
    return null
  }
}

/** Every object of the collection as the reader is given it, by id; null for an answer of none. */
const poll = async ({ doors, reader }: Omit<Scene, 'sound'>): Promise<Delivered | null> => {
  const url = `${doors.collection}objects/?match[version]=all`
  const answer = await doors.app.inject({ url, headers: { ...reader.bearer, accept: taxii } })
  if (answer.statusCode !== 200) return null
  const objects = readObjects(answer.body)
  return objects && new Map(objects.map((object) => [object.id, JSON.stringify(object)]))
}

const digested = ['rendition', 'feed', 'object_version'] as const
const kept = [...digested, 'feed_share', 'ledger', 'ledger_head', 'ledger_seal', 'ledger_outbox']

const openScene = async (ground: Ground): Promise<Scene> => {
  const doors = await openDoors(ground)
  const [owner, reader] = [await doors.join('contributor'), await doors.join('consumer')]
  const objects = Array.from({ length: shared }, (_, n) => makeIndicator(n))
  const headers = { ...owner.bearer, accept: taxii, 'content-type': taxii }
  const url = `${doors.collection}objects/`
  const post = { method: 'POST', url, headers, payload: JSON.stringify({ objects }) } as const
  await doors.app.inject(post)
  const client = new pg.Client({ connectionString: doors.hub.url })
  await client.connect()
  ground.teardown(() => client.end())
  const sound = await poll({ doors, reader, client })
  if ((sound?.size ?? 0) < shared) throw new Error('the reader is not given what was shared')
  await doors.ctx.ledger.settle()
  for (const table of ['ledger', 'ledger_seal']) {
    await client.query(`alter table ${table} disable trigger all`)
  }
  for (const table of kept) await client.query(`create table kept_${table} as table ${table}`)
  return { doors, reader, client, sound: sound as Delivered }
}

/** All as it was, but for the end of the feed, by which caches go. */
const heal = async ({ client }: Scene): Promise<void> => {
  for (const table of kept) {
    const columns =
      table === 'ledger_outbox' ? '(id, noted_at, act, epoch, entry) overriding system value' : ''
    await client.query(`delete from ${table};
      insert into ${table} ${columns} select * from kept_${table}`)
  }
  await client.query('update feed_head set last_position = last_position + 1')
}

const bitOf = (column: string, bit: number): string =>
  `${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit}))`

const digit = (chance: Chance): number => chance.below(10)

/** One changed character, letter for letter the rest; another than the one that is there. */
const letter = (column: string, place: number): string =>
  `${column} = overlay(${column} placing
    case substr(${column}, ${place}, 1) when '~' then '!' else '~' end from ${place} for 1)`

const changes = (chance: Chance): Record<(typeof digested)[number] | 'ledger', string[]> => ({
  rendition: [
    letter('body', 1 + chance.below(300)),
    letter('body', 1 + chance.below(300)),
    'audience_id = audience_id + 1',
    `version_id = version_id # ${1 << chance.below(20)}`,
    `profile = case profile when 'P0' then 'P1' else 'P0' end`,
    bitOf('digest', chance.below(256)),
  ],
  feed: [
    'audience_id = audience_id + 1',
    `size = size # ${1 << chance.below(12)}`,
    `rendition_id = rendition_id # ${1 << chance.below(20)}`,
    `position = position # ${1 << chance.below(4)}`,
    letter('stix_id', 1 + chance.below(40)),
    letter('stix_type', 1 + chance.below(8)),
    letter('version', 1 + digit(chance)),
    letter('version_order', 1 + digit(chance)),
    'superseded = not superseded',
    'outdated = not outdated',
    'strand = strand # 1',
    'owner_id = gen_random_uuid()',
  ],
  object_version: [
    'owner_id = gen_random_uuid()',
    letter('stix_id', 1 + chance.below(40)),
    'revoked = not revoked',
    bitOf('content_hash', chance.below(256)),
    `options = '{"consent":"everyone"}'`,
    `forms = jsonb_set(forms, '{0,audience_id}', '9')`,
    'submission_id = gen_random_uuid()',
  ],
  ledger: [
    bitOf('hash', chance.below(256)),
    letter('canonical', 2 + chance.below(60)),
    'at = at+1',
  ],
})

/** What was changed: what the alarm must name, and the object that must not be shown for it. */
type Struck = { table: string; change: string; named: string; id: string | null }

const keyOf = { rendition: 'rendition_id', feed: 'position', object_version: 'version_id' } as const

/** Entries of members, with the rows behind them. */
const entries = `select f.position, f.rendition_id, f.stix_id, v.version_id
  from feed f join audience a on a.id = f.audience_id
    join rendition r on r.collection_id = f.collection_id and r.rendition_id = f.rendition_id
    join object_version v on v.collection_id = f.collection_id and v.version_id = r.version_id
  where a.predicate like '%"member"%' order by f.position`

const strike = async ({ client }: Scene, chance: Chance): Promise<Struck> => {
  const table = chance.pick([...digested, 'ledger'] as const)
  const change = chance.pick(changes(chance)[table])
  if (table === 'ledger') {
    const { rows } = await client.query('select max(seq)::integer as most from ledger')
    const seq = 1 + chance.below(rows[0].most)
    await client.query(`update ledger set ${change} where seq = ${seq}`)
    return { table, change, named: `row ${seq} `, id: null }
  }
  const entry = chance.pick((await client.query(entries)).rows)
  // Bytes as they came are shown to their owner alone, and drawn from.
  const isRaw = table === 'rendition' && chance.chance(0.2)
  const row = isRaw ? entry.version_id : entry[keyOf[table]]
  const struck = await client.query(
    `update ${table} set ${change} where ${keyOf[table]} = ${row} returning ${keyOf[table]} as id`,
  )
  const named = `"row":"${table} [0-9a-f-]{36} ${struck.rows[0].id}"`
  return { table, change, named, id: row === entry.version_id && isRaw ? null : entry.stix_id }
}

/** Of what the reader is given after a strike, what is not as it was shared. */
const judge = (sound: Delivered, given: Delivered | null, struck: Struck): string[] => {
  if (given === null) return ['the reader is given nothing that can be read']
  const changed = [...given].filter(([id, text]) => sound.get(id) !== text).length
  const lost = [...sound.keys()].filter((id) => id !== struck.id && !given.has(id)).length
  return [
    ...(changed > 0 ? [`${changed} delivered that are not what was shared`] : []),
    ...(lost > 0 ? [`${lost} others are gone`] : []),
    ...(struck.id !== null && given.has(struck.id) ? ['the damaged is delivered'] : []),
  ]
}

const verifyAll = async ({ doors }: Scene): Promise<void> => {
  let isOver = false
  while (!isOver) isOver = await verifyOn(doors.ctx, cycleMs)
}

const strikeOften = async (ground: Ground, verified: boolean): Promise<Result> => {
  const most = verified ? rounds : controlRounds
  const scene = await openScene(ground)
  const { doors, sound } = scene
  const before = await verifyObjects(doors.ctx, () => {})
  if (before.damaged > 0) throw new Error('what the hub wrote does not fit its digests')
  const chance = makeChance(ground.seed)
  const faults: string[] = []
  const counts = { named: 0, withheld: 0, delivered: 0 }
  for (let round = 0; round < most; round++) {
    if (round % 20 === 0) ground.show(`F20 ${round} of ${most} rows changed`)
    const struck = await strike(scene, chance)
    const from = doors.logged().length
    if (verified) await verifyAll(scene)
    const alarmed = doors.logged().slice(from)
    const isNamed = new RegExp(struck.named).test(alarmed) && alarmed.includes('"alarm":"damage"')
    if (isNamed) counts.named += 1
    const wrong = judge(sound, await poll(scene), struck)
    if (wrong.length === 0) counts.withheld += 1
    else counts.delivered += 1
    const told = [...(isNamed ? [] : ['it is not named']), ...wrong]
    if (told.length > 0) faults.push(`${struck.table} set ${struck.change}: ${told.join(', ')}`)
    await heal(scene)
  }
  const { named, withheld, delivered } = counts
  const figure = `${most} rows changed, ${named} named within a cycle; ${withheld} answers sound after it, ${delivered} not`
  return { figure, faults: faults.slice(0, 8) }
}

/** F20. */
export const runDamage = (ground: Ground): Promise<Result> => strikeOften(ground, true)
/** A hub that compares nothing. */
export const runDamageControl = (ground: Ground): Promise<Result> => strikeOften(ground, false)
