// Recognition, case by case, and what must hold of any text (F).
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { readType } from '../../../src/core/recognition/csv-column.ts'
import { type Cell, readTable } from '../../../src/core/recognition/csv-table.ts'
import { recognise } from '../../../src/core/recognition/recognise.ts'
import type { Bench, Recognition } from '../../../src/core/recognition/recognised.ts'
import { wordNote, wordRest } from '../../../src/core/recognition/words.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { csvCases } from '../../fixture/recognition/csv-cases.ts'
import { mispCases } from '../../fixture/recognition/misp-cases.ts'
import { stixCases } from '../../fixture/recognition/stix-cases.ts'
import { textCases } from '../../fixture/recognition/text-cases.ts'
import { loadSchemaCheck } from '../stix/model/minimal.ts'

const checkedSchemas = loadSchemaCheck()

const bench = (): Bench => ({
  now: '2026-11-22T00:00:00.000Z',
  nextId: randomUUID,
  creator: 'identity--44444444-4444-4444-8444-444444444444',
  check: checkedSchemas,
})

/** What a row says of its values is in their objects: here, their type. */
const listTypes = (text: string): Cell[] =>
  (readTable(text)?.rows ?? []).flat().filter(({ value }) => readType(value) !== null)

const isCovered = (text: string, { kind, objects, ignored }: Recognition): string[] => {
  const covered = new Uint8Array(text.length)
  for (const { from, again } of objects) {
    for (const { start, end } of [from, ...again]) covered.fill(1, start, end)
  }
  for (const { start, end } of ignored) covered.fill(1, start, end)
  if (kind === 'csv') for (const { start, end } of listTypes(text)) covered.fill(1, start, end)
  return [...text.matchAll(/[\p{L}\p{N}]/gu)]
    .filter(({ index }) => covered[index] === 0)
    .map(([sign]) => sign)
}

const cases = [...textCases, ...csvCases, ...stixCases, ...mispCases]

t.test('there are enough of them', async (t) => {
  t.ok(cases.length >= 30, `${cases.length} cases`)
})

for (const { name, text, kind, objects, ignored, notes } of cases) {
  t.test(name, async (t) => {
    const found = recognise(bench(), text)
    t.equal(found.kind, kind)
    t.same(
      found.objects.map(({ object }) => object.pattern ?? object.name ?? object.type),
      objects.map(
        (object, at) =>
          object.pattern ?? object.name ?? found.objects[at]?.object.name ?? object.type,
      ),
    )
    objects.forEach((object, at) => {
      t.has(found.objects[at]?.object, object, `object ${at}`)
    })
    for (const { object, from, again, confidence } of found.objects) {
      t.same(
        validateObject(object, checkedSchemas, 'strict').filter(
          ({ severity }) => severity === 'error',
        ),
        [],
      )
      for (const place of [from, ...again]) {
        t.equal(text.slice(place.start, place.end), place.text)
      }
      t.ok(confidence > 0 && confidence <= 100)
    }
    if (ignored !== undefined) {
      t.same(
        found.ignored.map((rest) => [rest.why, rest.text.replace(/\n\s*/g, '')]),
        ignored.map(([why, text]) => [why, text.replace(/\n\s*/g, '')]),
      )
    }
    for (const [at, words] of Object.entries(notes ?? {})) {
      t.same(
        found.objects[Number(at)]?.notes
          .map(({ word }) => word)
          .filter((word) => word !== 'warning'),
        words,
      )
    }
    for (const each of found.objects.flatMap((one) => one.notes)) t.ok(wordNote(each.word).ja)
    for (const { why } of found.ignored) t.ok(wordRest(why).en)
  })
}

const scraps = fc.constantFrom(
  ...['203.0.113.9', 'bad[.]example', 'hxxp://', '10.0.0.1', 'TLP:RED', 'payload.exe', '"', '\t'],
  ...[
    ',',
    ';',
    '\n',
    ' ',
    '、',
    'です',
    '[',
    ']',
    '{',
    '}',
    '\\',
    "'",
    'CVE-2026-1234',
    '://',
    '@',
  ],
  ...['ip', 'url', '種別', '指標', '\ud800', '|', 'HKLM\\a b\\c', '.', 'xn--', ':', '2001:db8::1'],
)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(scraps, { maxLength: 40 }).map((list) => list.join('')),
)

t.test('any text gives valid objects, and nothing of it is lost', async (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const found = recognise(bench(), text)
      for (const { object, from } of found.objects) {
        if (text.toWellFormed().slice(from.start, from.end) !== from.text) return false
        const problems = validateObject(object, checkedSchemas, 'strict')
        if (problems.some(({ severity }) => severity === 'error')) return false
      }
      return isCovered(text, found).length === 0
    }),
    { numRuns: 2_000 },
  )
  t.pass('none was found')
})

t.test('the search for what is lost finds something lost', async (t) => {
  const found = recognise(bench(), 'see bad.example')
  t.same(isCovered('see bad.example', { ...found, ignored: [] }), ['s', 'e', 'e'])
})

t.test('a hostile text costs no more than its length', async (t) => {
  const length = 200_000
  const hostile = ['a.', '1:', '[.', 'hxxp', '@', '"', ',', 'HKLM\\a ', '(', '1.1.', 'a@', 'T1']
  for (const scrap of hostile) {
    const found = recognise(bench(), scrap.repeat(length / scrap.length))
    t.ok(found.objects.length <= 5_000, scrap)
  }
})
