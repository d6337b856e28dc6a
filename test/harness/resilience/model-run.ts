// The run of a random life: objects shared, tightened, narrowed, taken back, organisations that
// leave, come again and are suspended; after every step everybody is asked. The model beside it is
// the rule in its plainest words.
import fc from 'fast-check'
import { type Isac, openIsac } from '../../fixture/isac.ts'
import { dated, idOf, tlp } from '../../fixture/isac-object.ts'
import { askAnew, askCached } from '../new-enemy.ts'
import type { Ground, Result } from './row.ts'

const members = ['a', 'b', 'c', 'd', 'm'] as const
const others = ['e', 'f', 'x', 'z'] as const
const everybody = [...members, ...others]

type Member = (typeof members)[number]
type Kept = {
  mark: string
  id: string
  owner: Member
  strict: boolean
  excluded: Set<string>
  version: number
  gone: boolean
}
type Model = { objects: Kept[]; out: Set<string>; suspended: Set<string> }
type Ask = ReturnType<typeof askAnew>
type Life = {
  isac: Isac
  ask: Ask
  tally: { steps: number; asked: number; wrong: string[] }
  since: string
}
type Step = fc.AsyncCommand<Model, Life>

/** What the rule says: true, false, or null where it is the group's affair (clients of members). */
const maySee = (model: Model, who: string, kept: Kept): boolean | null => {
  if (kept.gone || model.suspended.has(who) || model.out.has(who)) return false
  if (who === kept.owner) return true
  if (kept.excluded.has(who)) return false
  if (members.includes(who as Member)) return true
  return who === 'x' && !kept.strict ? null : false
}

const look = async (model: Model, life: Life): Promise<void> => {
  const { isac, ask, tally } = life
  tally.steps += 1
  for (const who of everybody) {
    const url = `${isac.as('a').at('one')}?added_after=${life.since}&limit=1000`
    const { text } = await ask(who, url)
    tally.asked += 1
    for (const kept of model.objects) {
      const may = maySee(model, who, kept)
      const shown = text.includes(kept.mark)
      if (may === null || may === shown) continue
      tally.wrong.push(`${who} ${shown ? 'is shown' : 'is not shown'} ${kept.mark}`)
    }
  }
}

let made = 0

const bodyOf = ({ id, mark, strict, version }: Kept) => {
  const modified = new Date(Date.UTC(2026, 0, 2, 0, 0, version)).toISOString()
  return dated('malware', null, {
    id,
    created: '2026-01-02T00:00:00.000Z',
    modified,
    object_marking_refs: [strict ? tlp.strict : tlp.amber],
    name: 'BadCat',
    is_family: true,
    aliases: [mark],
  })
}

const send = ({ isac }: Life, kept: Kept): Promise<unknown> =>
  isac.as(kept.owner).share([bodyOf(kept)], { exclude: [...kept.excluded] })

const isHere = (model: Model, who: string): boolean =>
  !model.out.has(who) && !model.suspended.has(who)

/** Only who is here can be named. */
const maySay = (model: Model, named: string[]): boolean => named.every((who) => isHere(model, who))

const step = (name: string, check: Step['check'], act: Step['run']): Step => ({
  check,
  run: async (model, life) => {
    await act(model, life)
    await look(model, life)
  },
  toString: () => name,
})

const share = (owner: Member, strict: boolean, excluded: string | null): Step =>
  step(
    `${owner} shares`,
    (model) => isHere(model, owner) && excluded !== owner && maySay(model, [excluded ?? owner]),
    async (model, life) => {
      made += 1
      const kept: Kept = {
        ...{ mark: `mark-${made}-end`, id: idOf('malware'), owner, strict },
        ...{ excluded: new Set(excluded === null ? [] : [excluded]), version: 0, gone: false },
      }
      await send(life, kept)
      model.objects.push(kept)
    },
  )

const on = (
  name: string,
  at: number,
  act: (kept: Kept, life: Life) => Promise<unknown>,
  named: string[] = [],
): Step => {
  const pick = ({ objects }: Readonly<Model>): Kept | undefined =>
    objects.length === 0 ? undefined : objects[at % objects.length]
  return step(
    `${name} ${at}`,
    (model) => {
      const kept = pick(model)
      if (kept === undefined || kept.gone || !isHere(model, kept.owner)) return false
      return maySay(model, [...kept.excluded, ...named])
    },
    async (model, life) => {
      await act(pick(model) as Kept, life)
    },
  )
}

const again = (kept: Kept, life: Life) => {
  kept.version += 1
  return send(life, kept)
}

const policy = (
  name: string,
  who: Member,
  change: (model: Model, life: Life) => Promise<unknown>,
): Step =>
  step(
    `${name} ${who}`,
    () => true,
    async (model, life) => {
      await change(model, life)
      await life.isac.query('update hub set policy_epoch = policy_epoch + 1')
    },
  )

const setStatus =
  (who: Member, status: string) =>
  (model: Model, { isac }: Life) => {
    if (status === 'active') model.suspended.delete(who)
    else model.suspended.add(who)
    return isac.query('update organisation set status = $2 where name = $1', [who, status])
  }

const leave =
  (who: Member) =>
  async (model: Model, { isac }: Life) => {
    model.out.add(who)
    await isac.query(
      `delete from membership where organisation_id = (select id from organisation where name = $1)
      and group_id = (select id from trust_group where name = 'g1')`,
      [who],
    )
  }

const join =
  (who: Member) =>
  async (model: Model, { isac }: Life) => {
    model.out.delete(who)
    await isac.query(
      `insert into membership (group_id, organisation_id, level)
      select g.id, o.id, $2 from trust_group g, organisation o
      where g.name = 'g1' and o.name = $1 on conflict do nothing`,
      [who, who === 'd' ? 'steward' : 'contributor'],
    )
  }

const member = fc.constantFrom(...members)
const guest = fc.constantFrom(...members.filter((who) => who !== 'a'))
const anyOf = fc.nat(30)
const lives = fc.commands(
  [
    fc.tuple(member, fc.boolean(), fc.option(member)).map((told) => share(...told)),
    fc.tuple(member, fc.boolean(), fc.option(member)).map((told) => share(...told)),
    anyOf.map((at) =>
      on('tighten', at, (kept, life) => {
        kept.strict = true
        return again(kept, life)
      }),
    ),
    fc.tuple(anyOf, member).map(([at, who]) =>
      on(
        `exclude ${who}`,
        at,
        (kept, life) => {
          if (who !== kept.owner) kept.excluded.add(who)
          return again(kept, life)
        },
        [who],
      ),
    ),
    anyOf.map((at) =>
      on('withdraw', at, async (kept, { isac }) => {
        kept.gone = true
        await isac.as(kept.owner).remove(kept.id)
      }),
    ),
    guest.map((who) => policy('suspend', who, setStatus(who, 'suspended'))),
    guest.map((who) => policy('restore', who, setStatus(who, 'active'))),
    guest.map((who) => policy('leave', who, leave(who))),
    guest.map((who) => policy('join', who, join(who))),
  ],
  { maxCommands: 50, size: 'max' },
)

const lifeMs = 40_000
const runsMost = 2_000

const live = async (ground: Ground, cachedMs: number, ms: number): Promise<Result> => {
  const isac = await openIsac(ground)
  const ask = cachedMs === 0 ? askAnew(isac) : askCached(isac, cachedMs)
  const tally: Life['tally'] = { steps: 0, asked: 0, wrong: [] }
  let runs = 0
  const property = fc.asyncProperty(lives, async (steps) => {
    runs += 1
    const model: Model = { objects: [], out: new Set(), suspended: new Set() }
    const life = { isac, ask, tally, since: new Date(Date.now() - 1).toISOString() }
    for (const who of members) {
      await setStatus(who, 'active')(model, life)
      await join(who)(model, life)
    }
    await isac.query('update hub set policy_epoch = policy_epoch + 1')
    await fc.asyncModelRun(() => ({ model, real: life }), steps)
  })
  const settings = { numRuns: runsMost, interruptAfterTimeLimit: ms, endOnFailure: true }
  const { error, errorInstance } = (await fc.check(property, {
    seed: ground.seed,
    ...settings,
  })) as { error?: string; errorInstance?: unknown }
  const figure = `${runs} lives, ${tally.steps} steps, ${tally.asked} answers, ${tally.wrong.length} wrong`
  const failed =
    errorInstance === undefined || errorInstance === null ? [] : [String(error ?? errorInstance)]
  return { figure, faults: [...tally.wrong.slice(0, 5), ...failed] }
}

/** L20: lives of up to fifty steps each, as many as there is time for. */
export const runModel = (ground: Ground): Promise<Result> => live(ground, 0, lifeMs)
export const runModelControl = (ground: Ground): Promise<Result> => live(ground, 2_000, 3_000)
