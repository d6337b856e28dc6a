// What an organisation prepares before it shares it: written, changed, proposed and approved among
// its own people. For everybody else there is no such draft.
import { createHash, randomUUID } from 'node:crypto'
import {
  type DraftState,
  type DraftStep,
  draftSteps,
  judgeStep,
  type Worker,
} from '../core/draft/step.ts'
import { printPosition } from '../core/taxii/position.ts'
import {
  countDrafts,
  type DraftRow,
  listDrafts,
  lockDraft,
  removeDraft,
  saveDraft,
} from '../storage/drafts.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { readClock } from '../storage/publication.ts'
import type { Caller, Context } from './context.ts'
import { noteAct } from './ledger.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'

/** What is shared, where and how: the body of a submission. */
export type DraftEnvelope = Record<string, unknown> & { collection: string; objects: unknown[] }

export type DraftHead = {
  id: string
  title: string
  state: DraftState
  author: string
  approver: string | null
  submission: string | null
  changed: string
  objects: number
  /** What the caller may do with it now. */
  steps: DraftStep[]
}
export type Draft = DraftHead & { envelope: DraftEnvelope }

const draftsMax = 1_000
const notFound = (): Refusal => new Refusal('not-found', 'there is no such draft')

const workerOf = (policy: Policy, caller: Caller, author: string | null): Worker => {
  const approvers = [...policy.personById.values()].filter(
    ({ organisation_id, roles }) =>
      organisation_id === caller.organisation_id && roles.includes('approver'),
  )
  return {
    kind: caller.kind,
    roles: caller.roles,
    author: author === caller.principal_id,
    others: approvers.some(({ id }) => id !== caller.principal_id),
    approvers: approvers.length > 0,
  }
}

const words = {
  forbidden: 'this step is for others of your organisation',
  'too-early': 'somebody who approves for your organisation must do so first',
  over: 'it was sent already',
} as const

/** Refuses with unauthenticated, forbidden or unprocessable what somebody may not do now. */
const demandStep = (
  policy: Policy,
  caller: Caller,
  step: DraftStep,
  row: Pick<DraftRow, 'author_id' | 'state'> | null,
): void => {
  if (caller.organisation_id === null) {
    throw new Refusal('unauthenticated', 'sign in to use this hub')
  }
  const worker = workerOf(policy, caller, row?.author_id ?? caller.principal_id)
  const verdict = judgeStep(worker, step, row?.state ?? 'draft')
  if (verdict === 'ok') return
  throw new Refusal(verdict === 'forbidden' ? 'forbidden' : 'unprocessable', words[verdict])
}

const listSteps = (policy: Policy, caller: Caller, row: DraftRow): DraftStep[] => {
  const worker = workerOf(policy, caller, row.author_id)
  return draftSteps.filter((step) => judgeStep(worker, step, row.state) === 'ok')
}

const describe = (policy: Policy, caller: Caller, row: DraftRow): Draft => {
  const envelope = JSON.parse(row.envelope) as DraftEnvelope
  const nameOf = (id: string | null) =>
    id === null ? null : (policy.personById.get(id)?.name ?? '')
  return {
    id: row.id,
    title: row.title,
    state: row.state,
    author: nameOf(row.author_id) ?? '',
    approver: nameOf(row.approver_id),
    submission: row.submission_id,
    changed: printPosition(row.changed_at),
    objects: envelope.objects.length,
    steps: listSteps(policy, caller, row),
    envelope,
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64')

type Content = { title: string; envelope: DraftEnvelope }

const written = ({ title, envelope }: Content) => {
  const text = JSON.stringify(envelope)
  return { title, envelope: text, digest: digestOf(text) }
}

/** The drafts of the caller's organisation, the latest first. */
export const findDrafts = async (
  ctx: Context,
  caller: Caller,
  asked: { limit: number; next: string | null },
): Promise<{ entries: DraftHead[]; next?: string }> => {
  const policy = await ctx.policy.since(caller.epoch)
  demandStep(policy, caller, 'read', null)
  const before = asked.next === null ? 9_000_000_000_000_000_000n : BigInt(asked.next)
  const owner = caller.organisation_id as string
  const rows = await listDrafts(ctx.pools.writer, owner, before, asked.limit + 1)
  const page = rows.slice(0, asked.limit)
  const last = page.at(-1)
  return {
    entries: page.map((row) => {
      const { envelope: _, ...head } = describe(policy, caller, row)
      return head
    }),
    ...(rows.length > page.length && last ? { next: String(last.changed_at) } : {}),
  }
}

/** Keeps a new draft. */
export const addDraft = async (ctx: Context, caller: Caller, content: Content): Promise<Draft> => {
  const policy = await ctx.policy.since(caller.epoch)
  demandStep(policy, caller, 'change', null)
  const organisation_id = caller.organisation_id as string
  return withTransaction(ctx.pools.writer, 'begin', async (client) => {
    if ((await countDrafts(client, organisation_id)) >= draftsMax) {
      throw new Refusal('unprocessable', 'there are too many drafts: send or remove some')
    }
    const row: DraftRow = {
      id: randomUUID(),
      organisation_id,
      author_id: caller.principal_id as string,
      ...written(content),
      state: 'draft',
      approver_id: null,
      submission_id: null,
      changed_at: await readClock(ctx.pools.writer),
    }
    await saveDraft(client, row)
    return describe(policy, caller, row)
  })
}

type Change = (row: DraftRow, client: Client) => Promise<Partial<DraftRow>> | Partial<DraftRow>

/** Takes a step with one draft, in a transaction of its own. */
export const stepDraft = async (
  ctx: Context,
  caller: Caller,
  id: string,
  step: DraftStep,
  change: Change,
): Promise<Draft> => {
  const policy = await ctx.policy.since(caller.epoch)
  demandStep(policy, caller, 'read', null)
  return withTransaction(ctx.pools.writer, 'begin', async (client) => {
    const row = await lockDraft(client, caller.organisation_id as string, id)
    if (row === null) throw notFound()
    demandStep(policy, caller, step, row)
    if (step === 'read') return describe(policy, caller, row)
    const after = {
      ...row,
      ...(await change(row, client)),
      changed_at: await readClock(ctx.pools.writer),
    }
    await saveDraft(client, after)
    return describe(policy, caller, after)
  })
}

export const readDraft = (ctx: Context, caller: Caller, id: string): Promise<Draft> =>
  stepDraft(ctx, caller, id, 'read', () => ({}))

/** What is changed has to be approved again. */
export const changeDraft = (ctx: Context, caller: Caller, id: string, content: Content) =>
  stepDraft(ctx, caller, id, 'change', () => ({
    ...written(content),
    state: 'draft',
    approver_id: null,
  }))

/** Asks the approvers of the organisation to read it. */
export const proposeDraft = (ctx: Context, caller: Caller, id: string): Promise<Draft> =>
  stepDraft(ctx, caller, id, 'propose', () => ({ state: 'proposed', approver_id: null }))

/** Approves a draft as it is. Refuses with unprocessable one that has changed since it was read. */
export const approveDraft = (
  ctx: Context,
  caller: Caller,
  id: string,
  read: string | null,
): Promise<Draft> =>
  stepDraft(ctx, caller, id, 'approve', async (row, client) => {
    if (read !== null && read !== printPosition(row.changed_at)) {
      throw new Refusal('unprocessable', 'it was changed since you read it: read it once more')
    }
    await noteAct(client, {
      act: 'decide',
      principal_id: caller.principal_id,
      organisation_id: caller.organisation_id,
      collection_id: null,
      object_id: null,
      positions: [],
      facts: { acts: ['draft-approved'], draft: id, digests: [row.digest] },
    })
    return { state: 'approved', approver_id: caller.principal_id }
  })

/** Forgets a draft; what was sent stays where it is. */
export const dropDraft = async (ctx: Context, caller: Caller, id: string): Promise<void> => {
  const policy = await ctx.policy.since(caller.epoch)
  demandStep(policy, caller, 'read', null)
  await withTransaction(ctx.pools.writer, 'begin', async (client) => {
    const row = await lockDraft(client, caller.organisation_id as string, id)
    if (row === null) throw notFound()
    await removeDraft(client, id)
  })
}
