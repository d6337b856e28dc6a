// What is left of a revoked object obeys the rules of today: a stub is told anew where they hide
// more of it, and withheld where it could only be told under another id (V4).
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { home, hubText, rootOf, shared, tokenOf } from './preview-hub.ts'

const clear = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'
const acme = 'identity--0a0b0c0d-0000-4000-8000-000000000001'

type Said = Record<string, unknown>
const indicator = (id: string, more: Said): Said => ({
  type: 'indicator',
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-02T10:20:00.000Z',
  pattern: "[domain-name:value = 'zebralon.example' OR domain-name:value = 'bad.example']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [clear],
  ...more,
})

const revoke = (object: Said): Said => ({
  ...object,
  modified: '2026-01-02T11:20:00.000Z',
  revoked: true,
})

const post = async (t: Test, hub: AppliedHub, objects: Said[]): Promise<void> => {
  const posted = { collection: home, objects, x_sekisho_sharing: { community: true } }
  const { json } = await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)
  t.equal(json.failure_count, 0)
}

const seenBy = async (hub: AppliedHub, by: string, collection: string): Promise<Said[]> => {
  const path = `/taxii2/${rootOf[collection]}/collections/${collection}/objects/`
  const { json } = await hub.ask('GET', path, tokenOf(by))
  const types = ['indicator', 'relationship']
  return (json.objects ?? []).filter(({ type }: Said) => types.includes(String(type)))
}

const applyAnew = async (hub: AppliedHub, text: string): Promise<void> => {
  await hub.apply(text)
  await redrawAsked(hub.ctx)
}

t.test('an asset that is named later leaves the stub', async (t) => {
  const text = hubText()
  const hub = await openAppliedHub(t, text)
  const sent = indicator(`indicator--${randomUUID()}`, {})
  await post(t, hub, [sent])
  await post(t, hub, [revoke(sent)])
  const before = await seenBy(hub, 'outsider', shared)
  t.match(before, [{ revoked: true, pattern: /zebralon/ }])
  t.match(await seenBy(hub, 'cargo', home), [{ id: sent.id, revoked: true, pattern: /zebralon/ }])
  await applyAnew(hub, text.replace('title: Acme Rail', 'title: Acme Railway'))
  t.same(await seenBy(hub, 'outsider', shared), before, 'a rule that hides nothing changes nothing')
  await applyAnew(hub, text.replace('[acme.example]', '[acme.example, zebralon.example]'))
  const after = await seenBy(hub, 'outsider', shared)
  t.match(after, [{ id: before[0]?.id, revoked: true, pattern: /bad\.example/ }])
  t.notMatch(JSON.stringify(after), /zebralon/)
  t.ok(String(after[0]?.modified) > String(before[0]?.modified), 'later than what was told (V9)')
  t.same(await seenBy(hub, 'cargo', home), [], 'what is masked has another id here: it goes')
  t.match(await seenBy(hub, 'acme', home), [{ pattern: /zebralon/ }], 'its owner has what it sent')
})

t.test('a stub that names its creator goes with the consent to name it', async (t) => {
  const text = hubText({ rail: 'consent: group' })
  const hub = await openAppliedHub(t, text)
  const sent = indicator(`indicator--${randomUUID()}`, { created_by_ref: acme })
  const other = indicator(`indicator--${randomUUID()}`, { created_by_ref: acme })
  const link = {
    ...{ type: 'relationship', spec_version: '2.1', id: `relationship--${randomUUID()}` },
    ...{ created: sent.created, modified: sent.modified, object_marking_refs: [clear] },
    ...{ relationship_type: 'related-to', source_ref: other.id, target_ref: sent.id },
  }
  await post(t, hub, [sent, other, link])
  await post(t, hub, [revoke(sent)])
  t.match(await seenBy(hub, 'cargo', home), [{}, {}, { created_by_ref: acme, revoked: true }])
  await applyAnew(hub, text.replace('consent: group', 'consent: none'))
  const after = JSON.stringify(await seenBy(hub, 'cargo', home))
  t.notMatch(after, acme)
  t.notMatch(after, String(sent.id), 'nor does anything name it by the id it had')
  t.match(await seenBy(hub, 'acme', home), [{}, {}, { revoked: true }])
})
