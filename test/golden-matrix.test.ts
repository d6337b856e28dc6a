// The golden matrix: every level, relation, consent and class of information, as the tables of the
// domain model have it, asked of a hub over HTTP with the credentials of each relation.
import t from 'tap'
import { find, readGoldenViews } from './harness/golden-hub.ts'
import {
  breakTables,
  type Cell,
  type GoldenTables,
  goldenTables,
  listCells,
  type Relation,
} from './harness/golden-matrix.ts'

// Sixty submissions, and every view of every relation: on a busy machine longer than tap's usual.
t.setTimeout(600_000)

const cellsWanted = 1920

const keyOf = ({ level, relation, consent, class: name }: Omit<Cell, 'expected'>): string =>
  [level, relation, consent, name].join(' ')

/** Cells that are not as expected: one line for each level and relation, consents and classes. */
const listFailures = (found: ReadonlyMap<string, string>, cells: Cell[]): string[] => {
  const failures = new Map<string, string[]>()
  for (const cell of cells) {
    const { level, relation, consent, class: name, expected } = cell
    const seen = found.get(keyOf(cell))
    if (seen === expected) continue
    const where = `${level} ${relation} ${name}: ${expected}, found ${seen}:`
    failures.set(where, [...(failures.get(where) ?? []), consent])
  }
  return [...failures].map(([where, consents]) => `${where} ${consents.join(' ')}`)
}

const authority: Relation[] = ['GOV']
const cases = [
  { met: true, title: 'with every condition met' },
  { met: false, title: 'with no condition met' },
]

for (const { met, title } of cases) {
  t.test(`1,920 cells ${title}`, { timeout: 600_000 }, async (t) => {
    const list = (tables: GoldenTables) => ({
      cells: listCells(tables, met),
      government: listCells(tables, met, authority),
    })
    const views = await readGoldenViews(t, met)
    const { cells, government } = list(goldenTables)
    t.equal(cells.length, cellsWanted)
    const found = new Map([...cells, ...government].map((cell) => [keyOf(cell), find(views, cell)]))
    t.strictSame(listFailures(found, cells), [])
    const [operator, other] = [views.R2, views.R5].map(({ objects }) => objects.map(({ id }) => id))
    t.strictSame(operator, other, 'the roles of an operator show it nothing over TAXII')
    t.equal(government.length, cellsWanted / 8)
    t.strictSame(listFailures(found, government), [], 'a government member besides')

    t.test('positive control: a table with any entry wrong is caught', async (t) => {
      const right = JSON.stringify(list(goldenTables))
      const wrong = breakTables(goldenTables)
        .map(({ name, tables }) => ({ name, ...list(tables) }))
        .filter(({ name: _, ...cells }) => JSON.stringify(cells) !== right)
      const missed = wrong.filter(
        ({ cells, government }) => listFailures(found, [...cells, ...government]).length === 0,
      )
      t.ok(wrong.length > 80, `${wrong.length} wrong tables`)
      t.strictSame(
        missed.map(({ name }) => name),
        [],
      )
    })
  })
}
