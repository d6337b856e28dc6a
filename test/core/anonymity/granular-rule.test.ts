// What holds of every object that was cut or torn, whatever its markings.
import fc from 'fast-check'
import t from 'tap'
import type { Tlp } from '../../../src/core/sharing/tlp.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { selectContent } from '../../../src/core/stix/selector.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { untilFound } from '../../fixture/until-found.ts'
import { indicator } from '../sharing/markings.ts'
import { loadSchemaCheck } from '../stix/model/minimal.ts'
import { bear, cut, type Marked, partsOf, tear, upTo } from './marked.ts'

const plain = indicator()

const check = loadSchemaCheck('indicator')
const selectors = [
  'name',
  'description',
  'labels',
  ...[0, 1, 2].map((at) => `labels.[${at}]`),
  'external_references',
  ...[0, 1].flatMap((at) => [
    `external_references.[${at}]`,
    `external_references.[${at}].${at === 0 ? 'url' : 'external_id'}`,
  ]),
  'external_references.[0].hashes.MD5',
  'pattern',
  'valid_from',
]
const anyMarks = fc.array(
  fc.tuple(
    fc.constantFrom<Tlp>('clear', 'green', 'amber', 'red'),
    fc.uniqueArray(fc.constantFrom(...selectors), { minLength: 1, maxLength: 5 }),
  ),
  { minLength: 1, maxLength: 5 },
)
const anyObject = anyMarks.map((marks) =>
  bear(plain, ...marks.map(([level, list]): Marked => [level, ...list])),
)

type Selecting = { selectors: string[] }

/** INV-14, for one way of cutting. */
const noSelectorIsAstray = (way: (object: StixObject) => StixObject | null) =>
  fc.property(anyObject, (object) => {
    const left = way(object)
    const markings = (left?.granular_markings ?? []) as Selecting[]
    return markings.every((marking) =>
      marking.selectors.every(
        (selector) => typeof selectContent(left as StixObject, selector) !== 'string',
      ),
    )
  })

t.test('INV-14 no selector names an absent path', async (t) => {
  fc.assert(noSelectorIsAstray((object) => cut(object)?.object ?? null))
  const careless = (object: StixObject): StixObject | null => {
    const left = cut(object)
    return left === null ? null : { ...left.object, granular_markings: object.granular_markings }
  }
  t.throws(() => fc.assert(noSelectorIsAstray(careless), untilFound))
})

const levelsAt = (object: StixObject): Map<string, Tlp[]> => {
  const levels = new Map<string, Tlp[]>()
  for (const { path, tlp } of partsOf(object)) {
    const found = path.reduce<unknown>((value, step) => (value as never)[step], object)
    const value = JSON.stringify(found)
    levels.set(value, [...(levels.get(value) ?? []), tlp])
  }
  return levels
}

t.test('nothing above the ceiling is left, and what is left keeps its levels', async () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const left = cut(object)?.object
      if (left === undefined) return true
      const held = levelsAt(object)
      return [...levelsAt(left)].every(
        ([value, levels]) =>
          levels.every(upTo('amber')) &&
          (!held.has(value) || levels.every((tlp) => held.get(value)?.includes(tlp))),
      )
    }),
  )
})

t.test('cutting what was cut changes nothing', async () => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const left = cut(object)?.object
      return left === undefined || cut(left)?.changed === false
    }),
  )
})

const isSound = (object: StixObject | null): boolean =>
  object === null ||
  validateObject(object, check, 'strict').every(
    ({ severity, pointer }) => severity === 'warning' || pointer.startsWith('/external_references'),
  )

t.test('what is left is STIX', async () => {
  fc.assert(fc.property(anyObject, (object) => isSound(cut(object)?.object ?? null)))
  fc.assert(fc.property(anyObject, (object) => isSound(tear(object))))
})
