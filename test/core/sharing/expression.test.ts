// What a text of `addressed` means, and what is wrong with one that means nothing.
import fc from 'fast-check'
import t from 'tap'
import {
  type Atom,
  type Audience,
  admits,
  anyone,
  intersect,
  only,
  printAudience,
  subtract,
  unite,
} from '../../../src/core/sharing/audience.ts'
import { parseExpression } from '../../../src/core/sharing/expression.ts'
import type { Directory } from '../../../src/core/sharing/options.ts'
import { anyClearance } from './clearances.ts'

const known = (prefix: string, names: string[]) => (name: string) =>
  names.includes(name) ? `${prefix}:${name}` : null
const person = known('p', ['taro@acme'])
const directory: Directory = {
  organisation: known('o', ['acme', 'bolt', 'bolt-rail']),
  person: (name) => {
    const principal_id = person(name)
    return principal_id === null ? null : { principal_id, organisation_id: 'o:acme' }
  },
  group: known('g', ['rail', 'energy']),
}
const read = (text: string) => parseExpression(text, directory, 'here')

const rail: Atom = { is: 'member', group: 'g:rail', level: 'consumer' }
const acme: Atom = { is: 'organisation', id: 'o:acme' }
const bolt: Atom = { is: 'organisation', id: 'o:bolt' }
const energy: Atom = { is: 'sector', sector: 'energy' }
const trusted: Atom = { is: 'member', group: 'here', level: 'trusted' }
const minus = (a: Audience, ...atoms: Atom[]): Audience =>
  atoms.map((atom) => only(atom)).reduce(subtract, a)

const table: [string, Audience, string?][] = [
  ['group(rail)', only(rail)],
  ['org(acme)', only(acme)],
  ['org( bolt-rail )', only({ is: 'organisation', id: 'o:bolt-rail' })],
  ['person(taro@acme)', only({ is: 'person', id: 'p:taro@acme' })],
  ['sector(energy)', only(energy)],
  ['sector(rail freight)', only({ is: 'sector', sector: 'rail freight' })],
  ['clearance(attribution)', only({ is: 'clearance', name: 'attribution' })],
  ['level>=trusted', only(trusted)],
  [' level >= 3 ', only(trusted)],
  ['level>=0', only({ ...trusted, level: 'observer' })],
  ['kind!=government', minus(anyone, { is: 'kind', kind: 'government' })],
  ['community', anyone, 'community'],
  ['public', anyone, 'public'],
  ['group(rail) & level>=trusted', only(rail, trusted)],
  ['group(rail)+org(acme)', unite(only(rail), only(acme))],
  ['group(rail) - org(bolt)', minus(only(rail), bolt)],
  ['group(rail)-org(bolt)-org(acme)', minus(only(rail), bolt, acme)],
  [
    'group(rail) & kind!=law-enforcement',
    minus(only(rail), { is: 'kind', kind: 'law-enforcement' }),
  ],
  ['org(acme) + group(rail) & sector(energy)', unite(only(acme), only(rail, energy))],
  [
    '(org(acme) + group(rail)) & sector(energy)',
    intersect(unite(only(acme), only(rail)), only(energy)),
  ],
  ['group(rail) - org(bolt) + org(bolt)', minus(only(rail), bolt)],
  ['(group(rail) - org(bolt)) + org(bolt)', unite(minus(only(rail), bolt), only(bolt))],
  ['group(rail) - (org(bolt) + org(acme))', minus(only(rail), bolt, acme)],
  ['group(rail) - (org(bolt) - sector(energy))', subtract(only(rail), minus(only(bolt), energy))],
  ['group(rail) - org(bolt) & sector(energy)', subtract(only(rail), only(bolt, energy))],
  ['org(acme) & org(bolt)', { any: [] }],
  ['community - org(bolt)', minus(anyone, bolt), 'community'],
  ['community & sector(energy)', only(energy), 'community'],
  ['group(rail) + community + public', anyone, 'community public'],
  ['group(rail) - community', { any: [] }],
  ['((((((((org(acme)))))))))', only(acme)],
]
t.test('a table of texts', async (t) => {
  for (const [text, audience, opened = ''] of table) {
    const found = read(text)
    if (!found.ok) t.fail(`${text}: ${found.message}`)
    else {
      t.equal(printAudience(found.audience), printAudience(audience), text)
      const words = [found.community ? 'community' : '', found.public ? 'public' : '']
      t.equal(words.join(' ').trim(), opened, `${text}: what it opens`)
    }
  }
})

const faults: [string, RegExp][] = [
  ['', /^character 1: expected `\(` or one of group, /],
  ['   ', /^character 4: expected/],
  ['group', /^character 6: expected `\(`$/],
  ['group(', /^character 7: expected a name$/],
  ['group()', /^character 7: expected a name$/],
  ['group( )', /expected/],
  ['group(rail', /^character 11: expected `\)`$/],
  ['group(rail))', /^character 12: expected `&`, `\+` or `-`$/],
  ['(group(rail)', /^character 13: expected `&`, `\+`, `-` or `\)`$/],
  ['group(rail) org(acme)', /^character 13: expected `&`/],
  ['group(rail) +', /^character 14: expected `\(` or one of/],
  ['group(rail) & & org(acme)', /^character 15: expected/],
  ['- org(acme)', /^character 1: expected/],
  [
    'grp(rail)',
    /^character 1: `grp` is none of group, org, person, sector, clearance, level, kind/,
  ],
  ['constructor(rail)', /^character 1: `constructor` is none of/],
  ['GROUP(rail)', /^character 1: expected/],
  ['group(mine)', /^character 1: cannot address `group\(mine\)`$/],
  ['org(acme) + org(hidden)', /^character 13: cannot address `org\(hidden\)`$/],
  ['person(taro)', /^character 1: cannot address `person\(taro\)`$/],
  ['level', /^character 6: expected `>=`$/],
  ['level>3', /^character 6: expected `>=`$/],
  ['level>=', /^character 8: expected a level$/],
  ['level>=5', /^character 8: `5` is no level: one of observer, consumer/],
  ['level>=1e0', /^character 8: `1e0` is no level/],
  ['level>=boss', /`boss` is no level/],
  ['kind=government', /^character 5: expected `!=`$/],
  ['kind!=', /^character 7: expected a kind/],
  ['kind!=king', /^character 7: `king` is no kind of organisation$/],
  ['public()', /^character 7: expected `&`/],
  [`${'('.repeat(9)}org(acme)${')'.repeat(9)}`, /too many parentheses/],
  [Array(65).fill('org(acme)').join('+'), /more than 64 words/],
  [
    Array.from(
      { length: 3 },
      (_, n) => `(${Array.from({ length: 9 }, (_, m) => `sector(${n}-${m})`).join('+')})`,
    ).join('&'),
    /too many combinations/,
  ],
  [
    `group(rail) - ${Array.from({ length: 9 }, (_, n) => `(sector(${n}) & sector(x${n}))`).join(' - ')}`,
    /too many combinations/,
  ],
]
t.test('what is wrong, and where', async (t) => {
  for (const [text, message] of faults) {
    const found = read(text)
    t.match(found, { ok: false, message }, text.slice(0, 60))
  }
})

t.test('a name that is not there and one that may not be known are answered alike', async (t) => {
  const strict: Directory = { ...directory, organisation: () => null }
  t.same(parseExpression('org(acme)', strict, 'here'), {
    ok: false,
    message: 'character 1: cannot address `org(acme)`',
  })
})

t.test('a broken directory is no fault of the text', async (t) => {
  const broken: Directory = {
    ...directory,
    organisation: () => {
      throw new TypeError('broken')
    },
  }
  t.throws(() => parseExpression('org(acme)', broken, 'here'), { message: 'broken' })
})

type Tree = { text: string; audience: Audience }
const leaf = fc.constantFrom<Tree>(
  ...table.slice(0, 11).map(([text, audience]) => ({ text, audience })),
)
const join = (a: Tree, sign: string, b: Tree): Tree => ({
  text: `(${a.text}) ${sign} (${b.text})`,
  audience: { '+': unite, '&': intersect, '-': subtract }[sign]!(a.audience, b.audience),
})
const anyTree: fc.Arbitrary<Tree> = fc
  .tuple(leaf, fc.array(fc.tuple(fc.constantFrom('+', '&', '-'), leaf), { maxLength: 5 }))
  .map(([first, rest]) => rest.reduce((tree, [sign, next]) => join(tree, sign, next), first))

t.test('a text means what its parts mean', async (t) => {
  const property = fc.property(anyTree, anyClearance, (tree, viewer) => {
    const found = read(tree.text)
    return (
      found.ok && admits(found.audience, viewer).admitted === admits(tree.audience, viewer).admitted
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 5_000 }))
})

t.test('any text is read or refused with a place', async (t) => {
  const tokens = fc.constantFrom(
    'org(acme)',
    'public',
    '(',
    ')',
    '&',
    '+',
    '-',
    ' ',
    'level',
    '>=',
    '1',
    'x',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(tokens, { maxLength: 12 }).map((list) => list.join('')),
  )
  const property = fc.property(text, (some) => {
    const found = read(some)
    return found.ok || /^character \d+: /.test(found.message)
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 6_000 }))
})
