// What a victim would not have told: its assets, the tokens that name it, and the ways in which one
// token comes to stand in a text. Knows no search and no hub.
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'

/** A text that names the victim; `core` is the part of it that no output may hold. */
export type VictimToken = {
  kind: 'domain' | 'mail' | 'name' | 'term' | 'number' | 'host' | 'address' | 'phone' | 'tenant'
  text: string
  core: string
  /** The dictionary lists this very value, so that its digests are known. */
  listed: boolean
}

const brands = 'kazehaya tsubamori minatogi hoshikura'.split(' ')
const zones = ['example', 'example.jp', 'test', 'co.example']
const domains = [...brands.flatMap((brand) => zones.map((zone) => `${brand}.${zone}`))]
const unicodeDomains = ['風早鉄道.example', 'ミナトギ.example', '燕森電力.test']

const terms = [
  ...['Kazehaya', 'Tsubamori', 'Minatogi', 'Hoshikura', 'KZHY', 'TBMR'],
  ...['Kazehaya Rail', 'Tsubamori Power', 'Minatogi Gas', 'Hoshikura Bank', 'Blue Kestrel-7'],
  ...['Operation Ginkgo', 'NEXSOL', 'Quillmark', 'Wavelane', 'Ortelius X', 'Fernhollow'],
  ...['カゼハヤ', 'ツバモリ', 'ミナトギ', 'ホシクラ', '風早鉄道', '燕森電力', '港木ガス'],
  ...['星倉銀行', '株式会社ミナトギ', '風早グループ', 'つばもり便', 'ほしくらアプリ', '銀杏作戦'],
]

const families: [string, string][] = [
  ['田中', 'Tanaka'],
  ['佐々木', 'Sasaki'],
  ['渡邊', 'Watanabe'],
  ['ヤマダ', 'Yamada'],
  ['小笠原', 'Ogasawara'],
]
const givens: [string, string][] = [
  ['太郎', 'Taro'],
  ['花子', 'Hanako'],
  ['健一', 'Kenichi'],
  ['さくら', 'Sakura'],
]
const pairs = families.flatMap((family) => givens.map((given) => [family, given] as const))
const names = pairs.flatMap(([family, given]) => [
  `${family[0]} ${given[0]}`,
  `${given[1]} ${family[1]}`,
])
const people = pairs.map(([family, given], i) =>
  `${given[1]}.${family[1]}@${domains[i % domains.length]}`.toLowerCase(),
)
const privateMailboxes = ['t.tanaka.77@gmail.com', 'hanako-s@yahoo.co.jp', 'kenichi_w@outlook.com']

const hosts = [
  ...Array.from({ length: 16 }, (_, i) => `KZDC${String(i + 1).padStart(2, '0')}`),
  ...['TBMR-FS01', 'TBMR-SQL02', 'MINATO-AD', 'HOSHI-EXCH1', 'PLC-YARD7', 'SCADA-HMI3'],
  ...['dc01.kazehaya.local', 'files.tsubamori.corp'],
]

const cidrs = ['203.0.113.0/24', '198.51.100.64/26', '2001:db8:77::/48', '192.0.2.5']
const addresses = [
  ...Array.from({ length: 16 }, (_, i) => `203.0.113.${7 + i * 11}`),
  ...Array.from({ length: 8 }, (_, i) => `198.51.100.${64 + i * 7}`),
  ...['192.0.2.5', '2001:db8:77::1', '2001:db8:77:12::ab:1', '::ffff:203.0.113.7'],
]

/** 13 digits with the check digit of 法人番号. */
const numberOf = (base: string): string => {
  const sum = [...base].reverse().reduce((total, d, i) => total + Number(d) * (1 + (i % 2)), 0)
  return `${9 - (sum % 9)}${base}`
}
const numbers = Array.from({ length: 10 }, (_, i) =>
  numberOf(`0${110_001_234_567 + i * 7919}`.slice(-12)),
)

const prefixes = ['03-6123', '06-7711', '+81-45-999', '0120-889']
const phones = [
  ...['03-6123-4567', '03-6123-8901', '06-7711-0001', '045-999-1234', '0120-889-123'],
  ...['+81-3-6123-4567', '+81 45 999 7777'],
]

const tenants = Array.from({ length: 8 }, (_, i) => {
  const hex = createHash('md5').update(`tenant ${i}`).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
})

/** What the victim enters into its dictionary. */
export const victimAssets = {
  domains: [...domains, ...unicodeDomains],
  mail_domains: ['mail-kazehaya.example'],
  cidrs,
  terms,
  corporate_numbers: numbers,
  hosts,
  names: [...names, ...privateMailboxes],
  phone_prefixes: prefixes,
  tenants,
}

const tokensOf = (kind: VictimToken['kind'], texts: string[], listed: boolean): VictimToken[] =>
  texts.map((text) => ({ kind, text, core: text, listed }))

/** More than 200 texts that name the victim, of every kind of asset. */
export const victimTokens: readonly VictimToken[] = [
  ...tokensOf('domain', [...domains, ...unicodeDomains], true),
  ...domains.map((core, i): VictimToken => {
    const text = `${['mail', 'vpn', 'dc01.ad', 'jira.intra'][i % 4]}.${core}`
    return { kind: 'domain', text, core, listed: false }
  }),
  ...people.map(
    (text): VictimToken => ({ kind: 'mail', text, core: text.split('@')[1]!, listed: false }),
  ),
  ...tokensOf('mail', ['info@kazehaya.example', 'soc@tsubamori.test'], true),
  ...tokensOf('mail', privateMailboxes, true),
  ...tokensOf('name', names, true),
  ...tokensOf('term', terms, true),
  ...tokensOf('number', numbers, true),
  ...tokensOf('host', hosts, true),
  ...tokensOf('address', addresses, false),
  ...tokensOf('phone', phones, false),
  ...tokensOf('tenant', tenants, true),
]

const everySign = (text: string, write: (sign: string) => string): string =>
  [...text].map(write).join('')

const wide = (sign: string): string =>
  /[!-~]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign

const octets = (text: string): string[] =>
  [...Buffer.from(text)].map((octet) => octet.toString(16).padStart(2, '0'))

const swapKana = (text: string): string =>
  text.replace(/[\u3041-\u3096\u30a1-\u30f6]/g, (kana) => {
    const code = kana.charCodeAt(0)
    return String.fromCharCode(code < 0x30a0 ? code + 0x60 : code - 0x60)
  })

const halfKana: Record<string, string> = Object.fromEntries(
  [
    ...'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
  ].map((kana, i) => [kana, 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ'[i]!]),
)
const narrow = (text: string): string =>
  everySign(text.normalize('NFD'), (sign) =>
    sign === '\u3099' ? 'ﾞ' : sign === '\u309a' ? 'ﾟ' : (halfKana[sign] ?? sign),
  ).normalize('NFC')

const digest = (algorithm: string) => (text: string) =>
  createHash(algorithm).update(text).digest('hex')

type Obfuscation = {
  name: string
  write: (text: string) => string
  only?: (token: VictimToken) => boolean
}

const hasDot = ({ text, kind }: VictimToken): boolean =>
  text.includes('.') && ['domain', 'mail', 'address'].includes(kind)
const isHost = (token: VictimToken): boolean => hasDot(token) && token.kind !== 'mail'
const isListed = ({ listed }: VictimToken): boolean => listed
const isWord = ({ kind }: VictimToken): boolean => kind === 'term' || kind === 'name'

const obfuscations: readonly Obfuscation[] = [
  { name: 'plain', write: (text) => text },
  { name: 'full width', write: (text) => everySign(text, wide) },
  { name: 'mixed width', write: (text) => [...text].map((s, i) => (i % 2 ? wide(s) : s)).join('') },
  { name: 'half-width kana', write: narrow, only: isWord },
  { name: 'zero width', write: (text) => [...text].join('\u200b') },
  { name: 'soft hyphen', write: (text) => [...text].join('\u00ad') },
  { name: 'spaced', write: (text) => [...text].join(' ') },
  { name: 'upper', write: (text) => text.toUpperCase() },
  { name: 'lower', write: (text) => text.toLowerCase() },
  { name: 'kana swap', write: swapKana, only: isWord },
  { name: 'punycode', write: domainToASCII, only: ({ kind }) => kind === 'domain' },
  {
    name: 'defanged',
    write: (text) => text.replaceAll('.', '[.]').replace('@', '[@]'),
    only: hasDot,
  },
  {
    name: 'in words',
    write: (text) => text.replaceAll('.', ' dot ').replace('@', ' at '),
    only: hasDot,
  },
  {
    name: 'hxxp',
    write: (text) => `hxxps://${text.replaceAll('.', '[.]')}/index.html`,
    only: isHost,
  },
  {
    name: 'percent',
    write: (text) =>
      everySign(text, (s) =>
        octets(s)
          .map((o) => `%${o}`)
          .join(''),
      ),
  },
  {
    name: 'percent twice',
    write: (text) =>
      everySign(text, (s) =>
        octets(s)
          .map((o) => `%25${o}`)
          .join(''),
      ),
  },
  { name: 'entities', write: (text) => everySign(text, (s) => `&#${s.codePointAt(0)};`) },
  {
    name: 'hex entities',
    write: (text) => everySign(text, (s) => `&#x${s.codePointAt(0)!.toString(16)};`),
  },
  { name: 'base64', write: (text) => Buffer.from(text).toString('base64') },
  { name: 'base64url', write: (text) => Buffer.from(text).toString('base64url') },
  {
    name: 'base64 twice',
    write: (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  },
  { name: 'hex', write: (text) => octets(text).join('') },
  { name: 'spaced hex', write: (text) => octets(text).join(' ') },
  {
    name: 'unicode escapes',
    write: (text) =>
      text.replace(/[\s\S]/g, (s) => `\\u${s.charCodeAt(0).toString(16).padStart(4, '0')}`),
  },
  {
    name: 'octet escapes',
    write: (text) =>
      octets(text)
        .map((o) => `\\x${o}`)
        .join(''),
  },
  { name: 'MD5', write: digest('md5'), only: isListed },
  { name: 'SHA-1', write: digest('sha1'), only: isListed },
  { name: 'SHA-256', write: digest('sha256'), only: isListed },
]

/** The ways one token is written that change it, each named. */
export const obfuscate = (token: VictimToken): { name: string; text: string }[] =>
  obfuscations
    .filter(({ only }) => only === undefined || only(token))
    .map(({ name, write }) => ({ name, text: write(token.text) }))
    .filter(({ name, text }) => name === 'plain' || text !== token.text)

/** Hosts that an attacker made to be taken for the victim's: theirs, whatever they look like. */
export const lookAlikes: readonly string[] = brands.flatMap((brand) => [
  `${brand}-login.example`,
  `login-${brand}.test`,
  `secure.${brand}-support.top`,
  `${brand}.example.evil.test`,
  `${brand}.example-verify.test`,
  `my${brand}.example`,
  `${brand}s.example`,
  `${brand}.top`,
  `www.${brand}.xyz`,
  `${brand}example.test`,
  `mail.${brand}.example.phish.test`,
  `${brand}-${brand}.shop`,
])
