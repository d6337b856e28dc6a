// What the columns of a table say, by their headings in Japanese and in English. Knows no row.
import type { ValueKind } from './value.ts'

export type Column =
  | { is: 'value'; kind: ValueKind | null }
  | { is: 'type' }
  | { is: 'description' }
  | { is: 'name' }
  | { is: 'from'; utcOffset: number | null }
  | { is: 'until'; utcOffset: number | null }
  | { is: 'confidence' }
  | { is: 'tlp' }
  | { is: 'labels' }
  | { is: 'unknown' }

const value = (kind: ValueKind | null): Column => ({ is: 'value', kind })

/** In one width and case, without what stands in brackets and without blanks and signs. */
export const foldHeading = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([][^)\]]*[)\]]/g, '')
    .replace(/[\s_\-:.・]/g, '')

const headings: readonly [string, Column][] = [
  ['indicator ioc iocs observable value indicatorvalue artifact artefact', value(null)],
  ['指標 インジケータ インジケーター 値 観測値 痕跡 侵害指標', value(null)],
  ['ip ipaddress ipaddr ipv4 ipv6 address srcip dstip c2ip ipアドレス', value('ipv4')],
  ['通信先ip 送信元ip 宛先ip 接続先ip', value('ipv4')],
  ['domain domainname fqdn host hostname ドメイン ドメイン名 ホスト名 ホスト', value('domain')],
  ['url uri link リンク 通信先url 接続先url', value('url')],
  ['hash filehash ハッシュ ハッシュ値', value(null)],
  ['md5 md5hash md5ハッシュ', value('MD5')],
  ['sha1 sha1hash sha1ハッシュ', value('SHA-1')],
  ['sha256 sha256hash sha256ハッシュ', value('SHA-256')],
  ['sha512 sha512hash', value('SHA-512')],
  ['ssdeep fuzzyhash', value('SSDEEP')],
  ['filename file ファイル名 ファイル 検体名', value('file-name')],
  [
    'email mail emailaddress sender from メール メールアドレス 送信元メールアドレス',
    value('email'),
  ],
  ['cve cveid 脆弱性 脆弱性番号', value('cve')],
  ['mac macaddress macアドレス', value('mac')],
  ['asn as as番号', value('asn')],
  ['registry registrykey レジストリ レジストリキー', value('registry-key')],
  ['type ioctype indicatortype kind category 種別 種類 タイプ 分類 区分', { is: 'type' }],
  ['description comment comments note notes details context', { is: 'description' }],
  ['説明 コメント 備考 概要 内容 詳細 メモ', { is: 'description' }],
  ['name title 名称 名前 件名 タイトル', { is: 'name' }],
  ['firstseen first detected date datetime time validfrom', { is: 'from', utcOffset: null }],
  [
    '初観測 初観測日時 検知日 検知日時 観測日 観測日時 日時 日付 発見日',
    { is: 'from', utcOffset: null },
  ],
  ['validuntil expires expiry expiration 有効期限 期限', { is: 'until', utcOffset: null }],
  ['confidence score certainty 信頼度 確度', { is: 'confidence' }],
  ['tlp tlplevel marking 共有範囲 取扱区分 tlp区分', { is: 'tlp' }],
  ['tag tags label labels タグ ラベル', { is: 'labels' }],
]

const columns = new Map(
  headings.flatMap(([words, column]) => words.split(' ').map((word) => [word, column] as const)),
)

const zones: readonly [RegExp, number][] = [
  [/jst|日本時間|\+09:?00/i, 9],
  [/utc|gmt|協定世界時|z\b/i, 0],
]

/** The column of a heading; null for a word that nobody knows. */
export const readHeading = (heading: string): Column | null => {
  const column = columns.get(foldHeading(heading))
  if (column === undefined) return null
  if (column.is !== 'from' && column.is !== 'until') return column
  const zone = zones.find(([pattern]) => pattern.test(heading.normalize('NFKC')))
  return { ...column, utcOffset: zone?.[1] ?? null }
}

const kinds: readonly [string, ValueKind][] = [
  ['ip ipv4 ipaddress ip-dst ip-src ipv4-addr ipアドレス c2', 'ipv4'],
  ['ipv6 ipv6-addr', 'ipv6'],
  ['domain hostname host fqdn domain-name ドメイン ホスト名', 'domain'],
  ['url uri link', 'url'],
  ['email mail email-addr メール メールアドレス', 'email'],
  ['md5', 'MD5'],
  ['sha1 sha-1', 'SHA-1'],
  ['sha256 sha-256', 'SHA-256'],
  ['sha512 sha-512', 'SHA-512'],
  ['ssdeep', 'SSDEEP'],
  ['cve vulnerability 脆弱性', 'cve'],
  ['asn as', 'asn'],
  ['mac', 'mac'],
  ['filename file-name file ファイル名', 'file-name'],
  ['registry regkey レジストリ', 'registry-key'],
]

const kindByWord = new Map(
  kinds.flatMap(([words, kind]) => words.split(' ').map((word) => [word, kind] as const)),
)

/** The kind of value that a cell of a type column says; null for another word. */
export const readType = (word: string): ValueKind | null => {
  const text = word.normalize('NFKC').toLowerCase().trim()
  return kindByWord.get(text) ?? kindByWord.get(foldHeading(text)) ?? null
}

const confidenceWords: readonly [RegExp, number][] = [
  [/^(?:高|high|確実|confirmed)$/i, 85],
  [/^(?:中|medium|med|moderate|probable)$/i, 50],
  [/^(?:低|low|suspected|疑い)$/i, 15],
]

/** A confidence of STIX, 0 to 100; null for what is none. */
export const readConfidence = (text: string): number | null => {
  const word = text.normalize('NFKC').trim().replace(/%$/, '')
  const number = /^\d{1,3}$/.test(word) ? Number(word) : null
  if (number !== null) return number <= 100 ? number : null
  return confidenceWords.find(([pattern]) => pattern.test(word))?.[1] ?? null
}
