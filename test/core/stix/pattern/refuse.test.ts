// Texts that are no patterns of STIX 2.1: where the fault is shown, and how it is told. The shapes
// are those that the reference validator is tested with, and more.
import t from 'tap'
import { parsePattern } from '../../../../src/core/stix/pattern/parse.ts'

const md5 = '00112233445566778899aAbBcCdDeEfF'

// Test names stand on one line.
const printable = (text: string): string => text.replace(/[^ -~]/g, '·')

/** The text, with a mark where the fault is shown. */
const mark = '▶'

const invalid: Record<string, [string, RegExp][]> = {
  '359 shapes that the reference validator refuses': [
    ['▶file:size = 12', /square brackets/],
    ['[file:size = ▶]', /constant/],
    [`[file:hashes.MD5 = ▶${md5}]`, /zeros/],
    [`[file:hashes.MD5 = ▶a${md5}]`, /apostrophes/],
    ['[file▶.size = 12]', /`:` after the object type/],
    ['[file:name MATCHES ▶/.*\\.dll/]', /U\+002F/],
    ["[x:y = 'z'] WITHIN ▶]", /positive number/],
    ["[x:y = 'z'] WITHIN 5 ▶HOURS", /`SECONDS`/],
    ["[x:y = 'z'] WITHIN 5 ▶MINUTES", /`SECONDS`/],
    ["[x:y = 'z'] WITHIN ▶-5 SECONDS", /positive/],
    ['[x:dst_ref.value ISSUBSET ▶]', /string/],
    [`[file:hashes.MD5 =▶? '${md5}']`, /U\+003F/],
    ["[x:y == ▶t'2457-73-22T32:81:84.1Z']", /time/],
    ["[x:y = ▶b'====']", /base64/],
    ['[x:y=1] ▶within 2 seconds', /write `WITHIN`/],
    ["[file:hashes.'SHA-256' = ▶'f00']", /`f00` is not a valid SHA-256 hash/],
    ["[x:y = 'z'] WITHIN 5 SECONDS ▶WITHIN 6 SECONDS", /twice/],
    ["([x:y = 'z'] REPEATS 2 TIMES ▶REPEATS 3 TIMES)", /twice/],
    [
      "[x:y = 1] START t'2025-01-01T00:00:00Z' STOP t'2025-01-02T00:00:00Z' ▶START t'2025-01-01T00:00:00Z' STOP t'2025-01-02T00:00:00Z'",
      /twice/,
    ],
    ...[
      ...['2025-13-01T00:00:00Z', '2025-00-01T00:00:00Z', '2025-01-32T00:00:00Z'],
      ...['2025-01-00T00:00:00Z', '2025-01-01T24:00:00Z', '2025-01-01T00:60:00Z'],
      ...['2025-01-01T00:00:61Z', '2025-01-01T00:00:00', '2025-01-01 00:00:00Z', 'soon'],
      ...['2025/01/01T00:00:00Z', '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00.Z', ''],
    ].map((text): [string, RegExp] => [`[x:y = ▶t'${text}']`, /time/]),
  ],
  '359 keywords and qualifiers': [
    ['[x:y ▶in (1)]', /write `IN`/],
    ['[x:y = 1 ▶and x:y = 2]', /write `AND`/],
    ['[x:y = ▶True]', /write `true`/],
    ['[x:y = 1] REPEATS ▶0 TIMES', /positive integer/],
    ['[x:y = 1] REPEATS ▶1.5 TIMES', /positive integer/],
    ['[x:y = 1] REPEATS ▶-1 TIMES', /positive integer/],
    ['[x:y = 1] REPEATS 2▶', /`TIMES` but found the end/],
    ['[x:y = 1] WITHIN ▶0 SECONDS', /positive/],
    ['[x:y = 1] WITHIN ▶0.00 SECONDS', /positive/],
    ['[x:y = 1] WITHIN 1▶e3 SECONDS', /`SECONDS`/],
    ["[x:y = 1] START ▶'2025-01-01T00:00:00Z' STOP t'2025-01-02T00:00:00Z'", /timestamp/],
    ["[x:y = 1] START t'2025-01-01T00:00:00Z'▶", /`STOP`/],
    ["[x:y = 1] START t'2025-01-01T00:00:00Z' STOP ▶5", /timestamp/],
    ['[x:y = 1] ▶[x:y = 2]', /observation operator/],
    ['[x:y = 1] AND ▶x:y = 2', /square brackets/],
    ['[x:y = 1 ▶FOLLOWEDBY x:y = 2]', /`AND`, `OR`/],
    ['▶NOT [x:y = 1]', /square brackets/],
    ['([x:y = 1]▶', /`\)`/],
    ['[x:y = 1]▶)', /end of the pattern/],
    ['[x:y = 1▶', /`\]`/],
    ['▶', /square brackets/],
    ['  ▶', /square brackets/],
    ['[▶]', /object path/],
    ['(▶)', /square brackets/],
    ['[x:y = 1] ▶/* why', /comment/],
  ],
  '360 object paths': [
    ['[x:▶y-z = 1]', /write `'y-z'`/],
    ['[x:y.▶IN = 1]', /keyword/],
    ['[▶IN:y = 1]', /object path/],
    ["[▶'x':y = 1]", /object path/],
    ['[x▶ = 1]'.replace('▶ ', ' ▶'), /`:`/],
    ['[x:▶[0] = 1]', /property name/],
    ['[x:y[▶-1] = 1]', /list index/],
    ['[x:y[▶+1] = 1]', /list index/],
    ['[x:y[▶1.5] = 1]', /list index/],
    ['[x:y[▶] = 1]', /list index/],
    ['[x:y[0▶ = 1]'.replace('▶ ', ' ▶'), /`\]`/],
    ['[x:y.▶ = 1]'.replace('▶ ', ' ▶'), /property name/],
    ['[EXISTS ▶]', /object path/],
    ['[NOT ▶x:y = 1]', /`EXISTS` after a `NOT`/],
    ['[x:y NOT ▶EXISTS]', /operator/],
  ],
  '360 operators and constants': [
    ['[x:y ▶]', /operator/],
    ['[x:y ▶1]', /operator/],
    ['[x:y > ▶true]', /order/],
    ['[x:y LIKE ▶5]', /string/],
    ["[x:y MATCHES ▶h'00']", /string/],
    ["[x:y IN ▶'a']", /`\(`/],
    ["[x:y IN ('a' ▶'b')]", /`,` or `\)`/],
    ["[x:y IN ('a', ▶)]", /constant/],
    ["[x:y IN ('a', ▶5)]", /one type/],
    ["[x:y = ▶'a]", /not closed/],
    ["[x:y = 'a▶\\d']", /escapes/],
    ["[x:y = ▶h'abc']", /hexadecimal/],
    ["[x:y = ▶h'zz']", /hexadecimal/],
    ["[x:y = ▶h'00]", /not closed/],
    ["[x:y = ▶b'']", /base64/],
    ["[x:y = ▶b'QQ']", /base64/],
    ["[x:y = ▶b'Q===']", /base64/],
    ["[x:y = ▶b'QQ==QQ==']", /base64/],
    ['[x:y = ▶007]', /zeros/],
    ['[x:y = 1▶.]', /`\]`/],
    ['[x:y = ▶-]', /U\+002D/],
    ['[x:y = ▶"a"]', /U\+0022/],
    ['[x:y = ▶💥]', /U\+1F4A5/],
    ['[x:y = ▶\u0000]', /U\+0000/],
  ],
  '359 two object types under AND': [
    ['[a:b = 1 AND ▶c:d = 2]', /different object types/],
    ['[a:b = 1 AND a:c = 1 AND ▶d:e = 2 AND a:f = 3]', /different object types/],
    ['[a:b = 1 AND ▶(c:d = 2 OR e:f = 3)]'.replace('▶(', '(▶'), /different object types/],
    [
      '[x:y = 1] AND [x:y = 1 OR (a:b = 1 AND ▶c:d = 2)] WITHIN 5 SECONDS',
      /different object types/,
    ],
    ['[(a:b = 1 OR c:d = 2) AND a:e = 3 AND ▶c:f = 4]', /different object types/],
  ],
  '359 hash values': [
    ["[file:hashes.MD5 = ▶'zz112233445566778899aabbccddeeff']", /not a valid MD5/],
    [`[file:hashes.'SHA-1' IN ('${'a'.repeat(40)}', ▶'${'a'.repeat(39)}')]`, /not a valid SHA-1/],
    [`[x:extensions.'a-b'.hashes.'SHA-512' != ▶'${md5}']`, /not a valid SHA-512/],
    ["[file:hashes.sha256 = ▶'']", /not a valid sha256/],
    ['[file:hashes.MD5 = ▶5]', /written as a string/],
    [`[file:hashes.MD5 = ▶h'${md5}']`, /written as a string/],
  ],
}

for (const [name, cases] of Object.entries(invalid)) {
  t.test(name, async (t) => {
    for (const [marked, message] of cases) {
      const text = marked.replace(mark, '')
      const parsed = parsePattern(text)
      if (parsed.ok) {
        t.fail(`accepted: ${printable(text)}`)
        continue
      }
      t.equal(parsed.position, marked.indexOf(mark), `position of the fault in ${printable(text)}`)
      t.match(parsed.message, message)
    }
  })
}

t.test('357 a fault is told in the words of the house', async (t) => {
  const texts = Object.values(invalid).flatMap((cases) => cases.map(([text]) => text))
  const long = `[x:${'y-'.repeat(300)} = 1]`
  for (const text of [...texts, long, `[x:y ${'z'.repeat(1000)}]`]) {
    const parsed = parsePattern(text.replace(mark, ''))
    if (parsed.ok) t.fail(text)
    else t.match(parsed.message, /^(?=.{1,256}$)(?![A-Z]).*[^.]$/s)
  }
})
