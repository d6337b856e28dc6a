// The closure, case by case: audiences that narrow, ids that follow, texts that would tell,
// translations and markings of what is gone.
import t from 'tap'
import { intersect, only, printAudience, subtract } from '../../../src/core/sharing/audience.ts'
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

t.test('who sees the target sees the reference', async (t) => {
  const few = node('malware', 'few', narrow, { name: 'n' })
  const report = (audience: Node['audience']) =>
    node('report', 'p', audience, { name: 'n', object_refs: ids(indicator, few) })
  t.match(shownOf([report(wide), indicator, few]), { object_refs: [indicator.id] })
  const fewer = report(narrow)
  t.equal(shownOf([fewer, indicator, few]), fewer.object)
})

t.test('who is shown the target in another place counts as seeing it', async (t) => {
  const japanese = only({ is: 'country', country: 'JP' })
  const target = (elsewhere?: Node['audience']) =>
    node('malware', 'split', subtract(wide, japanese), { name: 'n' }, { elsewhere })
  const report = node('report', 'p', wide, { name: 'n', object_refs: ids(indicator, target()) })
  t.match(shownOf([report, indicator, target()]), { object_refs: [indicator.id] })
  t.match(shownOf([report, indicator, target(other)]), { object_refs: [indicator.id] })
  t.equal(shownOf([report, indicator, target(japanese)]), report.object)
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
