// Previews beside what is there already: later, earlier, repeated and revoked versions (V1, V2,
// V4), told as they are then delivered.
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import type { Preview, PreviewForm } from '../../src/exchange/preview.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { findFaults, listCompanions, listExpected, openPolls, viewers } from './preview-compare.ts'
import { home, hubText, rootOf, shared, tokenOf } from './preview-hub.ts'

const level: Record<string, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
}

const id = `malware--${randomUUID()}`
const version = (day: number, tlp: string | null, changes: Record<string, unknown> = {}) => ({
  type: 'malware',
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
  created_by_ref: 'identity--0a0b0c0d-0000-4000-8000-000000000001',
  name: 'seen at Acme',
  is_family: false,
  ...(tlp === null ? {} : { object_marking_refs: [level[tlp]] }),
  ...changes,
})

const seenBy = async (hub: AppliedHub, by: string, collection: string): Promise<string[]> => {
  const root = rootOf[collection]
  const path = `/taxii2/${root}/collections/${collection}/objects/?match[version]=all`
  const { json } = await hub.ask('GET', path, tokenOf(by))
  const objects: { type: string; modified: string }[] = json.objects ?? []
  return objects.filter(({ type }) => type === 'malware').map(({ modified }) => modified)
}

/** Previews and shares something, and holds what every viewer gets to what was told. */
const openSteps = async (t: Test, hub: AppliedHub) => {
  const polls = openPolls(hub)
  const companions = new Map<string, string>()
  for (const by of viewers) await polls.poll(by)
  return async (name: string, objects: unknown[], sharing?: object): Promise<Preview> => {
    const posted = { collection: home, objects, ...(sharing && { x_sekisho_sharing: sharing }) }
    const { json: preview } = await hub.ask('POST', '/api/preview', tokenOf('acme'), posted)
    const done = await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)
    const refused = preview.objects.filter(
      ({ verdict }: { verdict: string }) => verdict === 'refused',
    )
    t.equal(done.json.failure_count, refused.length, name)
    listCompanions(preview, companions)
    const shown = ({ fate, segment }: PreviewForm) =>
      !/withheld|later/.test(fate) && segment !== 'named'
    for (const by of viewers) {
      const got = [...(await polls.poll(by)).values()].flat()
      const expected = listExpected(preview, by, () => true, shown)
      t.same(findFaults(by, expected, got, companions), [], `${name}: ${by.name}`)
    }
    return preview
  }
}

t.test('versions, one after the other', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const step = await openSteps(t, hub)
  const first = await step('the first', [version(2, 'clear')], { community: true })
  t.match(first.objects[0], { verdict: 'new', tlp: 'clear', narrows: [] })
  t.equal((await seenBy(hub, 'outsider', shared)).length, 1)

  const again = await step('the same again', [version(2, 'clear')])
  t.match(again.objects[0], { verdict: 'present', message: 'already present' })
  const digests = ({ objects }: Preview) => objects[0]?.forms.map(({ digest }) => digest)
  t.same(digests(again), digests(first), 'told as it is there')

  const other = await step('other content', [version(2, 'clear', { name: 'another' })])
  t.match(other.objects[0], { verdict: 'refused', message: /different content/ })

  const stricter = await step('a stricter one', [version(4, 'amber')])
  t.match(stricter.objects[0]?.narrows, [{ version: version(2, null).modified }])
  t.ok(stricter.objects[0]?.narrows[0]?.segments.includes('community'))
  t.same(await seenBy(hub, 'outsider', shared), [], 'and so it is')

  const late = await step('one that comes late', [version(3, 'clear')])
  t.match(late.objects[0]?.warnings, [/2026-01-04.* governs/])
  const community = late.objects[0]?.forms.find(({ segment }) => segment === 'community')
  t.match(community, { fate: 'withheld', reason: 'tlp-ceiling' })

  const unmarked = await step('an unmarked one', [version(5, null)])
  t.match(unmarked.objects[0], {
    tlp: 'amber+strict',
    warnings: [/no TLP marking: taken as TLP:AMBER/],
  })

  const revoked = version(6, 'amber', { revoked: true })
  const gone = await step('revoked', [revoked])
  t.match(
    gone.objects[0]?.forms.map(({ segment, object }) => [segment, object?.revoked ?? true]),
    [
      ['owner', true],
      ['members', true],
    ],
  )
  const after = await step('after it was revoked', [version(7, 'amber')])
  t.match(after.objects[0], { verdict: 'refused', message: /revoked/ })

  const twice = `malware--${randomUUID()}`
  await step('one that is there', [version(1, 'green', { id: twice })])
  const both = await step('its next version and its revocation at once', [
    version(2, 'green', { id: twice, name: 'more' }),
    version(3, 'green', { id: twice, revoked: true }),
  ])
  t.equal(
    both.objects[1]?.forms.some(({ segment }) => segment === 'members'),
    true,
  )

  const pair = `malware--${randomUUID()}`
  await step('two versions and their revocation at once', [
    version(1, 'green', { id: pair }),
    version(2, 'green', { id: pair, name: 'more' }),
    version(3, 'green', { id: pair, revoked: true }),
  ])
})

t.test('who may ask, and what is refused', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const ask = (by: string | null, body: unknown, path = '/api/preview') =>
    hub.ask('POST', path, by === null ? null : tokenOf(by), body)
  const objects = [version(1, 'green')]
  // who, the body, the status of both doors
  const cases: [string | null, unknown, number][] = [
    [null, { collection: home, objects }, 401],
    ['stranger', { collection: home, objects }, 404],
    ['acme', { collection: 'nowhere', objects }, 404],
    ['acme', { collection: 'indicators', group: 'all', objects }, 404],
    ['agency', { collection: home, objects }, 403],
    ['acme', { objects }, 400],
    ['acme', { collection: home }, 422],
    ['acme', { collection: home, objects: [] }, 422],
    ['acme', { collection: home, objects, x: 1 }, 400],
    ['acme', { collection: home, objects, x_sekisho_sharing: { exlude: [] } }, 422],
    ['acme', { collection: home, objects, x_sekisho_sharing: { exclude: ['stranger'] } }, 422],
    ['acme', `{"collection":"${home}","objects":[{"a":1,"a":2}]}`, 400],
    ['acme', `{"collection":"${home}","objects":[{"n":12345678901234567890123}]}`, 400],
    ['acme', 'nothing', 422],
  ]
  for (const path of ['/api/preview', '/api/submissions']) {
    for (const [by, body, status] of cases) {
      const answer = await ask(by, body, path)
      t.equal(
        answer.status,
        status,
        `${path} ${by} ${JSON.stringify(body).slice(0, 80)} ${answer.body}`,
      )
      t.equal(answer.headers['content-type'], 'application/problem+json')
    }
  }
  const kept = await hub.query('select count(*)::int as n from object_version')
  t.equal(kept.rows[0].n, 0)
  const told = await ask('acme', { collection: 'indicators', group: 'rail', objects })
  t.equal(told.status, 200)
  const after = await hub.query(
    'select (select count(*) from object_version)::int + (select count(*) from feed)::int as n',
  )
  t.equal(after.rows[0].n, 0, 'a preview stores nothing')
})
