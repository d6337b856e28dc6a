// Why a note stands beside an object, and why something became none: closed lists, in the two
// languages of the console.

export type Words = { en: string; ja: string }

const notes = {
  defanged: { en: 'was written defanged', ja: '無害化表記を元に戻しました' },
  'documentation-address': {
    en: 'an address reserved for examples',
    ja: '文書用に予約されたアドレスです',
  },
  'unknown-ending': {
    en: 'its ending is not a registered one',
    ja: '登録されていないトップレベルドメインです',
  },
  'may-be-a-file': { en: 'may be the name of a file', ja: 'ファイル名の可能性があります' },
  'may-be-a-host': { en: 'may be the name of a host', ja: 'ホスト名の可能性があります' },
  'port-left-out': { en: 'the port is left out', ja: 'ポート番号は含めていません' },
  'name-only': { en: 'a file name alone says little', ja: 'ファイル名だけでは手がかりが弱い' },
  'tlp-from-text': { en: 'marked as the text says', ja: '本文の TLP 表記を付けました' },
  'tlp-unknown': { en: 'a TLP level nobody knows', ja: '不明な TLP 表記です' },
  'no-time-zone': { en: 'no time zone: read as UTC', ja: '時間帯がないため UTC とみなしました' },
  'not-a-time': { en: 'a time that cannot be read', ja: '読み取れない日時です' },
  'not-a-confidence': { en: 'a confidence that cannot be read', ja: '読み取れない信頼度です' },
  'not-for-detection': {
    en: 'MISP says it is not for detection',
    ja: 'MISP では検知用 (to_ids) ではありません',
  },
  'limited-distribution': {
    en: 'MISP limited whom it is for: choose the audience',
    ja: 'MISP で配布範囲が限られています。共有先を確認してください',
  },
  'made-by-another': {
    en: 'another organisation made the event',
    ja: '他の組織が作成したイベントです',
  },
  'new-id': { en: 'has no usable UUID: a new one', ja: '使える UUID がないため新しくしました' },
  warning: { en: 'taken with a warning', ja: '警告付きで受け付けられます' },
} as const satisfies Record<string, Words>

const rests = {
  prose: { en: 'no indicator in it', ja: '指標は見つかりませんでした' },
  'internal-address': { en: 'an internal address', ja: '内部アドレスです' },
  'internal-host': { en: 'an internal host name', ja: '内部のホスト名です' },
  'no-standard-object': {
    en: 'STIX has no standard object for it',
    ja: 'STIX に対応する標準オブジェクトがありません',
  },
  'unknown-column': { en: 'a column nobody knows', ja: '不明な列です' },
  heading: { en: 'the heading of the table', ja: '表の見出しです' },
  'not-recognised': { en: 'says nothing that is known', ja: '認識できませんでした' },
  'used-in-row': { en: 'belongs to a row without an indicator', ja: '指標のない行の値です' },
  'unknown-type': { en: 'a type nobody knows', ja: '不明な種別です' },
  'not-valid': { en: 'is not valid STIX 2.1', ja: 'STIX 2.1 として正しくありません' },
  'carries-a-file': { en: 'carries a file: send its hashes', ja: 'ファイルそのものは扱いません' },
  'same-again': { en: 'is there twice', ja: '重複しています' },
  deleted: { en: 'was deleted in MISP', ja: 'MISP で削除済みです' },
  source: { en: 'names who made it', ja: '作成元の情報です' },
  'too-deep': { en: 'is nested too deeply', ja: '入れ子が深すぎます' },
  'too-much': { en: 'is more than can be taken at once', ja: '一度に扱える量を超えています' },
} as const satisfies Record<string, Words>

export type NoteWord = keyof typeof notes
export type RestWord = keyof typeof rests

/** A note in both languages. */
export const wordNote = (word: NoteWord): Words => notes[word]

/** Why something became no object, in both languages. */
export const wordRest = (word: RestWord): Words => rests[word]
