// Drafts over HTTP: prepared, approved and sent within one organisation; undone before others see.
import t from 'tap'
import {
  type DraftState,
  type DraftStep,
  judgeStep,
  type StepVerdict,
  type Worker,
} from '../../src/core/draft/step.ts'
import { releaseAllDue } from '../../src/exchange/release.ts'
import { type Edit, type Isac, named, openIsac } from '../fixture/isac.ts'
import { byPattern, indicator, type Thing } from '../fixture/isac-object.ts'

type Draft = { id: string; state: string; changed: string; approver: string | null }

const people =
  (roles: Record<string, string[]>): Edit =>
  (hub) => {
    const list = Object.entries(roles).map(([name, held]) => ({ name, roles: held }))
    named(hub.organisations, 'a').people = list
  }

const make = async ({ as }: Isac, who: string, things: Thing[]): Promise<Draft> => {
  const envelope = { collection: 'one', objects: things }
  const answer = await as(who).ask('POST', '/api/drafts', { title: 'Beacons', envelope })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text}`)
  return answer.json as never
}

const step = ({ as }: Isac, who: string, { id }: Draft, act: string, body: object = {}) =>
  as(who).ask('POST', `/api/drafts/${id}/${act}`, body)

const sees = async ({ as }: Isac, who: string, thing: Thing): Promise<boolean> =>
  byPattern(await as(who).poll(), thing) !== undefined

t.test('four eyes, where the organisation has them', async (t) => {
  const hub = await openIsac(t, people({ a: ['submitter'], aide: ['approver'] }))
  const thing = indicator('green')
  const draft = await make(hub, 'a@a', [thing])
  t.equal((await step(hub, 'aide@a', draft, 'approve')).status, 422, 'not proposed yet')
  t.equal((await step(hub, 'a@a', draft, 'send')).status, 422, 'not approved yet')
  t.equal((await step(hub, 'a@a', draft, 'propose')).json.state, 'proposed')
  t.equal((await step(hub, 'a@a', draft, 'approve')).status, 403)
  const stale = await step(hub, 'aide@a', draft, 'approve', { changed: draft.changed })
  t.equal(stale.status, 422, 'it was changed since')
  const read = (await hub.as('aide@a').ask('GET', `/api/drafts/${draft.id}`)).json as never as Draft
  const approved = await step(hub, 'aide@a', draft, 'approve', { changed: read.changed })
  t.match(approved.json, { state: 'approved', approver: 'aide' }, approved.text)
  const changed = await hub.as('a@a').ask('PUT', `/api/drafts/${draft.id}`, {
    title: 'Beacons, again',
    envelope: { collection: 'one', objects: [thing] },
  })
  t.match(changed.json, { state: 'draft', approver: null }, 'a change has to be approved again')
  await step(hub, 'a@a', draft, 'propose')
  await step(hub, 'aide@a', draft, 'approve')
  const sent = await step(hub, 'a@a', draft, 'send', { undo_seconds: 0 })
  t.equal(sent.status, 202, sent.text)
  t.match(sent.json, { draft: { state: 'sent' }, until: null })
  t.ok(await sees(hub, 'b', thing))
  t.equal((await step(hub, 'a@a', draft, 'send')).status, 422, 'once')
})

t.test('nobody else finds a draft', async (t) => {
  const hub = await openIsac(t, people({ a: ['submitter'], aide: [] }))
  const { id } = await make(hub, 'a@a', [indicator('green')])
  const expected: [string, number][] = [
    ['a@a', 200],
    ['aide@a', 403],
    ['a', 403],
    ['b@b', 404],
    ['nobody', 401],
  ]
  for (const [who, status] of expected) {
    t.equal((await hub.as(who).ask('GET', `/api/drafts/${id}`)).status, status, who)
  }
  for (const [method, rest] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/send'],
  ] as const) {
    const body = method === 'POST' ? {} : undefined
    t.equal((await hub.as('b@b').ask(method, `/api/drafts/${id}${rest}`, body)).status, 404)
  }
  t.same((await hub.as('b@b').ask('GET', '/api/drafts')).json, { entries: [] })
  const listed = (await hub.as('a@a').ask('GET', '/api/drafts')).json.entries as Draft[]
  t.same(
    listed.map((each) => each.id),
    [id],
  )
  t.equal((await hub.as('a@a').ask('DELETE', `/api/drafts/${id}`)).status, 204)
  t.equal((await hub.as('a@a').ask('GET', `/api/drafts/${id}`)).status, 404)
})

t.test('undone before others see it, and only then', async (t) => {
  const hub = await openIsac(t, people({ a: ['submitter'], aide: [] }))
  const thing = indicator('green')
  const sent = await step(hub, 'a@a', await make(hub, 'a@a', [thing]), 'send')
  const { status, until } = sent.json as { status: { id: string }; until: string }
  t.equal(sent.status, 202, sent.text)
  t.ok(await sees(hub, 'a', thing))
  t.notOk(await sees(hub, 'b', thing))
  const undo = (who: string, id: string) =>
    hub.as(who).ask('POST', `/api/submissions/${id}/undo`, {})
  t.equal((await undo('b@b', status.id)).status, 404)
  const done = await undo('a@a', status.id)
  t.same(done.json, { undone: 1 }, done.text)
  t.notOk(await sees(hub, 'a', thing))
  const told = await hub.as('a').ask('GET', `/taxii2/g1/status/${status.id}/`)
  t.match(told.json, { success_count: 0, failures: [{ id: thing.id, message: 'undone' }] })
  await hub.stopClock(BigInt(Date.parse(until) + 1_000) * 1000n)
  await releaseAllDue(hub.ctx)
  t.notOk(await sees(hub, 'b', thing), 'nor when its time comes')
  await hub.stopClock(null)
  const other = indicator('green')
  const { id } = await hub.as('a').share([other])
  t.equal((await undo('a@a', id)).status, 422, 'others were shown it already')
  t.ok(await sees(hub, 'b', other))
})

t.test('what cannot be shared stays a draft', async (t) => {
  const hub = await openIsac(t, people({ a: ['submitter'], aide: [] }))
  const envelope = { collection: 'two', objects: [indicator('green')] }
  const made = await hub.as('a@a').ask('POST', '/api/drafts', { title: 'Elsewhere', envelope })
  const draft = made.json as never as Draft
  t.equal((await step(hub, 'a@a', draft, 'send')).status, 404)
  const kept = await hub.as('a@a').ask('GET', `/api/drafts/${draft.id}`)
  t.equal(kept.json.state, 'draft')
  const bad = { title: 'x', envelope: { ...envelope, more: 1 } }
  t.equal((await hub.as('a@a').ask('POST', '/api/drafts', bad)).status, 400)
})

t.test('which step comes after which', async (t) => {
  const alone = { author: true, others: false, approvers: false }
  const approver = { author: true, others: false, approvers: true }
  const four = { author: true, others: true, approvers: true }
  const other = { ...four, author: false }
  const cases: [Worker, DraftStep, DraftState, StepVerdict][] = [
    [alone, 'send', 'draft', 'ok'],
    [alone, 'propose', 'draft', 'ok'],
    [alone, 'change', 'sent', 'over'],
    [alone, 'read', 'sent', 'ok'],
    [four, 'send', 'draft', 'too-early'],
    [four, 'send', 'proposed', 'too-early'],
    [four, 'send', 'approved', 'ok'],
    [four, 'approve', 'proposed', 'forbidden'],
    [other, 'approve', 'draft', 'too-early'],
    [other, 'approve', 'proposed', 'ok'],
    [approver, 'approve', 'proposed', 'ok'],
    [approver, 'send', 'proposed', 'too-early'],
    [other, 'approve', 'sent', 'over'],
  ]
  for (const [worker, step, state, expected] of cases) {
    t.equal(judgeStep(worker, step, state), expected, `${JSON.stringify(worker)} ${step} ${state}`)
  }
})
