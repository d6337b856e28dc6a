// C-26 to C-38 of the worked cases: an attacker's indicator intact, flagged or absent; the victim
// and the source gone.
import { createHash } from 'node:crypto'
import t from 'tap'
import { openIsac } from '../fixture/isac.ts'
import {
  besidesIdentities,
  dated,
  identityOfA,
  idOf,
  indicator,
  observable,
  relationship,
  type Thing,
  tlp,
} from '../fixture/isac-object.ts'
import { expectNothing, readAll } from './expect.ts'

const isac = await openIsac(t)
const { as } = isac

/** What clients see that was added by a submission, by their credentials. */
const share = async (
  objects: Thing[],
  options: object = {},
  viewers: string[] = ['b', 'x'],
): Promise<Map<string, Thing[]>> => {
  const marks = new Map<string, string | undefined>()
  for (const who of viewers) {
    marks.set(who, (await as(who).manifest('limit=10000')).at(-1)?.date_added)
  }
  await as('a').share(objects, options)
  const shown = new Map<string, Thing[]>()
  for (const [who, mark] of marks) {
    const page = await as(who).poll(mark === undefined ? '' : `added_after=${mark}`)
    shown.set(who, besidesIdentities(page))
  }
  return shown
}

const idIn = (shown: Map<string, Thing[]>, who: string): string =>
  shown.get(who)?.[0]?.id ?? 'indicator--none'

const sha256 = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03'
const recipient = "email-message:to_refs[*].value = 'taro.tanaka@acme.example'"
const byHash = `file:hashes.'SHA-256' = '${sha256}'`

/** STIX's deterministic id of an SCO with these contributing properties (STIX 2.1 §2.9). */
const deterministic = (type: string, contributing: object): string => {
  const space = Buffer.from('00abedb4-aa42-466c-9c01-fed23315a9b7'.replaceAll('-', ''), 'hex')
  const digest = createHash('sha1')
    .update(Buffer.concat([space, Buffer.from(JSON.stringify(contributing))]))
    .digest()
    .subarray(0, 16)
  digest[6] = ((digest[6] as number) & 0x0f) | 0x50
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80
  const hex = digest.toString('hex')
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
  return `${type}--${parts.map(([from, to]) => hex.slice(from, to)).join('-')}`
}

t.test('C-26 the mailbox of a recipient', async (t) => {
  const value = 'taro.tanaka@acme.example'
  const ours = observable('email-addr', 'green', {
    id: deterministic('email-addr', { value }),
    value,
    display_name: 'Taro Tanaka',
  })
  const sender = 'boss@evil.example'
  const theirs = observable('email-addr', 'green', {
    id: deterministic('email-addr', { value: sender }),
    value: sender,
    display_name: 'Taro Tanaka',
  })
  const mail = observable('email-message', 'green', {
    is_multipart: false,
    subject: 'Invoice',
    from_ref: theirs.id,
    to_refs: [ours.id],
  })
  const bySender = `email-message:from_ref.value = '${sender}'`
  const from = indicator('green', { pattern: `[${recipient} AND ${bySender}]` })
  for (const [who, shown] of await share([ours, theirs, mail, from])) {
    const all = await readAll(as(who))
    t.notMatch(all, /tanaka|acme/i, who)
    for (const guess of [value, 'tanaka@acme.example', sender]) {
      t.notOk(all.includes(deterministic('email-addr', { value: guess })), 'no guess is confirmed')
    }
    const addresses = shown.filter(({ type }) => type === 'email-addr')
    t.match(addresses, [{ value: sender }], 'of the mailboxes the attacker’s alone')
    t.equal(addresses.length, 1)
    t.match(addresses[0]?.id, /^email-addr--.{8}-.{4}-4/, 'changed, so with an id of its own')
    const [letter] = shown.filter(({ type }) => type === 'email-message') as [Thing]
    t.equal(letter.from_ref, addresses[0]?.id)
    t.notOk('to_refs' in letter)
    const [pattern] = shown.filter(({ type }) => type === 'indicator') as [Thing]
    t.equal(pattern.pattern, `[${bySender}]`)
  }
})

t.test('C-27 a recipient and a subject', async (t) => {
  const object = indicator('green', {
    pattern: `[${recipient} AND email-message:subject = 'Invoice']`,
  })
  for (const [who, shown] of await share([object])) {
    t.same(shown, [], `${who}: what is left would match anything`)
    await expectNothing(t, as(who), object.id)
  }
})

const flagOf = ({ extensions }: Thing): string => JSON.stringify(extensions ?? null)

t.test('C-28 a recipient and a hash', async (t) => {
  const object = indicator('green', { pattern: `[${recipient}] AND [${byHash}]`, confidence: 80 })
  for (const [who, [seen]] of await share([object])) {
    t.match(seen, { pattern: `[${byHash}]` }, who)
    t.match(flagOf(seen as Thing), /generalises/)
    t.not(seen?.id, object.id)
    t.ok((seen?.confidence as number) < 80, 'less sure of it')
  }
})

t.test('C-29 an address of the attacker or one of the victim', async (t) => {
  const c2 = "ipv4-addr:value = '203.0.113.99'"
  const object = indicator('green', {
    pattern: `[${c2}] OR [ipv4-addr:value = '198.51.100.9']`,
  })
  for (const [who, [seen]] of await share([object])) {
    t.equal(seen?.pattern, `[${c2}]`, who)
    t.match(flagOf(seen as Thing), /narrows/)
    t.notMatch(JSON.stringify(seen), /198\.51/)
  }
})

t.test('C-30 a domain that looks like the victim’s', async (t) => {
  const pattern = "[domain-name:value = 'acme-login.example']"
  const [plain, consented] = [indicator('green', { pattern }), indicator('green', { pattern })]
  const shown = await share([plain])
  t.match(shown.get('b'), [{ pattern }], 'intact for members, who may infer the victim')
  t.same(shown.get('x'), [], 'absent further out')
  await expectNothing(t, as('x'), idIn(shown, 'b'))
  const told = await share([consented], { victim_consent: true })
  for (const who of ['b', 'x']) {
    t.match(told.get(who), [{ pattern }], `${who}: intact where the victim consents`)
    t.notMatch(await readAll(as(who)), /REDACTED|VICTIM/, 'never cut')
  }
  for (const { id } of [plain, consented]) await as('a').remove(id)
})

t.test('C-31 a compromised site of a member', async (t) => {
  const pattern = "[url:value = 'https://www.delta.example/wp/gate.php']"
  const object = indicator('green', { pattern })
  const shown = await share([object], {}, ['b', 'c', 'd', 'x'])
  t.match(shown.get('d'), [{ pattern }], 'its owner is told')
  for (const who of ['b', 'c', 'x']) {
    t.same(shown.get(who), [], who)
    t.notMatch(await readAll(as(who)), /delta/)
    await expectNothing(t, as(who), idIn(shown, 'd'))
  }
})

t.test('C-33 a statement that names its source', async (t) => {
  const statement: Thing = {
    type: 'marking-definition',
    spec_version: '2.1',
    id: idOf('marking-definition'),
    created: '2026-01-01T00:00:00.000Z',
    created_by_ref: identityOfA,
    definition_type: 'statement',
    definition: { statement: '© 2026 ACME SOC' },
    object_marking_refs: [tlp.green],
  }
  const object = indicator('green', { object_marking_refs: [tlp.green, statement.id] })
  for (const [who, shown] of await share([statement, object])) {
    const [seen] = shown.filter(({ type }) => type === 'indicator') as [Thing]
    t.ok(seen, who)
    t.ok((seen.object_marking_refs as string[]).includes(tlp.green))
    const [generic] = shown.filter(({ type }) => type === 'marking-definition') as [Thing]
    t.match(generic?.definition, { statement: /./ })
    t.ok((seen.object_marking_refs as string[]).includes(generic?.id))
    t.notMatch(await readAll(as(who)), /acme/i)
  }
})

t.test('C-34 references to a ticket and to a CVE', async (t) => {
  const cve = { source_name: 'cve', external_id: 'CVE-2026-0001' }
  const object = indicator('green', {
    external_references: [
      { source_name: 'ticket', url: 'https://jira.acme.internal/browse/SOC-1' },
      cve,
    ],
  })
  for (const [who, [seen]] of await share([object])) t.same(seen?.external_references, [cve], who)
})

t.test('C-35 what tools add of their own', async (t) => {
  const object = indicator('green', {
    x_misp_orgc: 'somebody',
    x_opencti_creator: 'someone',
    extensions: {
      [idOf('extension-definition')]: { extension_type: 'property-extension', yes_no: 1 },
    },
  })
  for (const [who, [seen]] of await share([object])) {
    t.ok(seen, who)
    t.same(
      Object.keys(seen ?? {}).filter((name) => /^x_|extensions/.test(name)),
      [],
    )
    t.notMatch(await readAll(as(who)), /x_misp|x_opencti|somebody|someone/)
  }
})

t.test('C-36 a translation of what is redacted', async (t) => {
  const object = indicator('green', {
    description: 'secret words',
    granular_markings: [{ marking_ref: tlp.red, selectors: ['description'] }],
  })
  const translation = (contents: object): Thing =>
    dated('language-content', 'green', {
      object_ref: object.id,
      contents: { ja: contents },
    })
  const both = translation({ description: '秘密の言葉', name: '標識' })
  const single = translation({ description: '秘密の言葉' })
  const shown = (await share([object, both, single])).get('b') as Thing[]
  const [seen] = shown.filter(({ type }) => type === 'indicator') as [Thing]
  const translations = shown.filter(({ type }) => type === 'language-content')
  t.match(translations, [{ object_ref: seen.id, contents: { ja: { name: '標識' } } }])
  t.equal(translations.length, 1, 'an empty one is hidden')
  t.notMatch(await readAll(as('b')), /秘密|secret words/)
})

t.test('C-37 the identity of the victim in a bundle', async (t) => {
  const victim = dated('identity', 'green', {
    id: identityOfA,
    name: 'ACME K.K.',
    identity_class: 'organization',
    sectors: ['transportation'],
  })
  const object = indicator('green')
  const link = relationship('green', [object.id, 'targets', victim.id])
  for (const [who, shown] of await share([victim, object, link])) {
    t.same(
      shown.map(({ type }) => type),
      ['indicator'],
      who,
    )
    t.not(shown[0]?.created_by_ref, identityOfA)
    const creator = await as(who).find(shown[0]?.created_by_ref as string)
    t.equal(creator.length, 1, 'who is named instead is there')
    const all = await readAll(as(who))
    t.notMatch(all, /acme/i)
    t.notOk(all.includes(identityOfA))
    await expectNothing(t, as(who), victim.id)
  }
})

const base64 = Buffer.from('https://www.acme.example/login').toString('base64')
const disguises: [string, string, RegExp][] = [
  ['full width', 'seen at ＡＣＭＥ', /ＡＣＭＥ/],
  ['spaced and zero width', 'seen at a\u200b c\u200b m\u200b e', /a.?.?c.?.?m.?.?e/],
  ['zero width', 'seen at AC\u200bME', /AC.?ME/],
  ['punycode', 'seen at www.アクメ.example, www.xn--cck0a4k.example', /xn--cck0a4k|アクメ/],
  ['kana', 'アクメ社で検知、ｱｸﾒ', /アクメ|ｱｸﾒ/],
  ['defanged', 'hxxps://www[.]acme[.]example/login', /acme/],
  ['base64', `payload ${base64}`, new RegExp(base64)],
  ['hex', `payload ${Buffer.from('www.acme.example').toString('hex')}`, /7777772e61636d65/],
]

t.test('C-38 the victim in disguise', async (t) => {
  for (const [name, description, token] of disguises) {
    const object = indicator('green', { description, name: 'disguised' })
    for (const [who, shown] of await share([object])) {
      for (const seen of shown) {
        t.notMatch(JSON.stringify(seen), token, `${name}, ${who}`)
        if (who === 'x') t.notMatch(JSON.stringify(seen), /disguised/)
      }
      if (shown.length === 0) await expectNothing(t, as(who), object.id)
    }
  }
})
