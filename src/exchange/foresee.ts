// What publishing some drawn objects would make of them beside what their owner keeps already: the
// decisions of a publication, one after the other, without a place in any feed. Writes nothing.
// INVARIANT: what others keep is not looked at, so that nothing of it can be learnt (PV2).
import { makeStub } from '../core/anonymity/stub.ts'
import type { Accepted, Refused } from '../core/intake.ts'
import { sameContent } from '../core/json/canonical.ts'
import { decideJoining, differentContent, joinForms } from '../core/lineage.ts'
import { digestOf, type Form } from '../core/sharing/form.ts'
import type { Histories } from '../core/sharing/past.ts'
import { tlpOf } from '../core/stix/marking.ts'
import { nameVersion } from '../storage/publication.ts'
import { readRaw } from '../storage/versions.ts'
import type { Context } from './context.ts'
import type { Drawing } from './drawing.ts'
import type { KeptVersion } from './forms.ts'
import { historiesOf } from './histories.ts'
import type { Known } from './known.ts'
import { factsOf, formOf } from './place.ts'
import { listHeld } from './place-stub.ts'
import type { Source } from './source.ts'

/** A form with its bytes, where it has any, and what was done to it. */
export type Face = { form: Form; body: Buffer | null; notes: string[] }

/** An earlier version that loses viewers, and in which segments. */
export type Narrowed = { version: string; segments: string[] }

/** What becomes of one object of an envelope. `sent` is null where it could not be read. */
export type Foreseen = {
  verdict: 'new' | 'present' | 'refused'
  message: string | null
  id: string | null
  version: string | null
  sent: Accepted | null
  drawing: Drawing | null
  faces: Face[]
  narrows: Narrowed[]
  /** The later version that governs, where there is one. */
  governedBy: string | null
}

type Beside = { body: Buffer | null; notes: string[] }

type Scene = {
  ctx: Context
  source: Source
  own: Map<string, KeptVersion[]>
  histories: Histories
  /** Beside the forms of what the envelope adds, in their order. */
  besides: Map<KeptVersion, Beside[]>
  /** Bytes of forms, by collection and rendition. */
  bodies: Map<string, string>
  /** The next number that nothing has. */
  next: bigint
}

const keyOf = (collectionId: string, renditionId: bigint): string =>
  `${collectionId} ${renditionId}`

const numbersOf = ({ pieces, rendition_id }: Form): bigint[] => [
  ...pieces.map((piece) => piece.rendition_id),
  ...(rendition_id === null ? [] : [rendition_id]),
]

/** Reads what these forms show, or will. */
const readBodies = async (scene: Scene, forms: Form[]): Promise<void> => {
  const wanted = new Map<string, bigint[]>()
  for (const form of forms) {
    const { collection_id } = form
    const missing = numbersOf(form).filter((id) => !scene.bodies.has(keyOf(collection_id, id)))
    wanted.set(collection_id, [...(wanted.get(collection_id) ?? []), ...missing])
  }
  for (const [collection, numbers] of wanted) {
    if (numbers.length === 0) continue
    const read = await readRaw(scene.ctx.pools.writer, collection, numbers)
    for (const [number, body] of read) scene.bodies.set(keyOf(collection, number), body)
  }
}

const bodyOf = ({ bodies }: Scene, form: Form): Buffer | null => {
  for (const number of numbersOf(form)) {
    const body = bodies.get(keyOf(form.collection_id, number))
    if (body !== undefined) return Buffer.from(body)
  }
  return null
}

/** As if it were in a feed, so that a later version of the same envelope finds it there. */
const showForm = (scene: Scene, form: Form, body: Buffer | null): Form => {
  if (form.state !== 'shown' || body === null) return form
  const position = scene.next++
  const { collection_id, stix_id, audience } = form
  scene.bodies.set(keyOf(collection_id, position), body.toString())
  return { ...form, pieces: [{ position, rendition_id: position, stix_id, audience }] }
}

const addVersion = (
  scene: Scene,
  { accepted, drafts }: Drawing,
): { version: KeptVersion; narrows: Narrowed[] } => {
  const own = scene.own.get(accepted.stix_id) ?? []
  const version_id = scene.next++
  const named = accepted.version ?? nameVersion(version_id)
  const { forms, narrowed } = joinForms(own, {
    version_order: named.order,
    forms: drafts.map(formOf),
  })
  const narrows = narrowed.map(({ kept, forms: fewer }) => {
    const lost = kept.forms.filter(
      (form, index) => form.state !== 'withheld' && form !== fewer[index],
    )
    kept.forms = fewer
    return { version: kept.version, segments: lost.map(({ segment }) => segment) }
  })
  const version: KeptVersion = {
    ...factsOf(accepted),
    owner_id: scene.source.owner.id,
    submission_id: '',
    asked: scene.source.asked,
    version_id,
    version: named.text,
    version_order: named.order,
    unversioned: accepted.version === null,
    forms: forms.map((form, index) => showForm(scene, form, drafts[index]?.body ?? null)),
  }
  scene.besides.set(
    version,
    drafts.map(({ body, notes }) => ({ body, notes })),
  )
  scene.own.set(accepted.stix_id, [...own, version])
  return { version, narrows: narrows.filter(({ segments }) => segments.length > 0) }
}

const stubForm = (scene: Scene, held: Form, at: string): [Form, Beside] | null => {
  const body = bodyOf(scene, held)
  const stub = body === null ? null : makeStub(JSON.parse(body.toString()), at, held.profile)
  if (stub === null) return null
  const digest = digestOf(stub.body)
  const form: Form = { ...held, state: 'shown', version: stub.version, digest, pieces: [] }
  return [showForm(scene, form, stub.body), { body: stub.body, notes: ['revoked'] }]
}

/** A revoked version: its owner has it as sent, whoever was shown the object gets its stub (V4). */
const addStub = async (scene: Scene, drawing: Drawing): Promise<KeptVersion> => {
  const earlier = scene.own.get(drawing.accepted.stix_id) ?? []
  const held = listHeld(
    earlier.filter((kept) => !scene.besides.has(kept)),
    scene.histories,
  )
  await readBodies(scene, held)
  const drafts = drawing.drafts.filter(({ segment }) => segment.name === 'owner')
  const { version } = addVersion(scene, { ...drawing, drafts })
  for (const each of held) {
    const made = stubForm(scene, each, version.version)
    if (made === null) continue
    version.forms.push(made[0])
    scene.besides.get(version)?.push(made[1])
  }
  for (const kept of earlier) {
    kept.forms = kept.forms.map(
      (form): Form =>
        form.segment === 'owner'
          ? form
          : { ...form, state: 'withheld', reason: 'superseded', rendition_id: null, pieces: [] },
    )
  }
  return version
}

const saysTheSame = async (
  { ctx, source, besides }: Scene,
  kept: KeptVersion,
  object: Accepted,
): Promise<boolean> => {
  if (tlpOf(object.stix_id) !== null) return true
  const beside = besides.get(kept)?.[0]?.body?.toString()
  const { version_id } = kept
  const read = async () =>
    (await readRaw(ctx.pools.writer, source.collection.id, [version_id])).get(version_id)
  const content = beside ?? (await read())
  return content !== undefined && sameContent(JSON.parse(content), object.object)
}

const nothing = {
  message: null,
  drawing: null,
  sent: null,
  faces: [],
  narrows: [],
  governedBy: null,
}

type Settled = { foreseen: Foreseen; version: KeptVersion | null }

const settle = async (scene: Scene, drawing: Drawing): Promise<Settled> => {
  const { accepted } = drawing
  const { stix_id: id, version: sentVersion } = accepted
  const own = scene.own.get(id) ?? []
  const strict = scene.source.collection.validation === 'strict'
  const joining = decideJoining(own, accepted, strict)
  const told = { ...nothing, id, version: sentVersion?.text ?? null, sent: accepted, drawing }
  const refuse = (message: string): Settled => ({
    foreseen: { ...told, verdict: 'refused', message },
    version: null,
  })
  if (joining.verdict === 'refused') return refuse(joining.message)
  if (joining.verdict === 'new') {
    const message = accepted.warning
    if (accepted.revoked) {
      const version = await addStub(scene, drawing)
      return { foreseen: { ...told, verdict: 'new', message }, version }
    }
    const { version, narrows } = addVersion(scene, drawing)
    return { foreseen: { ...told, verdict: 'new', message, narrows }, version }
  }
  const kept = joining.kept as KeptVersion
  if (joining.verdict === 'compare' && !(await saysTheSame(scene, kept, accepted))) {
    return refuse(differentContent)
  }
  return { foreseen: { ...told, verdict: 'present', message: 'already present' }, version: kept }
}

/** Read when everything is settled: a later object may have narrowed an earlier one. */
const faceOf = async (scene: Scene, version: KeptVersion, drawing: Drawing): Promise<Face[]> => {
  const besides = scene.besides.get(version)
  if (besides !== undefined) {
    return version.forms.map((form, index) => ({ form, ...(besides[index] as Beside) }))
  }
  await readBodies(scene, version.forms)
  return version.forms.map((form) => {
    const draft = drawing.drafts.find((each) => formOf(each).digest === form.digest)
    const covered = form.digest === null ? null : (draft?.body ?? null)
    return { form, body: bodyOf(scene, form) ?? covered, notes: draft?.notes ?? [] }
  })
}

const governing = (scene: Scene, version: KeptVersion): string | null => {
  const own = scene.own.get(version.stix_id) ?? []
  const later = own.filter(({ version_order }) => version_order > version.version_order)
  return later.length === 0
    ? null
    : later.reduce((a, b) => (b.version_order > a.version_order ? b : a)).version
}

/**
 * What would become of drawn objects, one for each, in their order. `known` is what they were drawn
 * with; `now` in microseconds.
 */
export const foresee = async (
  ctx: Context,
  source: Source,
  drawn: (Drawing | Refused)[],
  known: Known,
  now: bigint,
): Promise<Foreseen[]> => {
  const own = new Map(
    [...known.own].map(([id, versions]) => [id, versions.map((kept) => ({ ...kept }))]),
  )
  const histories = historiesOf(source.policy, now)
  const apart = { besides: new Map(), bodies: new Map() }
  const scene: Scene = { ctx, source, own, histories, ...apart, next: now }
  const settled: Settled[] = []
  for (const each of drawn) {
    if (each.ok) settled.push(await settle(scene, each))
    else {
      const { id, version, message } = each
      const foreseen: Foreseen = { ...nothing, verdict: 'refused', message, id, version }
      settled.push({ foreseen, version: null })
    }
  }
  const answers: Foreseen[] = []
  for (const { foreseen, version } of settled) {
    if (version === null || foreseen.drawing === null) answers.push(foreseen)
    else {
      const faces = await faceOf(scene, version, foreseen.drawing)
      answers.push({ ...foreseen, faces, governedBy: governing(scene, version) })
    }
  }
  return answers
}
