// What is left of a revoked object: its required properties, who made it and how it is marked.
import t from 'tap'
import { makeStub } from '../../../src/core/anonymity/stub.ts'
import type { Profile } from '../../../src/core/sharing/segment.ts'
import type { StixObject } from '../../../src/core/stix/object.ts'
import { orderOf } from '../../../src/core/stix/timestamp.ts'
import { validateObject } from '../../../src/core/stix/validate.ts'
import { standardTypes } from '../../../src/core/stix/vocabulary.ts'
import { loadSchemaCheck, minimal } from '../stix/model/minimal.ts'

const told = '2026-02-01T00:00:00.000Z'
const creator = 'identity--11111111-1111-4111-8111-111111111111'
const amber = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'

t.test('what stays and what goes', async (t) => {
  const shown = minimal('indicator', {
    created_by_ref: creator,
    object_marking_refs: [amber],
    name: 'beacon',
    description: 'seen at noon',
    labels: ['one'],
    external_references: [{ source_name: 'desk' }],
  })
  const stub = makeStub(shown, told, 'P0')
  const { name, description, labels, external_references, ...left } = shown
  t.strictSame(JSON.parse(String(stub?.body)), { ...left, modified: told, revoked: true })
  t.equal(stub?.version, told, 'P0')
  t.equal(stub?.order, orderOf(told))
})

t.test('its version is later than the one that was shown', async (t) => {
  const shown = minimal('tool', { modified: '2027-01-01T00:00:00.000Z' })
  const stub = makeStub(shown, told, 'P0')
  t.equal(stub?.version, '2027-01-01T00:00:00.001Z')
  t.equal(JSON.parse(String(stub?.body)).modified, stub?.version)
})

t.test('its version tells when it was revoked as its viewers’ profile tells time', async (t) => {
  const shown = minimal('tool', { modified: '2026-01-31T00:00:00.000Z' })
  const at = '2026-02-01T10:20:30.250Z'
  const cases: [Profile, string][] = [
    ['P0', at],
    ['P1', at],
    ['P2', '2026-02-01T10:00:00.000Z'],
    ['P3', '2026-02-01T00:00:00.000Z'],
  ]
  for (const [profile, told] of cases) {
    const stub = makeStub(shown, at, profile)
    t.equal(stub?.version, told, profile)
    t.equal(JSON.parse(String(stub?.body)).modified, told, profile)
  }
  const later = minimal('tool', { modified: '2026-02-01T10:00:00.000Z' })
  t.equal(makeStub(later, at, 'P2')?.version, '2026-02-01T10:00:00.001Z', 'of the same hour')
})

t.test('what has no versions has no stub', async (t) => {
  t.equal(makeStub(minimal('url'), told, 'P0'), null)
  t.equal(makeStub(minimal('tool', { modified: 'yesterday' }), told, 'P0'), null)
})

t.test('of what an object must have one of, the least telling stays', async (t) => {
  const country = { region: undefined, country: 'jp' }
  const point = { region: undefined, country: undefined, latitude: 35.6, longitude: 139.7 }
  const cases: [object: StixObject, left: object, gone: string[]][] = [
    [minimal('location', { ...point, region: 'r' }), { region: 'r' }, ['latitude', 'longitude']],
    [minimal('location', { ...country, city: 'Kobe' }), { country: 'jp' }, ['city']],
    [minimal('location', point), { latitude: 35.6, longitude: 139.7 }, ['region']],
    [
      minimal('malware-analysis', { result: 'benign', modules: ['m'] }),
      { result: 'benign' },
      ['modules'],
    ],
  ]
  for (const [object, left, gone] of cases) {
    const stub = JSON.parse(String(makeStub(object, told, 'P0')?.body))
    t.match(stub, left)
    t.notOk(
      gone.some((name) => name in stub),
      gone.join(),
    )
  }
})

t.test('the stub of any object with versions is valid STIX', async (t) => {
  const check = loadSchemaCheck()
  for (const type of standardTypes) {
    const stub = makeStub(minimal(type), told, 'P0')
    if (stub === null) continue
    t.strictSame(validateObject(JSON.parse(String(stub.body)), check, 'strict'), [], type)
  }
})
