// The dictionaries: both languages whole, and no word that no page says.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Words } from '../../console/src/words/both.ts'
import { dictionaries } from '../../console/src/words/dictionary.ts'
import { tlpWords } from '../../src/core/hub-file/vocabulary.ts'

const folder = fileURLToPath(new URL('../../console/src/', import.meta.url))

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('words'))
  .map((path) => readFileSync(folder + path, 'utf8'))
  .join('\n')

type Flat = Map<string, string | ((...given: never[]) => string)>

const flatten = (words: Words, path = ''): Flat =>
  new Map(
    Object.entries(words).flatMap(([key, word]) =>
      typeof word === 'object'
        ? [...flatten(word, `${path}${key}.`)]
        : [[`${path}${key}`, word] as const],
    ),
  )

const { ja, en } = { ja: flatten(dictionaries.ja as never), en: flatten(dictionaries.en as never) }

/** Words that are the same in both: names, and labels that are never translated. */
const alike = new Set([
  'frame.product',
  'kinds.cert',
  'kinds.isac',
  'objects.tlp',
  'objects.receivedOthers',
  'submit.kind.csv',
])
const japanese = /[\u3040-\u30ff\u3400-\u9fff]/

const say = (word: string | ((...given: never[]) => string)): string =>
  typeof word === 'string' ? word : word(...(['1', '2', 'none'] as never[]))

t.test('both languages have the same words, and none is empty', async (t) => {
  t.same([...ja.keys()].sort(), [...en.keys()].sort())
  t.ok(ja.size > 300)
  for (const [key, word] of en) {
    const other = ja.get(key)!
    t.equal(typeof other, typeof word, key)
    if (typeof word === 'function') t.equal((other as typeof word).length, word.length, key)
    t.not(say(word).trim(), '', key)
    t.notMatch(say(word), /[\u3040-\u30ff]/, key)
  }
})

t.test('the Japanese is Japanese', async (t) => {
  for (const [key, word] of ja) {
    if (alike.has(key)) continue
    t.match(say(word), japanese, key)
  }
})

t.test('TLP labels are not translated', async (t) => {
  const said = [...ja.values()].map(say).join('\n')
  for (const level of tlpWords) {
    t.notMatch(said, new RegExp(`TLP[::](?!RED)(?!${level})`, 'i'))
  }
})

/** Whether some page says the word: by its name, or by its list where the word is looked up. */
const isSaid = (key: string): boolean => {
  const steps = key.split('.')
  const last = steps.pop()!
  const list = steps.join('\\.')
  const quoted = /^[a-z]\w*$/i.test(last) ? `\\.${last}\\b` : '(?!)'
  return [
    `\\bw\\.${list}${quoted}`,
    `\\bw\\.${list}\\[`,
    `\\bw\\.${list}\\b(?!\\.)`,
    `\\bwords${quoted}`,
  ].some((shape) => new RegExp(shape).test(sources))
}

t.test('every word is said somewhere, and a page cannot say one that is not there', async (t) => {
  t.same(
    [...en.keys()].filter((key) => !isSaid(key)),
    [],
  )
  t.notOk(isSaid('submit.nobodySaysThis'), 'the search would find a word that nobody says')
})
