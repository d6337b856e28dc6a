// The policy tables of the domain model as figures, and the cells they make: who sees which class
// of information at which level under which consent, and under whose name. Written down from the
// model, not from the code. Knows no hub.

export const levels = ['clear', 'green', 'amber', 'amber+strict', 'red', 'unmarked'] as const
export const relations = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7'] as const
export const consents = ['none', 'hub', 'government', 'group', 'everyone'] as const
export const classes = ['ATK', 'CTX', 'VIC', 'SRC', 'PII', 'COM', 'SEC', 'NAT'] as const

export type Level = (typeof levels)[number]
/** `GOV` is a government member of the group: a row of the consent table besides the relations. */
export type Relation = (typeof relations)[number] | 'GOV'
export type Consent = (typeof consents)[number]
export type InformationClass = (typeof classes)[number]
export type Profile = 'P0' | 'P1' | 'P2' | 'P3'
export type Source = 'org' | 'pseudonym' | 'hub'

/**
 * A profile, `nothing`, or a profile that holds only where a condition is met: the publish gate has
 * opened, the community is addressed, a member vouches for the client and the group lets clients
 * in, the peer is addressed, the person is named.
 */
type Entry = Profile | 'nothing' | `${Profile}?`
type Table = Record<Exclude<Level, 'unmarked'>, Record<Relation, Entry>>

export type GoldenTables = {
  profiles: Table
  /** What an unmarked object counts as where neither collection, group nor organisation says. */
  unmarked: Exclude<Level, 'unmarked'>
  sources: Record<Consent, Record<Exclude<Relation, 'R0' | 'R2'>, Source>>
  /** `keep` and `drop` for everybody, `cleared` for who is cleared for attribution. */
  content: Record<InformationClass, Record<Profile, 'keep' | 'drop' | 'cleared'>>
  /** Consents by which a government member sees anything without being named by its kind. */
  government: readonly Consent[]
}

/**
 * R2, the hub's operator, has no row of its own: its roles give no view over TAXII, so that who
 * holds them sees what any other active organisation sees (R5), and of a group nothing.
 */
export const operatorSeesAs: Relation = 'R5'

const rowOf = (text: string): Record<Relation, Entry> => {
  const words = text.trim().split(/ +/)
  const entries = words.map((word) => (word === '-' ? 'nothing' : word) as Entry)
  const order: Relation[] = ['R0', 'R1', 'R3', 'R4', 'R5', 'R6', 'R7', 'GOV']
  const row = order.map((relation, index) => [relation, entries[index]])
  return { ...Object.fromEntries(row), R2: 'nothing' }
}

export const goldenTables: GoldenTables = {
  profiles: {
    //                      R0  R1  R3  R4  R5  R6  R7  GOV
    clear: rowOf('          P0  P0  P1  P2  P2  P2  P3? P1'),
    green: rowOf('          P0  P0  P1  P2? P2? P2? -   P1'),
    amber: rowOf('          P0  P0  P1  P2? -   P2? -   P1'),
    'amber+strict': rowOf(' P0  P0  P1  -   -   P2? -   P1'),
    red: rowOf('            P0  P0? P1? -   -   -   -   -'),
  },
  unmarked: 'amber+strict',
  sources: {
    none: sourcesOf('pseudonym', 'pseudonym', 'hub'),
    hub: sourcesOf('pseudonym', 'pseudonym', 'hub'),
    government: sourcesOf('pseudonym', 'org', 'hub'),
    group: sourcesOf('org', 'org', 'hub'),
    everyone: sourcesOf('org', 'org', 'org'),
  },
  content: {
    ATK: { P0: 'keep', P1: 'keep', P2: 'keep', P3: 'keep' },
    CTX: { P0: 'keep', P1: 'keep', P2: 'keep', P3: 'keep' },
    VIC: { P0: 'keep', P1: 'drop', P2: 'drop', P3: 'drop' },
    SRC: { P0: 'keep', P1: 'drop', P2: 'drop', P3: 'drop' },
    PII: { P0: 'keep', P1: 'drop', P2: 'drop', P3: 'drop' },
    COM: { P0: 'keep', P1: 'drop', P2: 'drop', P3: 'drop' },
    SEC: { P0: 'keep', P1: 'drop', P2: 'drop', P3: 'drop' },
    NAT: { P0: 'keep', P1: 'cleared', P2: 'drop', P3: 'drop' },
  },
  government: ['government', 'everyone'],
}

function sourcesOf(R3: Source, GOV: Source, others: Source) {
  return { R1: 'org', R3, GOV, R4: others, R5: others, R6: others, R7: others } as const
}

/**
 * What a viewer finds of a class: the marker whole, or nothing. Of SRC, where the submission is
 * seen at all, also under which name.
 */
export type Finding = 'keep' | 'absent' | `keep:${Source}` | `changed:${Source}`

export type Cell = {
  level: Level
  relation: Relation
  consent: Consent
  class: InformationClass
  expected: Finding
}

const profileOf = (
  tables: GoldenTables,
  { level, relation, consent }: Omit<Cell, 'expected' | 'class'>,
  met: boolean,
): Profile | null => {
  const row = tables.profiles[level === 'unmarked' ? tables.unmarked : level]
  const entry = row[relation === 'R2' ? operatorSeesAs : relation]
  if (entry === 'nothing') return null
  if (relation === 'GOV' && !met && !tables.government.includes(consent)) return null
  if (entry.endsWith('?') && !met) return null
  return entry.slice(0, 2) as Profile
}

const sourceOf = (tables: GoldenTables, relation: Relation, consent: Consent): Source => {
  if (relation === 'R0') return 'org'
  const seen = relation === 'R2' ? operatorSeesAs : relation
  return tables.sources[consent][seen as 'R1']
}

const expect = (tables: GoldenTables, cell: Omit<Cell, 'expected'>, met: boolean): Finding => {
  const profile = profileOf(tables, cell, met)
  if (profile === null) return 'absent'
  const fate = tables.content[cell.class][profile]
  const kept = fate === 'keep' || (fate === 'cleared' && met)
  if (cell.class !== 'SRC') return kept ? 'keep' : 'absent'
  return `${kept ? 'keep' : 'changed'}:${sourceOf(tables, cell.relation, cell.consent)}`
}

/**
 * Every cell of the tables for these relations. `met`: whether every condition holds, among them
 * that the readers in the group are cleared for attribution, or none.
 */
export const listCells = (
  tables: GoldenTables,
  met: boolean,
  among: readonly Relation[] = relations,
): Cell[] =>
  levels.flatMap((level) =>
    among.flatMap((relation) =>
      consents.flatMap((consent) =>
        classes.map((name) => {
          const cell = { level, relation, consent, class: name }
          return { ...cell, expected: expect(tables, cell, met) }
        }),
      ),
    ),
  )

/** The tables with one entry made wrong, for every entry, each with its name. */
export const breakTables = (tables: GoldenTables): { name: string; tables: GoldenTables }[] => {
  const broken: { name: string; tables: GoldenTables }[] = []
  const add = (name: string, change: (copy: GoldenTables) => void): void => {
    const copy = structuredClone(tables)
    change(copy)
    broken.push({ name, tables: copy })
  }
  for (const [level, row] of Object.entries(tables.profiles)) {
    for (const [relation, entry] of Object.entries(row) as [Relation, Entry][]) {
      if (relation === 'R2') continue
      const wrong = entry === 'nothing' ? 'P1' : 'nothing'
      add(`${level} ${relation}`, (copy) => {
        copy.profiles[level as 'clear'][relation] = wrong
      })
    }
  }
  for (const [consent, row] of Object.entries(tables.sources)) {
    for (const [relation, source] of Object.entries(row)) {
      add(`${consent} ${relation}`, (copy) => {
        copy.sources[consent as Consent][relation as 'R1'] = source === 'hub' ? 'org' : 'hub'
      })
    }
  }
  for (const [name, row] of Object.entries(tables.content)) {
    for (const [profile, fate] of Object.entries(row)) {
      add(`${name} ${profile}`, (copy) => {
        copy.content[name as 'ATK'][profile as Profile] = fate === 'drop' ? 'keep' : 'drop'
      })
    }
  }
  add('unmarked', (copy) => {
    copy.unmarked = 'amber'
  })
  return broken
}
