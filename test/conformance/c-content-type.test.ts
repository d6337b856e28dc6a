// Checklist C: which Content-Type of a POST is taken.
import t from 'tap'
import { at, type Hub, startHub } from './bench.ts'
import { expectError, expectOk } from './expect.ts'
import { taxii } from './request.ts'
import { idOf, indicator } from './stix.ts'

let hub: Hub
t.before(async () => {
  hub = await startHub(t)
})

const envelope = () => JSON.stringify({ objects: [indicator()] })
const bundle = () => JSON.stringify({ type: 'bundle', id: idOf('bundle'), objects: [indicator()] })

// [name of the test, Content-Type, body, status]
const cases: [string, string | null, () => string, 202 | 415][] = [
  ['59 M the media type with its version', taxii, envelope, 202],
  ['60 Q a space before the version', 'application/taxii+json; version=2.1', envelope, 202],
  ['60 Q a quoted version', 'application/taxii+json;version="2.1"', envelope, 202],
  ['60 Q upper case', 'APPLICATION/TAXII+JSON;VERSION=2.1', envelope, 202],
  ['60 Q a charset', 'application/taxii+json;version=2.1;charset=utf-8', envelope, 202],
  [
    '60 Q a charset, quoted, first',
    'application/taxii+json; charset="UTF-8"; version=2.1',
    envelope,
    202,
  ],
  ['61 D no version', 'application/taxii+json', envelope, 202],
  ['62 Q a bundle as STIX', 'application/stix+json; version=2.1', bundle, 202],
  ['62 Q a bundle as STIX, no space', 'application/stix+json;version=2.1', bundle, 202],
  ['63 D plain JSON', 'application/json', envelope, 415],
  ['64 D text', 'text/plain', envelope, 415],
  ['64 D a form', 'application/x-www-form-urlencoded', envelope, 415],
  ['64 D a multipart form', 'multipart/form-data; boundary=x', envelope, 415],
  ['65 D none', null, envelope, 415],
  ['66 D version 2.0', 'application/taxii+json;version=2.0', envelope, 415],
  ['66 D version 9.9', 'application/taxii+json;version=9.9', envelope, 415],
  ['66 D the type of TAXII 2.0', 'application/vnd.oasis.stix+json;version=2.0', envelope, 415],
  ['67 D a wrong type with a broken body', 'text/plain', () => 'xx', 415],
]

for (const [name, contentType, body, status] of cases) {
  t.test(name, async (t) => {
    const answer = await hub.post(at('RW', 'objects/'), body(), { contentType })
    if (status === 202) {
      expectOk(t, answer, 202)
      t.equal(answer.json.success_count, 1)
    } else expectError(t, answer, 415)
  })
}
