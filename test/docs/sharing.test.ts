// The page about sharing says what the code does, in both languages: its tables are compared with
// the plan, the registry, the schema and the closed lists.
import t from 'tap'
import { ownRows, rowsOf } from '../../src/core/anonymity/registry.ts'
import { disclosures, type Row } from '../../src/core/anonymity/registry-row.ts'
import { admits } from '../../src/core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../../src/core/sharing/clearance.ts'
import { type Consent, consents } from '../../src/core/sharing/consent.ts'
import { parseOptions, sharingOptionsModel } from '../../src/core/sharing/options.ts'
import { planSegments } from '../../src/core/sharing/plan.ts'
import { reasonWords } from '../../src/core/sharing/reason-words.ts'
import type { Segment } from '../../src/core/sharing/segment.ts'
import type { Situation } from '../../src/core/sharing/situation.ts'
import { defaultPhrases } from '../../src/core/sharing/tag.ts'
import { tlpLevels } from '../../src/core/sharing/tlp.ts'
import { labelOf, planOf, situationOf, viewers } from '../core/sharing/situations.ts'
import { codesOf, findTable, languages, listExamples, listTables, readPage } from './markdown.ts'

const pages = languages.map((language) => {
  const text = readPage(language)
  return { language, text, tables: listTables(text) }
})

type Page = (typeof pages)[number]

/** The table whose first column begins with `first`; `wide` has so many columns. */
const tableOf = ({ tables }: Page, first: string, wide: number) =>
  findTable(tables, ({ head, rows }) => head.length === wide && rows[0]?.[0] === first)

const formOf = (segments: Segment[], viewer: Clearance): Segment | undefined =>
  segments.find(({ audience }) => admits(audience, viewer).admitted)

const named = { principal_id: 'p4', organisation_id: 'o2' }
const own = { principal_id: 'p2', organisation_id: 'o1' }
const kinds = ['government', 'law-enforcement', 'regulator']

/** As much as anybody may let through, and nothing besides membership. */
const open = situationOf({
  options: { community: true, authorities: kinds, recipients: [named, own] },
})
const bare = situationOf({
  community: null,
  public: null,
  submitter_is_person: false,
  group: { clients: 'forbidden' },
})
const columns: Clearance[] = [
  viewers.colleague,
  viewers.member,
  viewers.government,
  viewers.client,
  viewers.peer,
  viewers.other,
  anonymousClearance,
]

const profileIn = (situation: Situation, tlp: (typeof tlpLevels)[number], viewer: Clearance) => {
  const plan = planSegments(situation, labelOf({ tlp }))
  return plan.ok ? (formOf(plan.segments, viewer)?.profile ?? null) : null
}

// A peer's own ceiling is in its clearance; the condition says so.
const isLimited = (viewer: Clearance): boolean => viewer === viewers.peer

t.test('the table of TLP and relation is the plan', async (t) => {
  for (const page of pages) {
    const { rows } = tableOf(page, 'CLEAR', columns.length + 1)
    t.same(
      rows.map(([level]) => level!.toLowerCase()),
      tlpLevels,
      `${page.language}: every level, in order`,
    )
    for (const [level, ...cells] of rows) {
      const tlp = level!.toLowerCase() as (typeof tlpLevels)[number]
      for (const [at, viewer] of columns.entries()) {
        const [, profile = null, condition] = /^(P\d)(?: \(([a-g])\))?$/.exec(cells[at]!) ?? []
        const told = `${page.language} ${level}, column ${at + 1}`
        t.equal(profile, profileIn(open, tlp, viewer), told)
        if (profile === null) t.equal(cells[at], '–', told)
        else if (!isLimited(viewer)) {
          const always = profileIn(bare, tlp, viewer) === profile
          t.equal(condition === undefined, always, `${told}: a condition where there is one`)
        }
      }
    }
  }
})

t.test('the conditions are those of the table', async (t) => {
  for (const { language, text, tables } of pages) {
    const cells = tables.flatMap(({ rows }) => rows.flat())
    const used = new Set(cells.flatMap((cell) => /^P\d \(([a-g])\)$/.exec(cell)?.[1] ?? []))
    const said = [...text.matchAll(/^- \(([a-g])\) /gm)].map(([, letter]) => letter)
    t.same([...used].toSorted(), said, language)
  }
})

/** What the words of the table of consents stand for. */
const sights: Record<string, string> = {
  name: 'name',
  実名: 'name',
  pseudonym: 'other',
  仮名: 'other',
  hub: 'other',
  ハブ: 'other',
  nothing: 'nothing',
  なし: 'nothing',
}

const sightOf = (consent: Consent, authorities: string[], viewer: Clearance): string => {
  const situation = situationOf({ options: { consent, authorities } })
  const form = formOf(planOf(situation, labelOf({ tlp: 'clear' })), viewer)
  if (form === undefined) return 'nothing'
  return form.attributed ? 'name' : 'other'
}

t.test('the table of consents is the plan', async (t) => {
  const asked: [string[], Clearance[]][] = [
    [[], [viewers.member]],
    [[], [viewers.government]],
    [['government'], [viewers.government]],
    [[], [viewers.police, viewers.regulator]],
    [
      ['law-enforcement', 'regulator'],
      [viewers.police, viewers.regulator],
    ],
    [[], [viewers.client, viewers.peer, viewers.other, anonymousClearance]],
  ]
  for (const page of pages) {
    const { rows } = tableOf(page, '`none`', asked.length + 1)
    t.same(
      rows.map(([cell]) => codesOf(cell)[0]),
      consents,
    )
    for (const [index, consent] of consents.entries()) {
      for (const [at, [authorities, seen]] of asked.entries()) {
        const cell = rows[index]![at + 1]!
        for (const viewer of seen) {
          const told = `${page.language} ${consent}: ${cell}`
          t.equal(sights[cell], sightOf(consent, authorities, viewer), told)
        }
      }
    }
  }
})

const rowOf = (property: string): Row | undefined => {
  const [type, ...path] = property.split('.')
  return rowsOf(type!)?.find((row) => row.path === path.join('.'))
}

t.test('the table of properties is the registry', async (t) => {
  for (const page of pages) {
    const { rows } = tableOf(page, '`indicator.pattern`', 5)
    t.ok(rows.length > 20)
    const classes = new Set(rows.map(([, informationClass]) => informationClass))
    for (const [property, informationClass, ...actions] of rows) {
      const row = rowOf(codesOf(property)[0]!)
      t.equal(informationClass, row?.class, `${page.language} ${property}`)
      const { P1, P2, P3 } = row!.actions
      t.same(actions.flatMap(codesOf), [P1, P2, P3], `${page.language} ${property}`)
    }
    const listed = tableOf(page, page.language === 'en' ? 'ATK' : 'ATK 攻撃技術情報', 5)
    const told = listed.rows.map(([cell]) => cell!.split(' ')[0]!)
    t.same(told.toSorted(), [...classes].toSorted(), 'every class has an example')
    const all = Object.values(ownRows).flatMap((own) => own.map((row) => row.class))
    t.same(new Set([...told, 'structural']), new Set([...all, 'SRC', 'CTX']), 'and is told')
  }
})

t.test('the table of actions has them all', async (t) => {
  for (const page of pages) {
    const { rows } = tableOf(page, '`keep`', 2)
    t.same(
      rows.flatMap(([cell]) => codesOf(cell)),
      Object.keys(disclosures),
      page.language,
    )
  }
})

t.test('the table of types is the registry', async (t) => {
  const formsOf = (type: string): string => {
    const row = rowsOf(type)?.find(({ path }) => path === 'type')
    const shown = (['P1', 'P2', 'P3'] as const).filter(
      (profile) => row?.actions[profile] !== 'withhold',
    )
    return shown.join(', ')
  }
  for (const page of pages) {
    const { rows } = tableOf(page, 'P1, P2, P3', 2)
    const told = rows.flatMap(([forms, cell]) => codesOf(cell).map((type) => `${type}: ${forms}`))
    const types = Object.keys(ownRows).map((type) => `${type}: ${formsOf(type)}`)
    t.same(told.toSorted(), types.toSorted(), page.language)
  }
})

t.test('the options are those of the model, and the examples are taken', async (t) => {
  for (const page of pages) {
    const { rows } = tableOf(page, '`consent`', 3)
    t.same(
      rows.flatMap(([cell]) => codesOf(cell)),
      Object.keys(sharingOptionsModel.shape),
      page.language,
    )
    const examples = listExamples(page.text) as { x_sekisho_sharing: unknown }[]
    t.ok(examples.length >= 3)
    for (const { x_sekisho_sharing: options } of examples) t.equal(parseOptions(options).ok, true)
    const wrong = { ...(examples[0]!.x_sekisho_sharing as object), consents: 'group' }
    t.equal(parseOptions(wrong).ok, false, 'and a key that is not there is not')
  }
})

t.test('the reasons are all told', async (t) => {
  for (const page of pages) {
    const { rows } = tableOf(page, '`everyone`', 2)
    t.same(
      rows.flatMap(([cell]) => codesOf(cell)),
      Object.keys(reasonWords),
      page.language,
    )
  }
})

t.test('the rules are all told, and the phrases', async (t) => {
  for (const { language, text, tables } of pages) {
    const numbers = (letter: string): (string | undefined)[] =>
      tables
        .flatMap(({ rows }) => rows.map(([cell]) => cell))
        .filter((cell) => new RegExp(`^${letter}\\d+$`).test(cell ?? ''))
    const upTo = (letter: string, most: number) =>
      Array.from({ length: most }, (_, at) => `${letter}${at + 1}`)
    t.same(numbers('M'), upTo('M', 15), `${language} M1–M15`)
    t.same(numbers('V'), upTo('V', 9), `${language} V1–V9`)
    for (const [phrase, tlp] of Object.entries(defaultPhrases)) {
      const line = text.split('\n').find((one) => one.startsWith('|') && one.includes(phrase))
      t.match(line, tlp.toUpperCase(), `${language} ${phrase}`)
    }
  }
})

t.test('both languages have the same tables', async (t) => {
  const shapeOf = ({ tables }: Page) => tables.map(({ head, rows }) => [head.length, rows.length])
  t.same(shapeOf(pages[0]!), shapeOf(pages[1]!))
})
