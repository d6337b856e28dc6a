// Content negotiation, TAXII 2.1 §3.1 and RFC 9110 §12.5.1. Numbers are the checklist's.

import fc from 'fast-check'
import t from 'tap'
import {
  acceptsContentType,
  acceptsTaxii,
  taxiiMediaType,
} from '../../../src/core/taxii/media-type.ts'

const stix = 'application/stix+json;version=2.1'

const accepts: [number: string, accept: string | undefined, expected: boolean][] = [
  ['37', taxiiMediaType, true],
  ['38', 'application/taxii+json; version=2.1', true],
  ['39', 'application/taxii+json', true],
  ['40', 'application/taxii+json;version="2.1"', true],
  ['41', 'Application/TAXII+JSON;Version=2.1', true],
  ['42', 'application/taxii+json;charset=utf-8;version=2.1', true],
  ['42', 'application/taxii+json;version=2.1;charset=utf-8', true],
  ['43', `${taxiiMediaType},${stix}`, true],
  ['43', `${taxiiMediaType}, ${stix}`, true],
  ['43', `${stix},${taxiiMediaType}`, true],
  ['43', `${stix}, ${taxiiMediaType}`, true],
  ['44', `application/vnd.oasis.taxii+json; version=2.0, ${taxiiMediaType}`, true],
  ['45', `text/html,${taxiiMediaType}`, true],
  ['46', 'text/html, application/taxii+json;version=2.1;q=0.1', true],
  ['46', 'application/taxii+json;q=0.001;version=2.1', true],
  ['47', 'application/taxii+json;version=2.1;q=0, */*', false],
  ['47', 'application/taxii+json;version=2.1;q=0.000', false],
  ['47', '*/*;q=0', false],
  ['47', 'application/*;q=0, */*', false],
  ['47', 'application/taxii+json;q=0, application/taxii+json;version=2.1', true],
  ['48', '*/*', true],
  ['48', 'application/*;q=0.8', true],
  ['49', undefined, true],
  ['49', '', true],
  ['50', 'text/html', false],
  ['50', 'application/xml', false],
  ['51', 'application/json', false],
  ['52', 'application/taxii+json;version=2.2', false],
  ['52', 'application/taxii+json;version=9.9', false],
  ['52', 'application/taxii+json;version=', false],
  ['52', 'application/taxii+json;version=2.10', false],
  ['53', 'application/vnd.oasis.taxii+json; version=2.0', false],
  ['53', 'application/vnd.oasis.taxii+json', false],
  ['54', 'application/vnd.oasis.taxii+json;version=2.1', true],
  ['55', stix, false],
  ['56', ';;;', false],
  ['56', 'application/', false],
  ['56', ',,,', false],
  ['56', '"', false],
  ['56', `application/taxii+json;version="2.1`, false],
  ['56', 'application/taxii+json;version=2.1;version=2.1', false],
  ['56', 'application/taxii+json;=2.1', false],
  ['56', 'application/taxii+json;q=2', false],
  ['56', 'application/taxii+json;q=-1', false],
  ['56', `;;;, ${taxiiMediaType}`, true],
  ['56', 'a/b;x="application/taxii+json;version=2.1,*/*"', false],
]

const contentTypes: [number: string, contentType: string | undefined, expected: boolean][] = [
  ['59', taxiiMediaType, true],
  ['60', 'application/taxii+json; version=2.1', true],
  ['60', 'application/taxii+json;version="2.1"', true],
  ['60', 'APPLICATION/TAXII+JSON;VERSION=2.1', true],
  ['60', 'application/taxii+json;version=2.1; charset=UTF-8', true],
  ['61', 'application/taxii+json', true],
  ['62', 'application/stix+json; version=2.1', true],
  ['62', 'application/stix+json', true],
  ['63', 'application/json', false],
  ['64', 'text/plain', false],
  ['64', 'application/x-www-form-urlencoded', false],
  ['64', 'multipart/form-data; boundary=x', false],
  ['65', undefined, false],
  ['65', '', false],
  ['66', 'application/taxii+json;version=2.0', false],
  ['66', 'application/taxii+json;version=9.9', false],
  ['66', 'application/stix+json;version=2.0', false],
  ['66', 'application/vnd.oasis.stix+json;version=2.0', false],
  ['66', 'application/vnd.oasis.taxii+json;version=2.0', false],
  ['10', `${taxiiMediaType};charset=utf-16`, false],
  ['B17', 'application/taxii+json;\tversion=2.1', false],
  ['B17', 'application/taxii+json\ta;version=2.1', false],
  ['B17', ` ${taxiiMediaType}`, false],
  ['B17', `${taxiiMediaType} `, false],
  ['B17', `${taxiiMediaType}, ${taxiiMediaType}`, false],
  ['B17', `${taxiiMediaType},application/json`, false],
  ['B17', `${taxiiMediaType};version=2.1`, false],
  ['B17', `${taxiiMediaType};version=2.0`, false],
  ['B17', `${taxiiMediaType};charset=utf-8;charset=utf-8`, false],
  ['B17', `${taxiiMediaType};q=1`, false],
  ['B17', 'application/taxii+json version=2.1', false],
  ['B17', 'application/taxii+jsonx', false],
  ['B17', '*/*', false],
  ['B17', 'garbage', false],
]

const plainHeaders = accepts.flatMap(([, accept]) =>
  accept && !accept.includes('"') ? [accept] : [],
)

t.test('an Accept header takes TAXII 2.1 or not', async (t) => {
  for (const [number, accept, expected] of accepts) {
    t.equal(acceptsTaxii(accept), expected, `${number}: ${accept}`)
  }
})

t.test('a Content-Type is an envelope or not', async (t) => {
  for (const [number, contentType, expected] of contentTypes) {
    t.equal(acceptsContentType(contentType), expected, `${number}: ${contentType}`)
  }
})

t.test('56, B18: any text gets an answer, long ones too', async (t) => {
  const piece = fc.constantFrom(
    ',',
    ';',
    '=',
    '"',
    '\\',
    ' ',
    '\t',
    'q',
    '0',
    '*/*',
    taxiiMediaType,
  )
  const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, (header) => {
      t.type(acceptsTaxii(header), 'boolean')
      t.type(acceptsContentType(header), 'boolean')
    }),
  )
  for (const unit of ['"', '\\"', ';', ',', '*/*;', 'a/b;c="']) {
    t.notOk(acceptsContentType(unit.repeat(8_192)))
    t.type(acceptsTaxii(unit.repeat(8_192)), 'boolean')
  }
})

t.test('adding ranges of other types never changes the answer', async (t) => {
  const foreign = fc.constantFrom('text/html', 'application/json;q=0.9', stix, ';;', 'text/*')
  const holds = (accepts: (header: string) => boolean) =>
    fc.check(
      fc.property(
        fc.constantFrom(...plainHeaders),
        fc.array(foreign, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (header, others, cut) => {
          const at = cut % (others.length + 1)
          const mixed = [...others.slice(0, at), header, ...others.slice(at)].join(', ')
          return accepts(mixed) === acceptsTaxii(header)
        },
      ),
    )
  t.notOk(holds(acceptsTaxii).failed)
  t.ok(holds((header) => acceptsTaxii(header.split(',')[0])).failed, 'positive control')
})
