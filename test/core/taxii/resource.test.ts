// The shapes of TAXII's resources. Numbers are the conformance checklist's.

import t from 'tap'
import type { z } from 'zod'
import * as shapes from '../../../src/core/taxii/resource.ts'

const id = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
const at = '2026-01-31T12:00:00.123456Z'
const title = 'Example'
const root = { title, versions: ['application/taxii+json;version=2.1'], max_content_length: 1 }
const collection = { id, title, can_read: true, can_write: false }
const indicator = { type: 'indicator', id: `indicator--${id}` }
const row = { id: indicator.id, date_added: at, version: '2017-01-01T00:00:00.000Z' }
const details = { id: indicator.id, version: row.version }
const complete = {
  id,
  status: 'complete',
  total_count: 1,
  success_count: 1,
  failure_count: 0,
  pending_count: 0,
}

const fits: [number: string, shape: z.ZodType, resource: object][] = [
  ['93', shapes.discoverySchema, { title }],
  ['94', shapes.discoverySchema, { title, default: '/taxii2/a/', api_roots: ['/taxii2/a/'] }],
  ['96', shapes.discoverySchema, { title, api_roots: ['https://hub.example/taxii2/a/'] }],
  ['99', shapes.apiRootSchema, root],
  ['121', shapes.collectionsSchema, { collections: [collection] }],
  ['122', shapes.collectionsSchema, {}],
  ['125', shapes.collectionSchema, { ...collection, alias: 'a', media_types: ['application/a'] }],
  ['227', shapes.envelopeSchema, { more: true, next: 'n', objects: [indicator] }],
  ['228', shapes.envelopeSchema, { objects: [{ ...indicator, x_acme: null, labels: [] }] }],
  ['229', shapes.envelopeSchema, { more: false }],
  ['237', shapes.manifestSchema, { more: true, next: 'n', objects: [row] }],
  ['240', shapes.manifestSchema, {}],
  ['242', shapes.versionsSchema, { versions: [row.version] }],
  ['244', shapes.versionsSchema, {}],
  ['107', shapes.statusSchema, complete],
  ['111', shapes.statusSchema, { ...complete, request_timestamp: at, successes: [details] }],
  ['87', shapes.errorSchema, { title, http_status: '404', error_id: 'e', details: { a: 1 } }],
]

const misfits: [number: string, shape: z.ZodType, resource: object][] = [
  ['93', shapes.discoverySchema, {}],
  ['94', shapes.discoverySchema, { title, default: '/taxii2/a/', api_roots: ['/taxii2/b/'] }],
  ['94', shapes.discoverySchema, { title, default: '/taxii2/a/' }],
  ['95', shapes.discoverySchema, { title, api_roots: ['//hub.example/'] }],
  ['95', shapes.discoverySchema, { title, api_roots: ['/taxii2/a'] }],
  ['95', shapes.discoverySchema, { title, api_roots: ['http://hub.example/a/'] }],
  ['97', shapes.discoverySchema, { title, api_roots: [] }],
  ['100', shapes.apiRootSchema, { ...root, versions: ['2.1'] }],
  ['101', shapes.apiRootSchema, { ...root, max_content_length: 0 }],
  ['15', shapes.apiRootSchema, { ...root, max_content_length: '1' }],
  ['122', shapes.collectionsSchema, { collections: [] }],
  ['125', shapes.collectionSchema, { ...collection, id: '91a7b528-80eb-12ed-a74d-c6fbd5a26116' }],
  ['127', shapes.collectionSchema, { ...collection, media_types: [] }],
  ['14', shapes.collectionSchema, { ...collection, description: null }],
  ['229', shapes.envelopeSchema, { objects: [] }],
  ['192', shapes.envelopeSchema, { more: true, objects: [indicator] }],
  ['193', shapes.envelopeSchema, { more: false, next: 'n' }],
  ['196', shapes.envelopeSchema, { more: true, next: 1 }],
  ['192', shapes.manifestSchema, { more: true, objects: [row] }],
  ['16', shapes.manifestSchema, { objects: [{ ...row, date_added: '2026-01-31T12:00:00.123Z' }] }],
  ['193', shapes.versionsSchema, { next: 'n', versions: [row.version] }],
  ['106', shapes.statusSchema, { ...complete, status: 'failed' }],
  ['109', shapes.statusSchema, { ...complete, total_count: 2 }],
  ['109', shapes.statusSchema, { ...complete, successes: [details, details] }],
  ['110', shapes.statusSchema, { ...complete, failures: [] }],
  ['114', shapes.statusSchema, { ...complete, success_count: 0, pending_count: 1 }],
  ['113', shapes.statusSchema, { ...complete, request_timestamp: '2026-01-31T12:00:00Z' }],
  [
    'B13',
    shapes.statusSchema,
    { ...complete, successes: [{ ...details, message: 'x'.repeat(257) }] },
  ],
  ['87', shapes.errorSchema, { http_status: '404' }],
  ['88', shapes.errorSchema, { title, http_status: 404 }],
  ['89', shapes.errorSchema, { title, details: 'text' }],
]

t.test('what the specification allows fits', async (t) => {
  for (const [number, shape, resource] of fits) {
    t.strictSame(shape.safeParse(resource).data, resource, `${number}: ${JSON.stringify(resource)}`)
  }
})

t.test('what it forbids does not', async (t) => {
  for (const [number, shape, resource] of misfits) {
    t.notOk(shape.safeParse(resource).success, `${number}: ${JSON.stringify(resource)}`)
  }
})
