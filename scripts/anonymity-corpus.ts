// `npm run anonymity [places]`: plants every token of an invented victim, in every way of writing
// it, in that many of the properties that take text (10), and in each property each way at least
// once; then shows attackers' indicators. Ends with 1 when a token got through, an indicator was
// lost without need, a shown object is not valid, or a control shows that the run proves nothing.
import { openProgress, printCount, printTable } from '../src/cli/terminal.ts'
import { compileDictionary, type Dictionary } from '../src/core/anonymity/dictionary.ts'
import { makeAttackerCorpus } from '../test/harness/attacker-corpus.ts'
import {
  countSurvival,
  indicatorsOf,
  mixedWith,
  noSurvival,
  playbookSubmissions,
  type Survival,
} from '../test/harness/attacker-run.ts'
import { floors, victims } from '../test/harness/attackers-victims.ts'
import { findLeak } from '../test/harness/leak-oracle.ts'
import { drawnProfiles, isValid, nothing, showObjects } from '../test/harness/shown-as.ts'
import { type TextPlace, textPlaces } from '../test/harness/text-places.ts'
import { victimAssets, victimTokens } from '../test/harness/victim-corpus.ts'
import {
  type Counts,
  type Planting,
  plantingsOf,
  runPlaces,
  runVictims,
} from '../test/harness/victim-run.ts'
import { writtenPlaces } from '../test/harness/written-places.ts'

const placesUsual = 10
const generated = 2_100
const seed = 7

const progress = openProgress(process.stderr)
const failures: string[] = []

const print = (text: string): void => {
  progress.end()
  process.stdout.write(text)
}

/** Says what was demanded and what was found; remembers when it is not so. */
const demand = (says: string, holds: boolean): void => {
  if (!holds) failures.push(says)
  print(`${holds ? 'ok' : 'NOT OK'}  ${says}\n`)
}

const printSome = (lines: readonly string[]): void => {
  for (const line of lines.slice(0, 20)) print(`  ${line.slice(0, 400)}\n`)
}

/** Texts of no victim: where they can stand, and where each profile leaves them. */
const printPlaces = (places: readonly TextPlace[]): void => {
  const harmless = [
    'worm mail',
    'worm_mail',
    'worm',
    'ab'.repeat(16),
    'ab'.repeat(32),
    'fr',
    'QUJD',
  ]
  const carried: Record<string, number> = { valid: 0, P1: 0, P2: 0, P3: 0 }
  for (const place of places) {
    const text = harmless.find((one) => place.plant(one).every(isValid))
    if (text === undefined) continue
    carried.valid! += 1
    for (const profile of drawnProfiles) {
      const shown = showObjects(place.plant(text), profile, nothing)
      if (shown.some((one) => one.fate !== 'withheld' && one.body.includes(text)))
        carried[profile]! += 1
    }
  }
  const heads = ['', 'properties', 'take plain text', ...drawnProfiles.map((p) => `in ${p} still`)]
  const rest = drawnProfiles.map((profile) => printCount(carried[profile]!))
  print(
    `${printTable(heads, [['', ...[places.length, carried.valid!].map(printCount), ...rest]])}\n`,
  )
}

const printWays = ({ ways, fates, ...counts }: Counts): void => {
  const rows = [...ways].map(([way, { submissions, delivered, leaks }]) => [
    way,
    ...[submissions, delivered, leaks].map(printCount),
  ])
  const sums = [...ways.values()].reduce((sum, { delivered }) => sum + delivered, 0)
  const total = [counts.submissions, sums, counts.leaks.length].map(printCount)
  const heads = ['written', 'submissions', 'objects shown', 'leaks']
  print(`${printTable(heads, [...rows, ['all', ...total]])}\n`)
  const told = [...new Set(Object.values(fates).flatMap((fate) => Object.keys(fate)))]
  const byProfile = told.map((one) => [
    one,
    ...drawnProfiles.map((profile) => printCount(fates[profile]?.[one] ?? 0)),
  ])
  print(`${printTable(['objects', ...drawnProfiles], byProfile)}\n`)
}

/** The least and the sum of how often each pair of the keys' kind came. */
const pairsOf = (pairs: ReadonlyMap<string, number>): string =>
  `${printCount(pairs.size)} pairs, each ${Math.min(...pairs.values())} times or more`

const runTokens = (each: number, dictionary: Dictionary, plantings: readonly Planting[]): void => {
  const places = [...textPlaces(), ...writtenPlaces()]
  const ways = new Set(plantings.map(({ way }) => way))
  print(
    `${victimTokens.length} tokens, ${ways.size} ways to write them, each in ${each} places\n\n`,
  )
  printPlaces(places)
  const unseen = plantings.filter(
    ({ text, sought }) => findLeak(JSON.stringify({ a: text }), sought) === null,
  )
  const counts = runVictims({
    ...{ plantings, places, dictionary, each, full: true },
    progress: (done, of) => progress.show(`tokens: ${done} of ${of}`),
  })
  printWays(counts)
  print(`(token, way): ${pairsOf(counts.byToken)}\n`)
  print(
    `(property, way): ${pairsOf(counts.byPlace)}; ` +
      `${printCount(counts.impossible)} have no valid object\n`,
  )
  demand(
    `the search finds all ${printCount(plantings.length)} texts where they stand`,
    unseen.length === 0,
  )
  demand(`0 leaks: ${counts.leaks.length}`, counts.leaks.length === 0)
  printSome(counts.leaks)
  demand(
    `every shown object is valid STIX 2.1: ${counts.invalid.length} are not`,
    counts.invalid.length === 0,
  )
  printSome(counts.invalid)
  const every = plantings.every(({ way, token }) =>
    counts.byToken.has(`${way}\n${token.kind} ${token.text}`),
  )
  demand('every token was planted in every way', every)
  const single = runPlaces({ plantings, places, dictionary })
  demand(
    `${single.impossible} properties can have no token: they take other forms`,
    single.impossible < places.length / 10,
  )
  const control = runPlaces({ plantings, places, dictionary: nothing })
  demand(
    `control: an empty dictionary leaks (${control.leaks.length} of ${control.submissions})`,
    control.leaks.length > 200,
  )
}

const printShare = ({ survived, indicators }: Survival): string =>
  `${((survived / indicators) * 100).toFixed(2)} %`

const rowOf = (name: string, profile: string, tally: Survival): string[] => {
  const { indicators, survived, changed, examples, narrowed, invalid } = tally
  const { found, flagged, untried } = examples
  return [
    ...[name, profile, printCount(indicators), printCount(survived), printShare(tally)],
    ...[changed, found, flagged, untried, narrowed.length, invalid.length].map(printCount),
  ]
}

const survivalHeads = [
  ...['victim', '', 'indicators', 'survive', 'share', 'changed'],
  ...['still found', 'said to narrow', 'untried', 'narrow unsaid', 'invalid'],
]

const runAttackers = (): void => {
  const books = playbookSubmissions()
  const all = { ...victims, corpus: { ...victimAssets, brands: ['kazehaya', 'tsubamori'] } }
  const rows: string[][] = []
  const problems: string[] = []
  for (const [name, { brands, ...assets }] of Object.entries(all)) {
    const dictionary = compileDictionary([assets])
    const corpus = makeAttackerCorpus(generated, brands, seed)
    for (const profile of drawnProfiles) {
      progress.show(`attackers: ${name} ${profile}`)
      const tally = noSurvival()
      for (const submission of [indicatorsOf(corpus), ...books])
        countSurvival(tally, submission, profile, dictionary)
      rows.push(rowOf(name, profile, tally))
      if (tally.survived < tally.indicators * floors[profile])
        problems.push(`${name} ${profile}: ${printShare(tally)}: ${tally.lost[0]}`)
      problems.push(...tally.narrowed, ...tally.invalid)
    }
  }
  for (const operator of ['OR', 'AND', 'FOLLOWEDBY']) {
    const tally = noSurvival()
    const condition = "[email-message:to_refs[*].value = 'info@minato-rail.example']"
    const corpus = mixedWith(makeAttackerCorpus(generated, [], seed), condition, operator)
    const dictionary = compileDictionary([victims.railway!])
    countSurvival(tally, indicatorsOf(corpus), 'P1', dictionary)
    rows.push(rowOf(`railway's mail ${operator}`, 'P1', tally))
    problems.push(...tally.narrowed, ...tally.invalid)
  }
  print(`\n${printTable(survivalHeads, rows)}\n`)
  if (books.length === 0) print('the playbooks are not at hand\n')
  demand(
    'attackers’ indicators survive: P1 100 %, P2 99 %, P3 95 %; what is changed finds as much ' +
      'or says so; all are valid',
    problems.length === 0,
  )
  printSome(problems)
}

const main = ([given = String(placesUsual)]: string[]): number => {
  const each = Number(given)
  if (!Number.isInteger(each) || each < 1) {
    process.stderr.write('usage: npm run anonymity -- [places]\n')
    return 2
  }
  runTokens(each, compileDictionary([victimAssets]), plantingsOf(victimTokens))
  runAttackers()
  print(failures.length === 0 ? 'all demands hold\n' : `${failures.length} demands do not hold\n`)
  return failures.length === 0 ? 0 : 1
}

process.exitCode = main(process.argv.slice(2))
