// Content encodings of answers: checklist 28.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { chooseEncoding, compress } from '../../src/taxii/compress.ts'

t.test('the encoding is the one the client weighs most', async (t) => {
  const cases: [string | undefined, string | null][] = [
    [undefined, null],
    ['', null],
    ['identity', null],
    ['deflate', null],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['gzip;q=0, *', 'br'],
    ['*', 'br'],
    ['*;q=0', null],
    ['gzip;q=0.000', null],
    ['gzip;q=nonsense', 'gzip'],
    [';;;,,', null],
  ]
  for (const [header, expected] of cases) t.equal(chooseEncoding(header), expected, String(header))
})

t.test('what comes out is what went in', async (t) => {
  const body = Buffer.from(JSON.stringify(Array.from({ length: 2_000 }, (_, n) => `漢 ${n}`)))
  const br = await compress(body, 'br')
  const gzip = await compress(body, 'gzip')
  t.ok(br.length < body.length && gzip.length < body.length)
  t.ok(brotliDecompressSync(br).equals(body))
  t.ok(gunzipSync(gzip).equals(body))
})
