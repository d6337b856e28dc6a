// Why a version waits for a person: a closed list, in the two languages of the console.

const checks = {
  'always-reviewed': {
    en: 'everything is reviewed in this collection',
    ja: 'このコレクションはすべて審査します',
  },
  'names-found': { en: 'it names the owner or its assets', ja: '提供元の名称や資産を含みます' },
  'secret-found': { en: 'it holds a password or a key', ja: 'パスワードや鍵を含みます' },
  'unknown-marking': { en: 'a marking is unknown here', ja: '解釈できないマーキングがあります' },
  'warning-list': { en: 'it is on a warning list', ja: '警告リストに載っています' },
  'internal-address': {
    en: 'it names an internal address or host',
    ja: '内部アドレスまたは内部ホスト名を含みます',
  },
  'low-confidence': { en: 'its confidence is low', ja: '信頼度が低い値です' },
  'refers-to-held': {
    en: 'it refers to something that waits for review',
    ja: '審査待ちのものを参照しています',
  },
} as const

export type CheckWord = keyof typeof checks

export const checkWords = Object.keys(checks) as CheckWord[]

/** Why, in both languages. */
export const wordCheck = (check: CheckWord): { en: string; ja: string } => checks[check]
