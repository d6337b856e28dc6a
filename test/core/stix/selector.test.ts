// Selectors: the syntax, and that exactly what exists is selected.

import fc from 'fast-check'
import t from 'tap'
import type { Path } from '../../../src/core/stix/pointer.ts'
import {
  parseSelector,
  printSelector,
  resolvePath,
  selectContent,
} from '../../../src/core/stix/selector.ts'
import { untilFound } from '../../fixture/until-found.ts'

const object = {
  type: 'file',
  name: 'CVE-2014-0160',
  description: 'The (1) TLS…',
  labels: ['heartbleed', 'has-logo'],
  external_references: [{ source_name: 'cve', external_id: 'CVE-2014-0160' }],
  hashes: { MD5: 'a' },
  extensions: { 'pdf-ext': { version: '1.7' } },
  nothing: null,
}

const selecting: [string, Path, unknown][] = [
  ['description', ['description'], object.description],
  ['labels', ['labels'], object.labels],
  ['labels.[0]', ['labels', 0], 'heartbleed'],
  ['external_references.[0].source_name', ['external_references', 0, 'source_name'], 'cve'],
  ['external_references', ['external_references'], object.external_references],
  ['hashes.MD5', ['hashes', 'MD5'], 'a'],
  ['extensions.pdf-ext.version', ['extensions', 'pdf-ext', 'version'], '1.7'],
  ['nothing', ['nothing'], null],
]
for (const [selector, path, value] of selecting)
  t.same(selectContent(object, selector), { path, value }, `349 ${selector}`)

const missing = [
  'pattern',
  'labels.name',
  'labels.[9]',
  'description.[0]',
  'description.length',
  'external_references.[3]',
  'labels.length',
  'hashes.md5',
  '[0]',
  'constructor',
  '__proto__',
  'hashes.toString',
  'nothing.x',
]
for (const selector of missing)
  t.equal(selectContent(object, selector), 'missing', `349 missing: ${selector}`)

const malformed = [
  'external_references[0]',
  '',
  '.',
  'labels.',
  '.labels',
  'labels..[0]',
  'labels.[]',
  'labels.[-1]',
  'labels.[01]',
  'labels.[0',
  'labels.[*]',
  'a b',
  'name\n',
  'labels.[99999999999]',
  '$.name',
]
for (const selector of malformed)
  t.equal(
    selectContent(object, selector),
    'malformed',
    `349 malformed: ${JSON.stringify(selector)}`,
  )

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>('text', 1, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z_0-9]{1,3}$/), tie('value'), { maxKeys: 3 }),
  ),
})).value
const objects = fc.dictionary(fc.stringMatching(/^[a-z_0-9]{1,3}$/), values, {
  minKeys: 1,
  maxKeys: 4,
})

const pathsOf = (value: unknown, path: Path = []): Path[] => {
  const below = Array.isArray(value)
    ? value.flatMap((entry, index) => pathsOf(entry, [...path, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))
      : []
  return path.length === 0 ? below : [path, ...below]
}

type Resolve = typeof resolvePath
const resolvesExactly = (resolve: Resolve) =>
  fc.property(objects, objects, (object, other) => {
    const existing = new Set(pathsOf(object).map(printSelector))
    const tried = [...pathsOf(object), ...pathsOf(other)]
    return tried.every((path) => {
      const parsed = parseSelector(printSelector(path))
      if (parsed === null || JSON.stringify(parsed) !== JSON.stringify(path)) return false
      return (resolve(object, parsed) !== null) === existing.has(printSelector(path))
    })
  })

t.test('349 selectors resolve exactly the paths that exist', (t) => {
  fc.assert(resolvesExactly(resolvePath), { numRuns: 500 })
  t.end()
})

t.test('the exactness property fails for broken resolvers', (t) => {
  const loose: Resolve = (object, path) => {
    let here: unknown = object
    for (const step of path) here = (here as Record<string, unknown> | null)?.[step]
    return here === undefined || here === null ? null : { value: here }
  }
  t.equal(fc.check(resolvesExactly(loose), untilFound).failed, true)
  t.end()
})
