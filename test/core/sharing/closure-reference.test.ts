// Every kind of reference of the sharing model §3.9: what becomes of an object whose target its
// readers may not see.
import t from 'tap'
import { referencesOf } from '../../../src/core/stix/reference.ts'
import { resolvePath } from '../../../src/core/stix/selector.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { close, derive, idOf, node, other, shownOf, wide } from './closing.ts'
import { laterCases } from './closure-later-cases.ts'
import { cases } from './closure-reference-cases.ts'

for (const [name, { type, holds, targets, left }] of Object.entries({ ...cases, ...laterCases })) {
  const from = node(type, 'from', wide, holds)
  const before = JSON.stringify(from.object)
  const shown = shownOf([from, ...targets])
  const isSame = JSON.stringify(left) === JSON.stringify(holds)
  const expected =
    typeof left === 'string' ? left : { type, id: isSame ? from.id : derive(from.id), ...left }
  t.same(shown, expected, `§3.9 ${name}`)
  t.equal(JSON.stringify(from.object), before, `§3.9 ${name}: what is given stays as it is`)
  if (isSame) t.equal(shown, from.object, `§3.9 ${name}: the object itself`)
}

/** An object of a type that has the property alone, and the properties its own needs ask for. */
const holding = (property: string, id: string): Record<string, unknown> => {
  const steps = property.split('.')
  const last = steps.pop()!
  const value: unknown = last.endsWith('_refs') ? [id] : id
  return steps.reduceRight<Record<string, unknown>>(
    (inner, step) => ({ [step]: step === 'body_multipart' ? [inner] : inner }),
    { [last]: value },
  )
}

const settled = ['created_by_ref', 'object_marking_refs', 'granular_markings.marking_ref']
for (const type of standardTypes) {
  for (const { property, required } of referencesOf(type)) {
    if (settled.includes(property)) continue
    const fill = { pid: 1, key: 'k', result: 'r', name: 'n', object_ref: idOf('tool', 'external') }
    const filled = { ...fill, ...holding(property, idOf('file', 'target')) }
    const target = node('file', 'target', other)
    const [from] = close([node(type, 'from', wide, filled), target])
    const name = `§3.9 every reference: ${type}.${property}`
    if ('withheld' in from!) {
      const needed = ['object_refs', 'src_ref', 'dst_ref'].includes(property)
      t.ok(required || needed, `${name} is needed`)
    } else {
      t.equal(resolvePath(from!.object, property.split('.')), null, `${name} is gone`)
      t.notMatch(JSON.stringify(from!.object), target.id, `${name}: no trace`)
      t.ok(!required || property.includes('.'), `${name} is not needed`)
    }
    const [kept] = close([node(type, 'from', wide, filled), node('file', 'target', wide)])
    t.match(kept, { changed: false, pruned: [] }, `${name} stays where it is seen`)
  }
}
