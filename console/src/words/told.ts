// What the hub says in sentences of its own, in the reader's language: a closed list of shapes. What
// is not among them stays in English, which is better than nothing.
import { checkWords, wordCheck } from '../../../src/core/review/words.ts'
import type { Language } from './both.ts'

type Shape = [RegExp, (...found: string[]) => string]

const checkInJapanese = new Map<string, string>(
  checkWords.map((check) => [wordCheck(check).en, wordCheck(check).ja]),
)

const listChecks = (found: string): string =>
  found
    .split('; ')
    .map((each) => checkInJapanese.get(each) ?? each)
    .join('、')

const shapes: Shape[] = [
  [/^held for review: (.*)$/s, (why) => `審査のため保留: ${listChecks(why ?? '')}`],
  [/^refused in review: (.*)$/s, (why) => `審査で差し戻し: ${why}`],
  [/^released in review$/, () => '審査を終えて共有済み'],
  [/^undone$/, () => '取り消し済み'],
  [
    /^only (\d+) organisations are in this group: the source can be guessed$/,
    (count) => `このグループは${count}組織だけなので、提供元が推測されるおそれがあります`,
  ],
  [
    /^times are shown to the second, as you give them$/,
    () => '日時は、入力されたとおり秒まで見えます',
  ],
  [/^`(.+)` is shown in your words$/, (name) => `\`${name}\` はあなたの文章のまま見えます`],
  [
    /^hardly anybody else in this group is of the sector `(.+)`$/,
    (sector) => `このグループで分野が \`${sector}\` の組織はほとんどありません`,
  ],
  [
    /^no TLP marking: taken as (TLP:\S+), the default here$/,
    (level) => `TLP の標識がないため、既定の ${level} として扱います`,
  ],
  [
    /^the markings contradict each other: read as (TLP:\S+)$/,
    (level) => `標識が矛盾しているため、${level} として扱います`,
  ],
  [
    /^a later version, (\S+), governs: .*$/,
    (version) => `後の版(${version})が優先されるため、そこで見えない相手には見えません`,
  ],
  [/^(\S+) is masked in part$/, (path) => `${path} の一部を伏せました`],
  [/^(\S+) is left out$/, (path) => `${path} を除きました`],
  [/^(\S+) is changed: it (.*)$/, (path, how) => `${path} を変更しました(${how})`],
  [/^revoked$/, () => '失効の知らせだけが届きます'],
]

const sayInJapanese = (sentence: string): string => {
  for (const [shape, say] of shapes) {
    const found = shape.exec(sentence)
    if (found !== null) return say(...found.slice(1))
  }
  return sentence
}

/** Several sentences come joined; each is said for itself. */
const cut = /; (?=held for review: |refused in review: |released in review$)/

/** A sentence of the hub in a language. */
export const sayTold = (language: Language, sentence: string): string =>
  language === 'ja' ? sentence.split(cut).map(sayInJapanese).join('。') : sentence
