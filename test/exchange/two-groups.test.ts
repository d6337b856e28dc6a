// One object shared in two groups: whoever is in both is shown it under one pseudonym, or the two
// could be joined, whichever way it comes there: at once, or in one later than in the other.
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { home, hubText, tokenOf } from './preview-hub.ts'

const amber = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'
const acme = 'identity--0a0b0c0d-0000-4000-8000-000000000001'
const other = '7a9c1b3d-5e4f-4a82-b6e0-9f1c3d5b7a50'

const text = (): string =>
  hubText()
    .replace(
      'members: { stranger: contributor, outsider: steward }',
      'members: { acme: contributor, bolt: contributor, stranger: contributor, outsider: steward }',
    )
    .replace('name: notes, title: Notes', `name: notes, title: Notes, id: ${other}`)

const malware = (name: string, version = 1) => ({
  type: 'malware',
  spec_version: '2.1',
  created: '2026-01-01T00:00:00.000Z',
  modified: `2026-01-0${version}T10:20:00.000Z`,
  created_by_ref: acme,
  name,
  is_family: false,
  object_marking_refs: [amber],
})

const open = async (t: Test): Promise<AppliedHub> => {
  const hub = await openAppliedHub(t, text())
  t.match(await hub.query('select from collection where id = $1', [other]), { rowCount: 1 })
  return hub
}

const share = async (
  hub: AppliedHub,
  collection: string,
  objects: object[],
  options: object = {},
): Promise<void> => {
  const posted = { collection, objects, x_sekisho_sharing: options }
  const { status, json } = await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)
  if (status >= 300 || json.failure_count > 0) throw new Error(JSON.stringify(json))
}

type Seen = { type: string; id: string; name: string }

/** The ids under which a member is shown each name, over both groups. */
const idsBy = async (hub: AppliedHub, by: string): Promise<Map<string, Set<string>>> => {
  const found = new Map<string, Set<string>>()
  for (const [root, collection] of [
    ['rail', home],
    ['elsewhere', other],
  ]) {
    const path = `/taxii2/${root}/collections/${collection}/objects/?limit=1000`
    const { json } = await hub.ask('GET', path, tokenOf(by))
    for (const { type, id, name } of (json.objects ?? []) as Seen[]) {
      if (type === 'malware') found.set(name, (found.get(name) ?? new Set()).add(id))
    }
  }
  return found
}

const twice = (ids: Map<string, Set<string>>): string[] =>
  [...ids].filter(([, each]) => each.size !== 1).map(([name]) => name)

t.test('shared in both at once', async (t) => {
  const hub = await open(t)
  const names = Array.from({ length: 10 }, (_, at) => `Worm ${at}`)
  for (const name of names) {
    const objects = [{ ...malware(name), id: `malware--${randomUUID()}` }]
    await Promise.all([share(hub, home, objects), share(hub, other, objects)])
  }
  await redrawAsked(hub.ctx)
  const ids = await idsBy(hub, 'bolt')
  t.same([...ids.keys()].sort(), names, 'everything is seen')
  t.same(twice(ids), [], 'under one pseudonym each')
  const strangers = await idsBy(hub, 'stranger')
  t.same([...strangers.keys()].sort(), names, 'and so it is by who is in one of them only')
})

t.test('narrowed in one of them', async (t) => {
  const hub = await open(t)
  const id = `malware--${randomUUID()}`
  await share(hub, home, [{ ...malware('Worm'), id }])
  await share(hub, other, [{ ...malware('Worm'), id }])
  t.same(twice(await idsBy(hub, 'bolt')), [])
  await share(hub, home, [{ ...malware('Worm', 2), id }], { exclude: ['bolt'] })
  await redrawAsked(hub.ctx)
  const ids = await idsBy(hub, 'bolt')
  t.same([...ids.keys()], ['Worm'], 'what one group keeps from it, it is shown in the other')
  t.same(twice(ids), [])
})
