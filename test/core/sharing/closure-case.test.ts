// The worked cases of reference closure, C-18 to C-25, C-36 and C-59, by name.
import t from 'tap'
import type { Node, Outside } from '../../../src/core/sharing/closure.ts'
import { close, derive, idOf, narrow, node, other, shownOf, wide } from './closing.ts'

const ids = (...nodes: Node[]): string[] => nodes.map(({ id }) => id)
const indicator = node('indicator', 'seen', wide, { name: 'Beacon of the group' })
const malware = node('malware', 'hidden', other, {
  name: 'QuietFox',
  aliases: ['Silent Kitsune'],
  is_family: true,
})
const domain = node('domain-name', 'hidden', other, { value: 'evil-host.example' })

t.test('C-18 a relationship to what is hidden is hidden', async (t) => {
  const ends = { source_ref: indicator.id, target_ref: malware.id }
  const [relationship, seen] = close([node('relationship', 'r', wide, ends), indicator, malware])
  t.same(relationship, { withheld: 'reference-hidden' })
  t.match(seen, { object: indicator.object, changed: false, id: indicator.id, pruned: [] })
  const few = node('malware', 'few', narrow)
  const [narrowed] = close([
    node('relationship', 'r', wide, { source_ref: indicator.id, target_ref: few.id }),
    indicator,
    few,
  ])
  t.match(narrowed, { audience: narrow, changed: false }, 'or shown to fewer')
})

t.test('C-19 a hidden relationship leaves no trace on its ends', async (t) => {
  const ends = { source_ref: indicator.id, target_ref: idOf('tool', 'seen') }
  const tool = node('tool', 'seen', wide, { name: 'n' })
  const hidden = node('relationship', 'r', other, ends)
  const report = node('report', 'p', wide, { name: 'n', object_refs: ids(hidden, tool) })
  const [shown, , left, end] = close([report, hidden, indicator, tool])
  t.match(shown, { object: { object_refs: [tool.id] }, pruned: ['/object_refs/0'] })
  t.match([left, end], [{ changed: false }, { changed: false }])
})

type Told = [name: string, text: string, isHeld: boolean]
const told: Told[] = [
  ['nothing', 'A clean account of the beacon', false],
  ['the value', 'it calls evil-host.example at night', true],
  ['a part of it', 'it calls www.evil-host.example/x', true],
  ['defanged', 'it calls hxxp://evil-host[.]example', true],
  ['full width', 'it calls ｅｖｉｌ－ｈｏｓｔ．example', true],
  ['with signs nobody sees', 'it calls evil\u200b-host.exa\u00admple', true],
  ['its id', `see ${domain.id}`, true],
]
t.test('C-20 a report that names what it may no longer refer to', async (t) => {
  for (const [name, description, isHeld] of told) {
    const report = node('report', 'p', wide, {
      name: 'Beacon',
      description,
      object_refs: ids(indicator, domain),
      granular_markings: [{ lang: 'en', selectors: ['description'] }],
    })
    const expected = {
      ...{ type: 'report', id: derive(report.id), name: 'Beacon' },
      ...(isHeld ? {} : { description }),
      object_refs: [indicator.id],
      ...(isHeld ? {} : { granular_markings: report.object.granular_markings }),
    }
    t.same(shownOf([report, indicator, domain]), expected, `C-20 the text tells ${name}`)
    const cleared = { ...report, text: 'cleared' as const }
    t.match(shownOf([cleared, indicator, domain]), { description }, `C-20 cleared: ${name}`)
  }
})

t.test('C-21 a report of which all is hidden is hidden', async (t) => {
  const report = node('report', 'p', wide, { name: 'n', object_refs: ids(domain, malware) })
  t.equal(shownOf([report, domain, malware]), 'references-emptied')
})

t.test('C-22 so is a note about it, and what is about the note', async (t) => {
  const report = node('report', 'p', wide, { name: 'n', object_refs: ids(domain) })
  const note = node('note', 'n', wide, { content: 'c', object_refs: ids(report) })
  const opinion = node('opinion', 'o', wide, { opinion: 'agree', object_refs: ids(note) })
  const grouping = node('grouping', 'g', wide, {
    context: 'c',
    object_refs: ids(opinion, indicator),
  })
  const closed = close([grouping, opinion, note, report, domain, indicator])
  t.match(closed[0], { object: { object_refs: [indicator.id] } })
  t.same(closed.slice(1, 4), Array(3).fill({ withheld: 'references-emptied' }))
})

t.test('C-23 a sighting does not say where', async (t) => {
  const victim = node('identity', 'victim', other, { name: 'Acme' })
  const sighting = node('sighting', 's', wide, {
    sighting_of_ref: indicator.id,
    where_sighted_refs: [victim.id],
    description: 'seen at ACME',
  })
  t.same(shownOf([sighting, indicator, victim]), {
    ...{ type: 'sighting', id: derive(sighting.id), sighting_of_ref: indicator.id },
  })
  const withheld: Outside = (id) => (id === victim.id ? { withheld: true } : null)
  t.match(shownOf([sighting, indicator], withheld), { where_sighted_refs: undefined })
})

t.test('C-24 observed data shows the server, not the subscriber', async (t) => {
  const subscriber = node('ipv4-addr', 'subscriber', other, { value: '192.0.2.7' })
  const server = node('ipv4-addr', 'server', wide, { value: '198.51.100.9' })
  const traffic = node('network-traffic', 'flow', wide, {
    src_ref: subscriber.id,
    dst_ref: server.id,
  })
  const observed = node('observed-data', 'o', wide, {
    object_refs: ids(subscriber, server, traffic),
  })
  const [shown, flow] = close([observed, traffic, subscriber, server])
  t.match(flow, { object: { src_ref: undefined, dst_ref: server.id } })
  t.match(shown, { object: { object_refs: [server.id, derive(traffic.id)] } })
  t.notMatch(JSON.stringify([shown, flow]), subscriber.id)
})

t.test('C-25 traffic of which both sides are hidden is hidden', async (t) => {
  const traffic = node('network-traffic', 'flow', wide, {
    src_ref: idOf('ipv4-addr', 'a'),
    dst_ref: idOf('ipv4-addr', 'b'),
  })
  const sides = [node('ipv4-addr', 'a', other), node('ipv4-addr', 'b', other)]
  const process = node('process', 'p', wide, { opened_connection_refs: [traffic.id] })
  t.same(close([traffic, process, ...sides]).slice(0, 2), [
    { withheld: 'references-emptied' },
    { withheld: 'references-emptied' },
  ])
})

t.test('C-36 a translation goes with what it translates', async (t) => {
  const contents = {
    de: { name: 'Bericht', description: 'über evil-host.example', labels: ['a', 'b'] },
    ja: { description: '説明' },
  }
  const report = node('report', 'p', wide, {
    ...{ name: 'n', description: 'on evil-host.example', labels: ['a', 'b'] },
    object_refs: ids(domain, indicator),
  })
  const translation = node('language-content', 'l', wide, {
    ...{ object_ref: report.id, object_modified: '2026-01-01T00:00:00.000Z', contents },
    granular_markings: [
      { lang: 'de', selectors: ['contents.de.name', 'contents.de.description', 'contents.ja'] },
      { lang: 'ja', selectors: ['contents.ja.description'] },
    ],
  })
  t.same(shownOf([translation, report, domain, indicator]), {
    ...{ type: 'language-content', id: derive(translation.id), object_ref: derive(report.id) },
    contents: { de: { name: 'Bericht', labels: ['a', 'b'] } },
    granular_markings: [{ lang: 'de', selectors: ['contents.de.name'] }],
  })
  const only = node('language-content', 'l', wide, {
    ...{ object_ref: report.id, contents: { ja: { description: '説明' } } },
  })
  const about = node('note', 'n', wide, { content: 'c', object_refs: [only.id] })
  t.same(close([only, about, report, domain, indicator]).slice(0, 2), [
    { withheld: 'required-part-hidden' },
    { withheld: 'references-emptied' },
  ])
})

const incident = (properties: object) => ({
  name: 'n',
  extensions: {
    'extension-definition--ef765651-680c-498d-9894-99799f2fa126': {
      extension_type: 'property-extension',
      ...properties,
    },
  },
})
t.test('C-59 an incident without its hidden child', async (t) => {
  const child = node('incident', 'child', narrow, { name: 'Acme' })
  const first = node('event', 'first', wide)
  const second = node('event', 'second', narrow)
  const parent = node(
    'incident',
    'parent',
    wide,
    incident({
      impacted_entity_counts: { organization: 2 },
      x_child_refs: [child.id],
      events: [
        { event_ref: first.id, sequence_start: true, next_steps: [{ event_ref: second.id }] },
        { event_ref: second.id, sequence_start: false },
      ],
    }),
  )
  t.same(shownOf([parent, child, first, second]), {
    ...{ type: 'incident', id: derive(parent.id) },
    ...incident({ events: [{ event_ref: first.id }] }),
  })
})
