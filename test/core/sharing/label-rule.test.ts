// What holds of every label, whatever the markings.
import fc from 'fast-check'
import t from 'tap'
import { type Label, readLabel } from '../../../src/core/sharing/label.ts'
import { reachesTlp, type Tlp, tlpLevels } from '../../../src/core/sharing/tlp.ts'
import { tlpDefinitions, tlpIdOf, tlpOf } from '../../../src/core/stix/marking.ts'
import { untilFound } from '../../fixture/until-found.ts'
import {
  acs,
  ais,
  cui,
  fakeTlp,
  iep,
  indicator,
  labelUnder,
  nothingSaid,
  now,
  pap,
  statement,
} from './markings.ts'

const ids = tlpDefinitions.map(({ id }) => id)
const selectors = ['name', 'pattern', 'labels', 'labels.[0]', 'external_references.[0].hashes']
const anyMarkings = fc.record({
  refs: fc.array(fc.constantFrom(...ids), { maxLength: 4 }),
  granular: fc.array(
    fc.record({
      marking_ref: fc.constantFrom(...ids),
      selectors: fc.uniqueArray(fc.constantFrom(...selectors), { minLength: 1 }),
    }),
    { maxLength: 4 },
  ),
})

type Markings = { refs: string[]; granular: { marking_ref: string; selectors: string[] }[] }

/** INV-05, for one way of reading labels. */
const everyMarkingCounts = (read: (object: Record<string, unknown>) => Label) =>
  fc.property(anyMarkings, ({ refs, granular }: Markings) => {
    const { tlp, parts } = read(
      indicator({ object_marking_refs: refs, granular_markings: granular }),
    )
    const whole = refs.every((id) => reachesTlp(tlp, tlpOf(id) as Tlp))
    const marks = granular.flatMap(({ marking_ref, selectors }) =>
      selectors.map((selector) => ({ selector, level: tlpOf(marking_ref) as Tlp })),
    )
    return (
      whole &&
      marks.every(({ selector, level }) =>
        parts.some(
          (part) =>
            reachesTlp(part.tlp, level) &&
            part.path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('.') ===
              selector,
        ),
      )
    )
  })

t.test('INV-05 the level is never below a marking', async (t) => {
  const read = (object: Record<string, unknown>) => readLabel(object, () => null, nothingSaid, now)
  fc.assert(everyMarkingCounts(read))
  t.throws(() =>
    fc.assert(
      everyMarkingCounts((object) => ({ ...read(object), tlp: 'green' })),
      untilFound,
    ),
  )
  t.throws(() =>
    fc.assert(
      everyMarkingCounts((object) => ({ ...read(object), parts: [] })),
      untilFound,
    ),
  )
})

const open = { object_marking_refs: [tlpIdOf('clear')] }

t.test('a label never gets laxer by one more marking, of any kind', async () => {
  const kinds = fc.constantFrom<object>(
    ...tlpLevels.map((level) => iep({ tlp: level === 'clear' ? 'white' : level })),
    ...['none', 'usg', 'everyone', '?'].map((consent) => ais({ consent })),
    ...['red', 'green', '?'].map(pap),
    statement('関係者限り'),
    statement('© 2026'),
    cui(),
    acs({ control_set: { classification: 'U' } }),
    acs({}),
    fakeTlp('clear'),
  )
  const consents = ['none', 'hub', 'government', 'group', 'everyone', null]
  fc.assert(
    fc.property(fc.array(kinds, { maxLength: 3 }), kinds, (held, more) => {
      const before = labelUnder(held, open)
      const after = labelUnder([...held, more], open)
      return (
        reachesTlp(after.tlp, before.tlp) &&
        consents.indexOf(after.consent) <= consents.indexOf(before.consent) &&
        (after.unknown || !before.unknown) &&
        (after.foreign || !before.foreign) &&
        (after.refused !== null || before.refused === null)
      )
    }),
  )
})

t.test('any JSON has a label', async () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('object_marking_refs', 'granular_markings', 'labels', 'type', 'contents'),
        fc.jsonValue(),
      ),
      (object) => tlpLevels.includes(readLabel(object, () => null, nothingSaid, now).tlp),
    ),
  )
})
