// Versions that come after a later one. V9 where times are told coarsely: in whatever order they
// come, viewers are told them in the order their owner gave them, and no two of them under one time
// (STIX 2.1 §3.6). V1: what refers to them is settled for those whom the later one leaves.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Preview } from '../../src/exchange/preview.ts'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { home, hubText, rootOf, shared, tokenOf } from './preview-hub.ts'

const clear = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'
const amber = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'

// Two of one hour, two of the next: P2 tells two times, P3 one.
const times = ['10:20', '10:35', '11:10', '11:50']

const versionOf = (id: string, time: string, marking = clear) => ({
  type: 'malware',
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: `2026-01-02T${time}:00.000Z`,
  name: `as of ${time}`,
  is_family: false,
  object_marking_refs: [marking],
})

const permute = (rest: string[]): string[][] =>
  rest.length === 0
    ? [[]]
    : rest.flatMap((one) => permute(rest.filter((each) => each !== one)).map((s) => [one, ...s]))

// An order, and how many of its versions come at once: one by one, by twos, one then the rest.
const rhythms = [
  [1, 1, 1, 1],
  [2, 2],
  [1, 3],
]

type Course = { id: string; steps: string[][] }

const courses: Course[] = permute(times).flatMap((order) =>
  rhythms.map((rhythm) => {
    const left = [...order]
    return { id: `malware--${randomUUID()}`, steps: rhythm.map((count) => left.splice(0, count)) }
  }),
)

const share = async (hub: AppliedHub, objects: unknown[]) => {
  const posted = { collection: home, objects, x_sekisho_sharing: { community: true } }
  const { json } = await hub.ask('POST', '/api/preview', tokenOf('acme'), posted)
  const done = await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)
  return { preview: json as Preview, failed: done.json.failure_count as number }
}

type Seen = { id: string; modified: string; name: string }

const listSeen = async (hub: AppliedHub, by: string, more = ''): Promise<Seen[]> => {
  const path = `/taxii2/${rootOf[shared]}/collections/${shared}/objects/?limit=1000${more}`
  const { json } = await hub.ask('GET', path, tokenOf(by))
  const types = ['malware', 'relationship']
  return (json.objects ?? []).filter(({ type }: { type: string }) => types.includes(type))
}

const byId = (seen: Seen[]): Seen[][] => {
  const ids = [...new Set(seen.map(({ id }) => id))]
  return ids.map((id) => seen.filter((each) => each.id === id))
}

t.test('versions in every order', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const held = new Set<string>()
  for (let at = 0; at < Math.max(...rhythms.map(({ length }) => length)); at++) {
    const objects = courses.flatMap(({ id, steps }) =>
      (steps[at] ?? []).map((time) => versionOf(id, time)),
    )
    const { preview, failed } = await share(hub, objects)
    t.equal(failed, 0)
    for (const { forms } of preview.objects) {
      for (const { segment, profile, fate, reason } of forms) {
        if (fate !== 'withheld') continue
        t.equal(reason, 'later-version-shown')
        held.add(`${segment} ${profile}`)
      }
    }
  }
  t.ok(held.has('community P2'), 'some came too late for the hour they would be told')
  t.notOk(
    [...held].some((name) => /P0|P1/.test(name)),
    'none where times are told as they are',
  )

  const all = byId(await listSeen(hub, 'outsider', '&match[version]=all'))
  t.equal(all.length, courses.length)
  const faults = all.filter((versions) => {
    const told = [...versions].sort((a, b) => (a.modified < b.modified ? -1 : 1))
    const names = told.map(({ name }) => name)
    const apart = new Set(told.map(({ modified }) => modified)).size === told.length
    return !apart || names.join() !== [...names].sort().join()
  })
  t.same(faults, [], 'each at a time of its own, in the order of their owner')
  t.ok(
    all.some((versions) => versions.length === times.length),
    'in order, nothing is held',
  )
  const last = await listSeen(hub, 'outsider')
  t.equal(last.length, courses.length)
  t.same([...new Set(last.map(({ name }) => name))], ['as of 11:50'], 'the last is the last')
})

t.test('what refers to a version that comes late', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const [kept, other, link] = ['malware', 'malware', 'relationship'].map(
    (type) => `${type}--${randomUUID()}`,
  ) as [string, string, string]
  const relationship = (target_ref: string) => ({
    ...{ type: 'relationship', spec_version: '2.1', id: link, source_ref: other, target_ref },
    ...{ created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' },
    ...{ relationship_type: 'related-to', object_marking_refs: [clear] },
  })
  await share(hub, [versionOf(kept, '11:10', amber)])
  const sent = [versionOf(kept, '10:20'), versionOf(other, '10:05'), relationship(kept)]
  const { preview } = await share(hub, sent)
  const told = preview.objects.map(({ forms }) => {
    const form = forms.find(({ segment }) => segment === 'community')
    return [form?.fate, form?.reason]
  })
  const hidden = ['withheld', 'reference-hidden']
  t.same(told, [['withheld', 'tlp-ceiling'], ['derived', null], hidden])
  const seen = (await listSeen(hub, 'outsider')).map(({ name }) => name)
  t.same(seen, ['as of 10:05'], 'nobody is told of what the later version keeps from them')
})
