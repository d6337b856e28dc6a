// What holds of every closed set of objects, whatever graph they make, and a control for each: the
// judge finds what is wrong where one step is left out.
import fc from 'fast-check'
import t from 'tap'
import { type Audience, implies, nobody } from '../../../src/core/sharing/audience.ts'
import { type Closed, closeReferences, type Node } from '../../../src/core/sharing/closure.ts'
import { findReferences } from '../../../src/core/stix/reference.ts'
import { selectContent } from '../../../src/core/stix/selector.ts'
import { derive, idOf, narrow, node, nothingOutside, other, wide } from './closing.ts'

const types = [
  ...['indicator', 'malware', 'report', 'note', 'opinion', 'grouping', 'sighting', 'relationship'],
  ...['observed-data', 'file', 'network-traffic', 'process', 'language-content', 'incident'],
]
// What these hold are values, not accounts.
const values = ['file', 'network-traffic', 'process']
const countMax = 12
const audiences: Audience[] = [wide, wide, wide, narrow, other, nobody]

type Seed = {
  type: string
  audience: number
  changed: boolean
  free: boolean
  named: number
  targets: number[]
}
const seed: fc.Arbitrary<Seed> = fc.record({
  type: fc.constantFrom(...types),
  audience: fc.nat(audiences.length - 1),
  changed: fc.boolean(),
  free: fc.boolean(),
  named: fc.nat(countMax - 1),
  targets: fc.array(fc.nat(countMax), { minLength: 3, maxLength: 8 }),
})

const wordOf = (at: number): string => `word${String.fromCharCode(97 + at)}`

const nodesOf = (seeds: Seed[]): Node[] => {
  // One past the end is an object of somebody else.
  const idAt = (at: number): string =>
    at >= seeds.length ? idOf('tool', 'external') : idOf(seeds[at]!.type, `n${at}`)
  return seeds.map(({ type, audience, changed, free, named, targets }, at) => {
    const [first, second, ...rest] = targets.map(idAt)
    const refs = type === 'note' ? targets.map(idAt) : rest
    const holds: Record<string, Record<string, unknown>> = {
      sighting: { sighting_of_ref: first, observed_data_refs: refs },
      relationship: { source_ref: first, target_ref: second },
      'network-traffic': { src_ref: first, dst_ref: second, encapsulates_refs: refs },
      process: { image_ref: first, child_refs: refs },
      file: {
        name: wordOf(at),
        content_ref: first,
        extensions: { 'archive-ext': { contains_refs: refs } },
      },
      'language-content': {
        ...{ object_ref: first, contents: { de: { description: wordOf(named), name: 'n' } } },
        granular_markings: [{ lang: 'de', selectors: ['contents.de.description'] }],
      },
      incident: {
        x_count: 3,
        x_steps: refs.map((step_ref, index) => ({ step_ref, next_steps: [{ order: index }] })),
      },
      malware: { is_family: true, sample_refs: refs },
      indicator: { x_acme_ref: first, x_acme_refs: refs },
    }
    const properties = {
      name: wordOf(at),
      ...(type === 'note' ? { content: `on ${wordOf(named)}` } : {}),
      ...(type === 'language-content' ? {} : { description: `on ${wordOf(named)}` }),
      ...(holds[type] ?? { object_refs: [first, second, ...refs] }),
    }
    const markings = {
      granular_markings: [{ lang: 'en', selectors: ['name', 'object_refs.[1]', 'description'] }],
    }
    return node(
      type,
      `n${at}`,
      audiences[audience]!,
      type === 'report' ? { ...properties, ...markings } : properties,
      { changed, text: free ? 'free' : 'cleared' },
    )
  })
}

const graph = fc.array(seed, { minLength: 1, maxLength: countMax }).map(nodesOf)

type Shown = Exclude<Closed, { withheld: unknown }>
const isShown = (closed: Closed): closed is Shown => !('withheld' in closed)

/** All that is wrong with a closed set; empty when nothing is. */
const judge = (nodes: Node[], closed: Map<string, Closed>): string[] => {
  const faults: string[] = []
  const own = new Map(nodes.map((one) => [one.id, closed.get(one.id)!]))
  const byShown = new Map([...own.values()].filter(isShown).map((one) => [one.id, one]))
  if (byShown.size !== [...own.values()].filter(isShown).length) faults.push('INV-28 ids')
  for (const given of nodes) {
    const one = own.get(given.id)!
    if (!isShown(one)) continue
    const { object, audience, changed, id } = one
    if (!implies(audience, given.audience)) faults.push('audience grew')
    if (id !== (changed ? derive(given.id) : given.id)) faults.push('id')
    if (object.id !== id || (given.changed && !changed)) faults.push('changed')
    if (!changed && object !== given.object) faults.push('identity')
    for (const { id: target } of findReferences(object)) {
      const seen = byShown.get(target)
      if (seen !== undefined && !implies(audience, seen.audience)) faults.push('INV-23 hidden')
      if (seen === undefined && own.has(target)) faults.push('INV-23 dangling')
    }
    for (const { selectors } of (object.granular_markings ?? []) as { selectors: string[] }[]) {
      if (selectors.some((one) => typeof selectContent(object, one) === 'string'))
        faults.push('INV-14')
    }
    const text = `${object.description} ${object.content}`
    for (const { id: target } of findReferences(given.object)) {
      const lost = own.get(target)
      if (lost === undefined || target === given.id || given.text === 'cleared') continue
      const stays = isShown(lost) && implies(audience, lost.audience)
      const name = nodes.find((one) => one.id === target)!.object.name as string
      if (!stays && !values.includes(given.type) && text.split(' ').includes(name))
        faults.push('narrative')
      if (stays && given.type === 'report' && !findReferences(object).some((r) => r.id === lost.id))
        faults.push('lost in vain')
    }
  }
  return faults
}

const runs = { numRuns: 400 }
const closeAll = (nodes: Node[]) => closeReferences(nodes, nothingOutside, derive)

t.test('INV-23, INV-28, INV-14 and the narrative guard hold of every graph', async (t) => {
  fc.assert(
    fc.property(graph, (nodes) => {
      const before = JSON.stringify(nodes)
      t.same(judge(nodes, closeAll(nodes)), [])
      return JSON.stringify(nodes) === before
    }),
    runs,
  )
})

t.test('closing what is closed changes nothing', async () => {
  fc.assert(
    fc.property(graph, (nodes) => {
      const again = [...closeAll(nodes).values()].filter(isShown).map(
        ({ id, object, audience }): Node => ({
          ...{ id, type: object.type, object, audience, changed: false, text: 'free' },
        }),
      )
      const closed = closeAll(again)
      return again.every((given) => {
        const one = closed.get(given.id)!
        return isShown(one) && one.object === given.object && one.audience === given.audience
      })
    }),
    runs,
  )
})

t.test('the order of the nodes does not matter', async (t) => {
  const shuffled = graph.chain((nodes) =>
    fc.tuple(fc.constant(nodes), fc.shuffledSubarray(nodes, { minLength: nodes.length })),
  )
  fc.assert(
    fc.property(shuffled, ([nodes, others]) => {
      t.same([...closeAll(others)], [...closeAll(nodes)])
    }),
    { numRuns: 300 },
  )
})

t.test('control: the judge sees each pruning that is left out', async (t) => {
  const skipped = new Map<string, number>()
  const count = (name: string) => skipped.set(name, (skipped.get(name) ?? 0) + 1)
  fc.assert(
    fc.property(graph, (nodes) => {
      const closed = closeAll(nodes)
      for (const { id, object } of nodes) {
        const one = closed.get(id)!
        const mutant = (changes: object) =>
          judge(nodes, new Map(closed).set(id, { ...one, ...changes } as Closed)).length > 0
        if (isShown(one) && one.pruned.some((pointer) => pointer.startsWith('/object_refs/'))) {
          t.ok(mutant({ object: { ...one.object, object_refs: object.object_refs } }), 'pruning')
          count('pruning')
        }
        if (isShown(one) && one.pruned.includes('/description') && object.type === 'report') {
          t.ok(mutant({ object: { ...one.object, description: object.description } }), 'text')
          count('text')
        }
        if (isShown(one) && one.changed) {
          t.ok(mutant({ id, object: { ...one.object, id } }), 'id')
          count('id')
        }
        if (!isShown(one) && one.withheld === 'reference-hidden') {
          const shown = { object, audience: wide, changed: false, id, pruned: [] }
          t.not(judge(nodes, new Map(closed).set(id, shown)).length, 0, 'withheld')
          count('withheld')
        }
      }
    }),
    { numRuns: 300, seed: 3 },
  )
  t.same([...skipped.keys()].sort(), ['id', 'pruning', 'text', 'withheld'])
})

t.test('ten thousand objects are a matter of one walk', async (t) => {
  const tools = Array.from({ length: 5000 }, (_, at) =>
    node('tool', `t${at}`, at % 7 === 0 ? other : wide, { name: `tool ${at}` }),
  )
  const id = (at: number) => tools[at % tools.length]!.id
  const sightings = Array.from({ length: 5000 }, (_, at) =>
    node('note', `s${at}`, wide, {
      content: 'c',
      object_refs: [id(at), id(at * 3 + 1), id(at * 5 + 2), id(at * 7 + 3)],
    }),
  )
  const closed = closeAll([...sightings, ...tools])
  t.same(judge([...sightings.slice(0, 50), ...tools], closed), [])
  t.equal(closed.size, 10_000)
})
