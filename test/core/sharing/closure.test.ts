// The closure, case by case: audiences that narrow, ids that follow, texts that would tell,
// translations and markings of what is gone.
import t from 'tap'
import { intersect, only, printAudience } from '../../../src/core/sharing/audience.ts'
import { closeReferences, type Node, type Outside } from '../../../src/core/sharing/closure.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
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

t.test('who sees the target sees the reference', async (t) => {
  const few = node('malware', 'few', narrow, { name: 'n' })
  const report = (audience: Node['audience']) =>
    node('report', 'p', audience, { name: 'n', object_refs: ids(indicator, few) })
  t.match(shownOf([report(wide), indicator, few]), { object_refs: [indicator.id] })
  const fewer = report(narrow)
  t.equal(shownOf([fewer, indicator, few]), fewer.object)
})

t.test('a required reference leads through others', async (t) => {
  const few = node('indicator', 'few', narrow)
  const sighting = node('sighting', 's', wide, { sighting_of_ref: few.id })
  const contents = { de: { description: 'x' } }
  const translation = node('language-content', 'l', wide, { object_ref: sighting.id, contents })
  const [shown, between] = close([translation, sighting, few])
  t.match([shown, between], [{ audience: narrow }, { audience: narrow }])
  const gone = node('indicator', 'few', other)
  t.same(close([translation, sighting, gone]).slice(0, 2), [
    { withheld: 'reference-hidden' },
    { withheld: 'reference-hidden' },
  ])
  const apart = only({ is: 'country', country: 'JP' })
  const both = node('relationship', 'r', wide, {
    source_ref: few.id,
    target_ref: idOf('tool', 'apart'),
  })
  const [narrowed] = close([both, few, node('tool', 'apart', apart)])
  t.equal(
    printAudience((narrowed as { audience: Node['audience'] }).audience),
    printAudience(intersect(narrow, apart)),
  )
})

t.test('a narrowed audience may follow what the wider one may not', async (t) => {
  const few = node('indicator', 'few', narrow)
  const observed = node('observed-data', 'o', narrow)
  const sighting = node('sighting', 's', wide, {
    sighting_of_ref: few.id,
    observed_data_refs: [observed.id],
  })
  t.equal(shownOf([sighting, few, observed]), sighting.object)
})

t.test('ids follow what is changed, through every reference', async (t) => {
  const changed = node('file', 'changed', wide, { name: 'f' }, { changed: true })
  const marking = node('marking-definition', 'm', wide, {}, { changed: true })
  const malware = node('malware', 'plain', wide, {
    is_family: false,
    sample_refs: [changed.id],
    created_by_ref: idOf('identity', 'creator'),
  })
  const creator = node('identity', 'creator', wide, { name: 'n' }, { changed: true })
  const same = node('tool', 'same', wide, { name: 'n', created_by_ref: creator.id })
  const note = node('note', 'n', wide, {
    content: 'c',
    object_refs: ids(malware, same),
    object_marking_refs: [marking.id],
    granular_markings: [{ marking_ref: marking.id, selectors: ['content'] }],
    x_acme: { own_ref: idOf('note', 'n'), word: changed.id },
  })
  const [noteShown, malwareShown, sameShown] = close([
    note,
    malware,
    same,
    changed,
    marking,
    creator,
  ])
  t.same((noteShown as { object: StixObject }).object, {
    ...note.object,
    id: derive(note.id),
    object_refs: [derive(malware.id), same.id],
    object_marking_refs: [derive(marking.id)],
    granular_markings: [{ marking_ref: derive(marking.id), selectors: ['content'] }],
    x_acme: { own_ref: derive(note.id), word: changed.id },
  })
  t.match(malwareShown, {
    ...{ id: derive(malware.id), changed: true, pruned: [] },
    object: { sample_refs: [derive(changed.id)], created_by_ref: creator.id },
  })
  t.match(sameShown, { changed: false, id: same.id })
  t.equal((sameShown as { object: StixObject }).object, same.object)
})

t.test('references to earlier objects', async (t) => {
  const id = idOf('malware', 'earlier')
  const relationship = node('relationship', 'r', wide, { source_ref: indicator.id, target_ref: id })
  const report = node('report', 'p', wide, { name: 'n', object_refs: [indicator.id, id] })
  const both = [relationship, report, indicator]
  const asked: string[] = []
  const earlier =
    (found: ReturnType<Outside>): Outside =>
    (about) => {
      asked.push(about)
      return about === id ? found : null
    }
  const shown = (found: ReturnType<Outside>) => close(both, earlier(found)).slice(0, 2)
  t.match(shown(null), [{ changed: false }, { changed: false }], 'none of the owner’s')
  t.same(asked, [id], 'asked once')
  t.match(shown({ id, audience: wide }), [{ changed: false }, { changed: false }], 'as it was')
  t.match(
    shown({ id: derive(id), audience: wide }),
    [
      { object: { target_ref: derive(id) } },
      { object: { object_refs: [indicator.id, derive(id)] } },
    ],
    'under another id',
  )
  t.match(
    shown({ id, audience: narrow }),
    [{ audience: narrow, changed: false }, { object: { object_refs: [indicator.id] } }],
    'to fewer',
  )
  t.match(
    shown({ withheld: true }),
    [{ withheld: 'reference-hidden' }, { object: { object_refs: [indicator.id] } }],
    'withheld',
  )
})

t.test('texts beside a reference to an earlier object', async (t) => {
  const id = idOf('malware', 'earlier')
  const holds = { name: 'On QuietFox', description: 'clean', labels: ['x'], object_refs: [id] }
  const report = node('report', 'p', wide, {
    ...holds,
    object_refs: [indicator.id, id],
  })
  const withheld = (object?: StixObject): Outside => {
    const found = { withheld: true as const, ...(object === undefined ? {} : { object }) }
    return (about) => (about === id ? found : null)
  }
  const shown = { type: 'report', id: derive(report.id), object_refs: [indicator.id] }
  t.same(
    shownOf([report, indicator], withheld()),
    { ...shown, name: 'report', labels: ['x'] },
    'nothing is known of it: the account is held',
  )
  t.same(
    shownOf([report, indicator], withheld({ type: 'malware', id, name: 'QuietFox' })),
    { ...shown, name: 'report', description: 'clean', labels: ['x'] },
    'its name is known',
  )
  const note = node('note', 'n', wide, { content: 'c', object_refs: [indicator.id, id] })
  t.equal(shownOf([note, indicator], withheld()), 'narrative')
  t.match(shownOf([note, indicator], withheld({ type: 'malware', id })), { content: 'c' })
})

t.test('a note that names what is hidden is hidden, once', async (t) => {
  const note = node('note', 'n', wide, {
    content: 'QuietFox, also silent kitsune',
    abstract: 'quietfox',
    object_refs: ids(indicator, malware),
  })
  const about = node('opinion', 'o', wide, { opinion: 'agree', object_refs: ids(note, indicator) })
  const [shown, opinion] = close([note, about, indicator, malware])
  t.same(shown, { withheld: 'narrative' })
  t.match(opinion, { object: { object_refs: [indicator.id] } })
})

t.test('a translation is guarded as the text is', async (t) => {
  const report = node('report', 'p', wide, {
    ...{ name: 'n', description: 'clean', goals: ['clean', 'too'] },
    object_refs: ids(indicator, malware),
  })
  const contents = {
    de: { name: 'n', description: 'von QuietFox', goals: ['rein', 'Silent Kitsune'] },
  }
  const translation = node('language-content', 'l', wide, { object_ref: report.id, contents })
  const nodes = [translation, report, indicator, malware]
  t.match(shownOf(nodes), { contents: { de: { name: 'n', description: undefined } } })
  t.match(shownOf([{ ...translation, text: 'cleared' }, ...nodes.slice(1)]), { contents })
  const named = node('report', 'p', wide, { ...report.object, name: 'QuietFox' })
  t.equal(shownOf([translation, named, indicator, malware]), 'required-part-hidden')
  const also = node('language-content', 'l', wide, {
    object_ref: indicator.id,
    x_acme_ref: report.id,
    contents: { de: { name: 'QuietFox' } },
  })
  t.match(shownOf([also, ...nodes.slice(1)]), { contents: also.object.contents }, 'only its own')
})

t.test('a translation of an earlier object', async (t) => {
  const object_ref = idOf('tool', 'earlier')
  const contents = { de: { name: 'n', description: 'x' } }
  const translation = node('language-content', 'l', wide, { object_ref, contents })
  const shown = (found: ReturnType<Outside>) => shownOf([translation], () => found)
  const found = { id: derive(object_ref), audience: wide }
  t.equal(shown({ id: object_ref, audience: wide }), translation.object)
  t.equal(shown(found), 'narrative', 'nobody knows what it still says')
  const object = { type: 'tool', id: found.id, name: 'n' }
  t.match(shown({ ...found, object }), {
    ...{ object_ref: found.id, contents: { de: { name: 'n', description: undefined } } },
  })
})

t.test('a translation of a translation that loses its object', async (t) => {
  const tool = node('tool', 't', wide, { name: 'n' }, { changed: true })
  const one = node('language-content', 'z', wide, {
    object_ref: tool.id,
    contents: { de: { name: 'n', description: 'x' } },
  })
  const two = node('language-content', 'a', wide, {
    object_ref: one.id,
    contents: { fr: { contents: { de: { description: 'x' } } } },
  })
  t.same(close([two, one, tool])[0], { withheld: 'required-part-hidden' })
  t.match(shownOf([one, tool]), { contents: { de: { name: 'n' } } })
})

t.test('too much text to read through is held unread', async (t) => {
  const names = Array.from({ length: 2000 }, (_, at) => `name ${at} of it`)
  const known = node('malware', 'known', other, { name: 'n', aliases: names })
  const description = 'clean '.repeat(40_000)
  const report = node('report', 'p', wide, {
    ...{ name: 'Beacon', description, object_refs: ids(indicator, known) },
  })
  t.match(shownOf([report, indicator, known]), { name: 'report', description: undefined })
})

t.test('an object that is given for nobody', async (t) => {
  const nobody = node('indicator', 'x', { any: [] })
  const sighting = node('sighting', 's', { any: [] }, { sighting_of_ref: nobody.id })
  t.same(close([sighting, nobody])[0], { withheld: 'reference-hidden' })
  t.same(
    closeReferences([], () => null, derive),
    new Map(),
  )
})

t.test('what would have to be looked at without end is withheld', async (t) => {
  const count = 40
  const first = node('tool', 'first', other, { name: 'language 0 of it' })
  const nodes: Node[] = [first, indicator]
  // Each report tells of the translation of the one before, which goes with its description.
  for (let at = 0; at < count; at++) {
    const before = nodes.at(-1)!
    const report = node('report', `r${at}`, wide, {
      ...{ name: 'n', description: `of language ${at} of it` },
      object_refs: [indicator.id, at === 0 ? first.id : before.id],
    })
    const translation = node('language-content', `l${at}`, wide, {
      ...{ object_ref: report.id, contents: { de: { description: 'x' } } },
      name: `language ${at + 1} of it`,
    })
    nodes.push(report, translation)
  }
  const closed = close(nodes)
  for (const [at, given] of nodes.entries()) {
    if (given.type === 'language-content') t.ok('withheld' in closed[at]!, given.id)
    if (given.type === 'report') t.match(closed[at], { object: { object_refs: [indicator.id] } })
  }
  const reasons = closed.map((one) => ('withheld' in one ? one.withheld : null))
  t.ok(reasons.includes('required-part-hidden'), 'looked at')
  t.ok(reasons.includes('narrative'), 'not looked at any more')
})

t.test('so is what hangs on extensions alone', async (t) => {
  const nodes: Node[] = [node('file', 'first', other)]
  for (let at = 0; at < 40; at++) {
    const extensions = { 'own-ext': { a_ref: nodes.at(-1)!.id, b_ref: indicator.id } }
    const alone = { 'own-ext': { a_ref: nodes.at(-1)!.id } }
    nodes.push(node('process', `p${at}`, wide, { extensions: at < 39 ? alone : extensions }))
  }
  const closed = close([...nodes, indicator])
  t.ok(closed.slice(1, 41).every((one) => 'withheld' in one))
  const parted = close([...nodes.slice(0, 2), nodes[40]!, indicator])
  t.match(parted[2], { changed: false })
})
