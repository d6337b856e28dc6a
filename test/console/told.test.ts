// What the hub says in sentences of its own is said in Japanese too, and what became of a
// submission is read from them: pure, without a browser.
import t from 'tap'
import { outcomeOf, readRefusal } from '../../console/src/submit/outcome.ts'
import { sayTold } from '../../console/src/words/told.ts'
import type { Review } from '../../src/core/review/review.ts'
import { checkWords, wordCheck } from '../../src/core/review/words.ts'
import { wordHeld, wordReleased } from '../../src/exchange/reviewing.ts'

const reviewOf = (state: Review['state'], reason: string | null): Review => ({
  ...{ state, reason, due: '', since: '', escalated: false, approvals: [], narrowed: null },
  findings: checkWords.map((check) => ({ check, path: '', text: '' })),
})

const held = wordHeld(reviewOf('open', null)).join('')
const refused = wordHeld(reviewOf('refused', '社名があります')).join('')

t.test('every shape of sentence has its Japanese', async (t) => {
  const sentences = [
    held,
    wordReleased(held),
    `the markings contradict each other: read as TLP:RED; ${refused}`,
    'undone',
    'revoked',
    'only 3 organisations are in this group: the source can be guessed',
    'times are shown to the second, as you give them',
    '`description` is shown in your words',
    'hardly anybody else in this group is of the sector `transport`',
    'no TLP marking: taken as TLP:AMBER+STRICT, the default here',
    'a later version, 2026-01-01T00:00:00.000Z, governs: whom it is kept from',
    'description is masked in part',
    'labels.[0] is left out',
  ]
  const english = /\b(?:is|the|of|it|held|refused|released|undone|revoked|and)\b/
  for (const sentence of sentences) {
    t.match(sentence, english)
    t.notMatch(sayTold('ja', sentence), english, sayTold('ja', sentence))
    t.equal(sayTold('en', sentence), sentence)
  }
  for (const check of checkWords) t.match(sayTold('ja', held), wordCheck(check).ja)
  t.equal(sayTold('ja', 'something new'), 'something new', 'better than nothing')
})

t.test('what became of a submission', async (t) => {
  const told = (message?: string) => [{ id: 'x', ...(message === undefined ? {} : { message }) }]
  const cases: [string, string, { id: string }[], { id: string }[]][] = [
    ['complete', 'complete', told(), []],
    ['complete', 'complete', told('a property is unknown'), []],
    ['complete', 'complete', told(wordReleased(held)), []],
    ['pending', 'pending', [], []],
    ['held', 'complete', told(`a property is unknown; ${held}`), told('bad')],
    ['undone', 'complete', [], told('undone')],
    ['refused', 'complete', told(), told(refused)],
    ['refused', 'complete', [], told('it is no STIX')],
    ['partly', 'complete', told(), told('it is no STIX')],
  ]
  for (const [outcome, status, successes, failures] of cases) {
    t.equal(outcomeOf({ status, successes, failures } as never), outcome)
  }
  t.equal(readRefusal(refused), '社名があります')
  t.equal(readRefusal('it is no STIX'), null)
})
