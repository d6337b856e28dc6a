// Passes gates: what somebody has read, or an event that has come, opens exactly the bytes that
// waited. INVARIANT: nothing opens but what is named by its digest, by somebody who has a say.
import { type Form, isSameStrand } from '../core/sharing/form.ts'
import { passGate } from '../core/sharing/segment.ts'
import { withTransaction } from '../storage/pools.ts'
import { findKept, findWaitingFor, readRaw, saveOptions } from '../storage/versions.ts'
import { changeForms } from './change-forms.ts'
import type { Caller, Context } from './context.ts'
import { hideReferrers, watchLatest } from './dependants.ts'
import { findCollectionNamed, type Wanted } from './find-writable.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { sayOf } from './gate.ts'
import { feedOf, type Ground, lockFeeds, openGround } from './ground.ts'
import { listTargets } from './known.ts'
import { noteActs } from './ledger.ts'
import { leaveToRedraw } from './meet.ts'
import { listNamed } from './passed.ts'
import type { Policy } from './policy.ts'
import { redrawAsked } from './redraw.ts'
import { Refusal } from './refusal.ts'
import { openForm } from './release.ts'
import { sourceOf } from './source.ts'
import { listSpreads } from './spreads.ts'
import { storeAsked } from './stored-options.ts'
import { writeGround } from './write-ground.ts'

/** Bytes that somebody has read, and means. */
export type Meant = { rendition_id: string; digest: string }

/** What was passed: forms that are open now, and forms that wait for something else still. */
export type PassedForms = { opened: number; waiting: number }

export const formsMax = 1_000

/** A form that somebody may pass, and by which act. */
export type Chosen = { version: KeptVersion; form: Form; act: string }

type Asking = { caller: Caller; policy: Policy; act: string | null; forms: Meant[] }

const notFound = (): Refusal => new Refusal('not-found', 'nothing waits there for you')

const actOf = (acts: string[], act: string | null, form: Form): string => {
  if (act === null) {
    if (acts.length === 1) return acts[0] as string
    const words = acts.length === 0 ? 'a person' : `one of ${acts.join(', ')}`
    throw new Refusal('unprocessable', `this waits for ${words}: name the act`)
  }
  if (acts.includes(act)) return act
  if (act === 'approval' && form.gate?.split('+').includes(act)) {
    throw new Refusal('forbidden', 'only a person approves what others will see')
  }
  throw notFound()
}

const choose = (
  { caller, policy, act, forms }: Asking,
  kept: KeptVersion[],
  ground: Ground,
): Chosen[] => {
  const home = policy.collectionById.get(ground.home)
  if (home === undefined) throw notFound()
  return forms.map(({ rendition_id, digest }) => {
    for (const version of kept) {
      const form = version.forms.find((each) => String(each.rendition_id) === rendition_id)
      if (form === undefined) continue
      const { now } = feedOf(ground, form.collection_id).head
      const say = sayOf(caller, home, version, form, now)
      if (say === null) continue
      if (form.digest !== digest) {
        throw new Refusal('unprocessable', 'the text is another by now: read it once more')
      }
      return { version, form, act: actOf(say.acts, act, form) }
    }
    throw notFound()
  })
}

/** What it names must be there when it opens. */
const demandNamed = (own: KeptVersion[], chosen: Chosen[], form: Form, body: string): void => {
  const named = new Set(listNamed(body))
  for (const { forms } of own) {
    const waiting = forms.find((each) => isSameStrand(each, form) && each.state === 'waiting')
    if (waiting === undefined || !named.has(waiting.stix_id)) continue
    if (chosen.some((one) => one.form.rendition_id === waiting.rendition_id)) continue
    const words = `it refers to ${waiting.stix_id}, which waits as well: pass both together`
    throw new Refusal('unprocessable', words)
  }
}

/** Opens a form for which nothing is left to do; or says what is left. */
const passForm = async (
  ground: Ground,
  policy: Policy,
  chosen: Chosen,
  body: string,
): Promise<Form> => {
  const { version, form, act } = chosen
  const { now } = feedOf(ground, form.collection_id).head
  const passed = { ...form, gate: passGate(form.gate, act) }
  if (passed.gate !== null) return passed
  const { opens, collection_id } = form
  if (opens !== null && opens > now) {
    const { version_id } = version
    ground.waiting.push({ collection_id, due: opens, home_id: ground.home, version_id })
    return passed
  }
  if (await leaveToRedraw(ground, version, form)) return passed
  const source = sourceOf(policy, ground.home, version.owner_id, version.asked)
  if (source === null) throw notFound()
  return openForm(ground, version, passed, body, source, now)
}

const readWaiting = async (ground: Ground, chosen: Chosen[]): Promise<Map<Form, string>> => {
  const bodies = new Map<Form, string>()
  for (const { form } of chosen) {
    const number = form.rendition_id as bigint
    const read = await readRaw(ground.client, form.collection_id, [number])
    bodies.set(form, read.get(number) ?? 'null')
  }
  return bodies
}

/** Puts what was chosen into effect; answers each version it touched with its forms before. */
export const passChosen = async (
  ground: Ground,
  policy: Policy,
  chosen: Chosen[],
  lineages: KeptVersion[],
): Promise<Map<KeptVersion, Chosen[]>> => {
  const bodies = await readWaiting(ground, chosen)
  const touched = new Map<KeptVersion, Chosen[]>()
  const listAffected = watchLatest(lineages)
  for (const one of chosen) {
    const { version } = one
    touched.set(version, [...(touched.get(version) ?? []), one])
  }
  for (const [version, ones] of touched) {
    const { owner_id, forms: before } = version
    const own = lineages.filter((kept) => kept.owner_id === owner_id)
    const after: Form[] = []
    for (const form of before) {
      const one = ones.find((each) => each.form === form)
      const body = bodies.get(form)
      const isOther = one === undefined || body === undefined
      const next = isOther ? form : await passForm(ground, policy, one, body)
      if (!isOther && next.state === 'shown') demandNamed(own, chosen, form, body)
      after.push(next)
    }
    changeForms(ground, version, after)
  }
  for (const { forms } of lineages) {
    for (const form of forms) {
      for (const { position } of form.pieces) {
        ground.feeds.get(form.collection_id)?.settle.add(position)
      }
    }
  }
  await hideReferrers(ground, listAffected())
  return touched
}

/** Keeps with each version which gates it passed, and notes it for the ledger. */
export const recordPassed = async (
  ground: Ground,
  caller: Caller,
  touched: Map<KeptVersion, Chosen[]>,
): Promise<void> => {
  for (const [version, chosen] of touched) {
    const passed = chosen.map(({ form, act }) => {
      const { segment, profile, collection_id, digest } = form
      return { act, segment, profile, collection_id, digest }
    })
    const asked = { ...version.asked, passed: [...version.asked.passed, ...passed] }
    await saveOptions(ground.client, ground.home, version.version_id, storeAsked(asked))
  }
  await noteActs(
    ground.client,
    [...touched].map(([version, chosen]) => ({
      act: 'decide' as const,
      principal_id: caller.principal_id,
      organisation_id: caller.organisation_id,
      collection_id: ground.home,
      object_id: version.stix_id,
      positions: version.forms
        .filter((form) => chosen.some((one) => isSameStrand(one.form, form)))
        .flatMap(({ pieces }) => pieces.map(({ position }) => position)),
      facts: {
        acts: chosen.map(({ act }) => act),
        segments: chosen.map(({ form }) => `${form.segment} ${form.profile}`),
        digests: chosen.map(({ form }) => form.digest ?? ''),
      },
    })),
  )
}

/** What these versions are next to: their own lineages, and what they refer to. */
export const readAround = async (
  { ctx, client, home }: Ground,
  named: KeptVersion[],
): Promise<KeptVersion[]> => {
  const ids = new Set(named.map(({ stix_id }) => stix_id))
  const numbers = named.map(({ version_id }) => version_id)
  for (const body of (await readRaw(client, home, numbers)).values()) {
    for (const id of listTargets(JSON.parse(body))) ids.add(id)
  }
  return reviveKept(ctx, client, await findKept(client, home, [...ids]))
}

/**
 * Passes the gate of each form that is named, all or none. `act` may be left out where the caller
 * has one say only. Refuses with not-found what does not wait for the caller, with forbidden an
 * approval by a service, and with unprocessable a text that has changed since it was read, or one
 * that refers to something which waits as well.
 */
export const passGates = async (
  ctx: Context,
  caller: Caller,
  wanted: Wanted,
  act: string | null,
  forms: Meant[],
): Promise<PassedForms> => {
  const { policy, author, view } = await findCollectionNamed(ctx, caller, wanted)
  const asking = { caller: author, policy, act, forms }
  const numbers = forms.map(({ rendition_id }) => BigInt(rendition_id))
  const done = await withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    const ground = openGround(ctx, client, view.id)
    await lockFeeds(ground, await listSpreads(ctx, view.id), forms.length + 16)
    const waiting = await reviveKept(ctx, client, await findWaitingFor(client, view.id, numbers))
    const places = waiting.flatMap((kept) => kept.forms.map(({ collection_id }) => collection_id))
    await lockFeeds(ground, places, 16)
    const around = await readAround(ground, waiting)
    const chosen = choose(asking, around, ground)
    const touched = await passChosen(ground, policy, chosen, around)
    await writeGround(ground)
    await recordPassed(ground, asking.caller, touched)
    const after = [...touched.keys()].flatMap((version) => version.forms)
    const opened = chosen.filter(({ form }) =>
      after.some(
        (each) => isSameStrand(each, form) && each.state === 'shown' && each.digest === form.digest,
      ),
    ).length
    return { opened, waiting: chosen.length - opened, redraws: ground.redraws.length }
  })
  if (done.redraws > 0) await redrawAsked(ctx)
  return { opened: done.opened, waiting: done.waiting }
}
