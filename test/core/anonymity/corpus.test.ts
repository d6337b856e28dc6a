// A sample of `npm run anonymity`: no token of a victim gets through any property that takes text,
// and what attackers leave gets through whole: INV-24, INV-25.
import t from 'tap'
import { compileDictionary } from '../../../src/core/anonymity/dictionary.ts'
import { makeAttackerCorpus } from '../../harness/attacker-corpus.ts'
import { countSurvival, indicatorsOf, mixedWith, noSurvival } from '../../harness/attacker-run.ts'
import { floors, victims } from '../../harness/attackers-victims.ts'
import { findLeak } from '../../harness/leak-oracle.ts'
import { drawnProfiles, nothing } from '../../harness/shown-as.ts'
import { textPlaces } from '../../harness/text-places.ts'
import { victimAssets, victimTokens } from '../../harness/victim-corpus.ts'
import { plantingsOf, runPlaces, runVictims } from '../../harness/victim-run.ts'
import { writtenPlaces } from '../../harness/written-places.ts'

const places = [...textPlaces(), ...writtenPlaces()]
const plantings = plantingsOf(victimTokens)
const dictionary = compileDictionary([victimAssets])
const ways = new Set(plantings.map(({ way }) => way))

t.test('the oracle finds every token in every way of writing it', async (t) => {
  const settings = ['x', 'Seen at x on Monday.', '被害はxで確認']
  const unseen = plantings.filter(({ text, sought }) =>
    settings.some((setting) => {
      const told = setting.replace('x', () => text)
      return findLeak(JSON.stringify({ description: told }), sought) === null
    }),
  )
  t.same(unseen, [])
  t.ok(victimTokens.length >= 200 && ways.size >= 16, `${victimTokens.length} in ${ways.size} ways`)
  const harmless = JSON.stringify({ name: 'worm', description: 'Mails of April, seen at 10:15.' })
  t.same(
    plantings.filter(({ sought }) => findLeak(harmless, sought) !== null),
    [],
    'and in a text of nobody none',
  )
})

t.test('a sample of the tokens gets through no property', async (t) => {
  const sample = plantings.filter((_, at) => at % 4 === 1)
  const counts = runVictims({ plantings: sample, places, dictionary, each: 2, full: false })
  t.same(counts.leaks, [])
  t.same(counts.invalid, [], 'all that is shown is valid')
  t.ok(counts.submissions > 2_000, `${counts.submissions} submissions`)
  t.ok(
    [...counts.ways.values()].every(({ delivered }) => delivered > 0),
    'in every way some shown',
  )
  t.comment(counts.fates)
})

t.test('every property is tried', async (t) => {
  const counts = runPlaces({ plantings, places, dictionary })
  t.same(counts.leaks, [])
  t.same(counts.invalid, [])
  t.ok(counts.impossible < places.length / 10, `${counts.impossible} can have no token`)
  t.ok(places.length > 1_500, `${places.length} properties`)
})

t.test('positive control: an empty dictionary leaks', async (t) => {
  const texts = places.filter(({ name }) => /^(?:report|tool|malware) description$/.test(name))
  const sample = plantings.filter((_, at) => at % 5 === 1 || at < 200)
  const run = { plantings: sample, places: texts, dictionary: nothing, each: 1, full: false }
  const kept = [...runVictims(run).ways].filter(([, { leaks }]) => leaks === 0)
  t.same(kept, [], 'in every way')
  const counts = runPlaces({ plantings, places, dictionary: nothing })
  t.ok(counts.leaks.length > 200, `${counts.leaks.length} of ${counts.submissions}`)
})

t.test('indicators survive being drawn, closed and sealed', async (t) => {
  for (const profile of drawnProfiles) {
    const { brands, ...assets } = victims.maker!
    const tally = noSurvival()
    const corpus = indicatorsOf(makeAttackerCorpus(2_000, brands, 11))
    countSurvival(tally, corpus, profile, compileDictionary([assets]))
    const share = tally.survived / tally.indicators
    t.ok(share >= floors[profile], `${profile}: ${share} of ${tally.indicators}`)
    t.same(tally.narrowed, [], `${profile}: what is changed finds as much, or says so`)
    t.same(tally.invalid, [], `${profile}: all are valid`)
  }
})

t.test('a victim’s condition goes, and what is left finds as much or says so', async (t) => {
  const condition = "[email-message:to_refs[*].value = 'info@minato-rail.example']"
  const railway = compileDictionary([victims.railway!])
  for (const operator of ['OR', 'AND', 'FOLLOWEDBY']) {
    const tally = noSurvival()
    const corpus = mixedWith(makeAttackerCorpus(300, [], 11), condition, operator)
    countSurvival(tally, indicatorsOf(corpus), 'P1', railway)
    t.same(tally.narrowed, [], operator)
    t.equal(tally.changed, tally.survived, `${operator}: none is shown as it came`)
    const { found, flagged, untried } = tally.examples
    t.ok(found + flagged > untried, `${operator}: ${JSON.stringify(tally.examples)}`)
  }
})
