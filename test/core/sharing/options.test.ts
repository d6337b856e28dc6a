// What a submission may ask for in `x_sekisho_sharing`, and how it is told what is wrong.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import t from 'tap'
import { schemasFolder } from '../../../scripts/schemas.ts'
import { only } from '../../../src/core/sharing/audience.ts'
import { consents, reachesConsent, stricterConsent } from '../../../src/core/sharing/consent.ts'
import { parseDuration } from '../../../src/core/sharing/duration.ts'
import {
  type Directory,
  noOptions,
  parseOptions,
  type ResolvedOptions,
  type SharingOptions,
} from '../../../src/core/sharing/options.ts'
import { aheadMax, resolveOptions } from '../../../src/core/sharing/resolve-options.ts'
import { parsePosition } from '../../../src/core/taxii/position.ts'
import { now } from './markings.ts'

const full: SharingOptions = {
  consent: 'group',
  victim_consent: true,
  authorities: ['government', 'regulator'],
  exclude: ['bolt'],
  community: true,
  public: true,
  addressed: 'sector(transport)',
  recipients: ['taro@acme'],
  not_before: '2026-06-02T00:00:00Z',
  not_after: '2026-07-02T00:00:00.5Z',
  stages: [
    { to: 'members', not_before: '2026-06-03T00:00:00Z', not_after: '2026-06-04T00:00:00Z' },
    { to: 'community', after: 'P7D' },
    { to: 'public', on: 'patch-available' },
  ],
  on_behalf_of: 'shop',
  purpose: '注意喚起のため',
  tearline: true,
  profile: 'P2',
  approval: true,
}

const check = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(schemasFolder, 'sekisho-1', 'sharing.json'), 'utf8')),
)

t.strictSame(parseOptions(full), { ok: true, options: full }, 'everything at once')
t.strictSame(parseOptions({}), { ok: true, options: {} }, 'and nothing at all')
t.ok(check(full) && check({}), 'so says the schema')

const many = (count: number, make: (nth: number) => unknown) =>
  Array.from({ length: count }, (_, nth) => make(nth))
const stages = (...list: object[]) => ({ stages: list })

/** `schema`: whether the schema alone can say so. */
type Wrong = [value: unknown, message: string | RegExp, schema: boolean]

const wrong: Wrong[] = [
  [7, '`x_sekisho_sharing` must be a map, not a number', true],
  [null, /^`x_sekisho_sharing` must be a map/, true],
  [[], '`x_sekisho_sharing` must be a map, not a list', true],
  [{ excluded: [] }, /^unknown key `excluded`; known are `consent`, .*`approval`$/, true],
  [{ consent: 'all' }, /^`consent` must be one of `none`, .*, not `all`$/, true],
  [{ victim_consent: 'yes' }, '`victim_consent` must be `true` or `false`, not text', true],
  [{ authorities: ['police'] }, /^`authorities\[0\]` must be one of `government`/, true],
  [
    { authorities: ['regulator', 'regulator'] },
    '`authorities[1]` `regulator` is there twice',
    false,
  ],
  [{ exclude: 'bolt' }, '`exclude` must be a list, not text', true],
  [{ exclude: ['Bolt'] }, /^`exclude\[0\]` must be 1 to 63 of a-z/, true],
  [{ exclude: many(257, (nth) => `o${nth}`) }, '`exclude` must have at most 256 entries', true],
  [{ community: 1 }, '`community` must be `true` or `false`, not a number', true],
  [{ public: 'no' }, '`public` must be `true` or `false`, not text', true],
  [{ addressed: '' }, '`addressed` must not be empty', true],
  [{ addressed: 'a'.repeat(4_001) }, '`addressed` must be at most 4000 characters', true],
  [{ recipients: ['taro'] }, '`recipients[0]` must name a person as `person@organisation`', true],
  [
    { recipients: many(65, (nth) => `p${nth}@o`) },
    '`recipients` must have at most 64 entries',
    true,
  ],
  [{ not_before: '2026-06-02' }, /^`not_before` must be an RFC 3339 time in UTC/, true],
  [{ not_before: '2026-06-02T00:00:00+09:00' }, /^`not_before` must be an RFC 3339 time/, true],
  [{ not_after: '2026-02-30T00:00:00Z' }, '`not_after` must be a time that exists', false],
  [{ not_after: '0000-01-01T00:00:00Z' }, '`not_after` must be a time that exists', false],
  [stages({ to: 'owner' }), /^`stages\[0\]\.to` must be one of `members`/, true],
  [stages({}), /^`stages\[0\]\.to` must be one of `members`/, true],
  [stages({ to: 'public', until: 1 }), /^`stages\[0\]`: unknown key `until`; known are `to`/, true],
  [stages({ to: 'public', after: '7 days' }), /^`stages\[0\]\.after` must be an ISO 8601/, true],
  [stages({ to: 'public', after: 'P' }), /^`stages\[0\]\.after` must be an ISO 8601/, true],
  [stages({ to: 'public', after: 'P1DT' }), /^`stages\[0\]\.after` must be an ISO 8601/, true],
  [stages({ to: 'public', on: 'review' }), /^`stages\[0\]\.on` must not be `review`/, false],
  [stages({ to: 'public', on: 'approval' }), /^`stages\[0\]\.on` must not be `review`/, false],
  [
    stages({ to: 'public', after: 'P1D', not_before: '2026-06-02T00:00:00Z' }),
    '`stages[0].after` must not stand beside `not_before`: give one of them',
    false,
  ],
  [stages({ to: 'public' }, { to: 'public' }), '`stages[1].to` `public` is there twice', false],
  [{ stages: many(17, () => ({ to: 'public' })) }, '`stages` must have at most 16 entries', true],
  [{ on_behalf_of: 'X Y' }, /^`on_behalf_of` must be 1 to 63/, true],
  [{ purpose: 'a\nb' }, '`purpose` must be one line without control characters', true],
  [{ purpose: 'a'.repeat(501) }, '`purpose` must be at most 500 characters', true],
  [{ tearline: 1 }, '`tearline` must be `true` or `false`, not a number', true],
  [{ profile: 'P0' }, '`profile` must be one of `P1`, `P2`, `P3`, not `P0`', true],
  [{ approval: null }, /^`approval` must be `true` or `false`/, true],
]
for (const [value, message, schema] of wrong) {
  const parsed = parseOptions(value)
  const name = JSON.stringify(value)?.slice(0, 60)
  t.match(parsed, { ok: false, message }, name)
  t.match(parsed, { message: /^[a-z`][^\n]{0,254}[^.]$/ }, `${name}: one sentence`)
  t.equal(check(value), !schema, `${name}: the schema`)
}

const directory: Directory = {
  organisation: (name) => (['bolt', 'shop'].includes(name) ? `id of ${name}` : null),
  person: (name) =>
    name === 'taro@acme' ? { principal_id: 'taro', organisation_id: 'id of acme' } : null,
  group: () => null,
}
const resolve = (options: SharingOptions) => resolveOptions(options, directory, 'g1', now)

t.test('nothing asked is nothing resolved', async (t) => {
  t.strictSame(resolve({}), { ok: true, options: noOptions })
})

t.test(
  'what is kept from the community or the public is told from what is not asked',
  async (t) => {
    const options = { community: false, public: false, addressed: 'community' }
    t.match(resolve(options), { options: { community: false, public: false } })
  },
)

t.test('names become ids and times microseconds', async (t) => {
  const at = (text: string) => parsePosition(text)
  t.strictSame(resolve(full), {
    ok: true,
    options: {
      consent: 'group',
      victim_consent: true,
      authorities: ['government', 'regulator'],
      exclude: ['id of bolt'],
      community: true,
      public: true,
      addressed: only({ is: 'sector', sector: 'transport' }),
      recipients: [{ principal_id: 'taro', organisation_id: 'id of acme' }],
      not_before: at('2026-06-02T00:00:00Z'),
      not_after: at('2026-07-02T00:00:00.500000Z'),
      stages: [
        {
          to: 'members',
          opens: at('2026-06-03T00:00:00Z'),
          closes: at('2026-06-04T00:00:00Z'),
          on: null,
        },
        { to: 'community', opens: at('2026-06-08T12:00:00Z'), closes: null, on: null },
        { to: 'public', opens: null, closes: null, on: 'patch-available' },
      ],
      on_behalf_of: 'id of shop',
      purpose: '注意喚起のため',
      tearline: true,
      profile: 'P2',
      approval: true,
    },
  })
})

t.test('an expression may address the community and the public', async (t) => {
  const read = (addressed: string): Partial<ResolvedOptions> => {
    const resolved = resolve({ addressed })
    return resolved.ok ? resolved.options : {}
  }
  t.match(read('community'), { community: true, public: null })
  t.match(read('public'), { community: null, public: true })
})

const past = '2026-05-01T00:00:00Z'
const soon = '2026-06-02T00:00:00Z'
const far = '2031-06-02T12:00:00.000001Z'

const refusals: [options: SharingOptions, message: string][] = [
  [{ exclude: ['bolt', 'nobody'] }, '`exclude[1]` is nobody you can name here'],
  [{ recipients: ['hana@acme'] }, '`recipients[0]` is nobody you can name here'],
  [{ on_behalf_of: 'nobody' }, '`on_behalf_of` is nobody you can name here'],
  [{ addressed: 'org(nobody)' }, '`addressed`: character 1: cannot address `org(nobody)`'],
  [{ not_before: far }, '`not_before` must be at most five years ahead'],
  [{ not_after: past }, '`not_after` is over already'],
  [{ not_before: soon, not_after: soon }, '`not_after` must be later than what opens before it'],
  [stages({ to: 'public', after: 'P6Y' }), '`stages[0].after` must be at most five years ahead'],
  [
    stages({ to: 'public', not_before: far }),
    '`stages[0].not_before` must be at most five years ahead',
  ],
  [stages({ to: 'public', not_after: past }), '`stages[0].not_after` is over already'],
  [
    stages({ to: 'public', after: 'P2D', not_after: soon }),
    '`stages[0].not_after` must be later than what opens before it',
  ],
] as [SharingOptions, string][]
for (const [options, message] of refusals) {
  t.strictSame(resolve(options), { ok: false, message }, message)
}

t.test('times that are over hold nothing back', async (t) => {
  t.match(resolve({ not_before: past }), { ok: true, options: { not_before: null } })
  t.match(resolve({ not_before: '2031-06-02T12:00:00Z' }), { ok: true }, 'five years to the day')
  t.equal(parsePosition('2031-06-02T12:00:00Z'), now + aheadMax)
  t.match(resolve({ not_before: soon, not_after: '2026-06-02T00:00:00.000001Z' }), { ok: true })
})

t.test('a fault of the directory is no fault of the submission', async (t) => {
  const broken = {
    ...directory,
    organisation: () => {
      throw new Error('no connection')
    },
  }
  t.throws(() => resolveOptions({ exclude: ['bolt'] }, broken, 'g1', now), 'no connection')
})

const durations: [text: string, seconds: number | null][] = [
  ['PT1S', 1],
  ['PT1M', 60],
  ['PT24H', 86_400],
  ['P1D', 86_400],
  ['P1W', 7 * 86_400],
  ['P1M', 30 * 86_400],
  ['P1Y', 365 * 86_400],
  ['P1Y2M3W4DT5H6M7S', (365 + 60 + 21 + 4) * 86_400 + 5 * 3_600 + 6 * 60 + 7],
  ['P0D', 0],
  ['', null],
  ['P', null],
  ['PT', null],
  ['P1DT', null],
  ['-P1D', null],
  ['P1.5D', null],
  ['p1d', null],
  ['P1D\n', null],
]
for (const [text, seconds] of durations) {
  const wanted = seconds === null ? null : BigInt(seconds) * 1_000_000n
  t.equal(parseDuration(text), wanted, JSON.stringify(text))
}

t.test('consent: the stricter of two reaches no farther than either', async () => {
  const one = fc.constantFrom(...consents)
  fc.assert(
    fc.property(one, one, (a, b) => {
      const both = stricterConsent(a, b)
      return reachesConsent(a, both) && reachesConsent(b, both) && (both === a || both === b)
    }),
  )
})

t.test('whatever it is sent, it answers', async () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(full), 'else'), fc.jsonValue()),
      (value) => {
        const parsed = parseOptions(value)
        return parsed.ok ? check(value) : parsed.message.length > 0
      },
    ),
  )
})
