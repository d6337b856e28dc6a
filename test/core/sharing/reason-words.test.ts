// Every reason has a sentence of its own, that a person can read and that names nobody.
import t from 'tap'
import { reasonWords } from '../../../src/core/sharing/reason-words.ts'
import { reasonWordsJa } from '../../../src/core/sharing/reason-words-ja.ts'

const sentences = Object.entries(reasonWords)
t.equal(new Set(Object.values(reasonWords)).size, sentences.length, 'no two alike')
for (const [reason, sentence] of sentences) {
  t.match(reason, /^[a-z]+(?:-[a-z]+)*$/)
  t.match(sentence, /^[a-z][A-Za-z:, ]{5,80}[A-Za-z]$/, `${reason} is a clause`)
}

const japanese = Object.entries(reasonWordsJa)
t.same(
  japanese.map(([reason]) => reason).sort(),
  sentences.map(([reason]) => reason).sort(),
  'the same reasons in Japanese',
)
t.equal(new Set(Object.values(reasonWordsJa)).size, japanese.length, 'no two alike there')
for (const [reason, sentence] of japanese) t.match(sentence, /[ぁ-ん]/, reason)
