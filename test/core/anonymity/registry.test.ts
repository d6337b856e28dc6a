// The registry against the models: every property of STIX 2.1 has one class, no row is for nothing,
// and a profile further out never shows more.

import t from 'tap'
import { z } from 'zod'
import { ownRows, rowsOf, sharedRows } from '../../../src/core/anonymity/registry.ts'
import { disclosures, type Row, rows } from '../../../src/core/anonymity/registry-row.ts'
import { models } from '../../../src/core/stix/model/registry.ts'

type Schema = {
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  not?: object
}

type Property = { path: string; required: boolean; ends: boolean }

const isNever = (schema: Schema): boolean => schema.not !== undefined

/** Every property of a schema, down to those without properties of their own. */
const walk = (schema: Schema, inside: string): Property[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    if (isNever(inner)) return []
    const path = inside === '' ? name : `${inside}.${name}`
    const below = walk(inner.items ?? inner, path)
    const required = schema.required?.includes(name) ?? false
    return [{ path, required, ends: below.length === 0 }, ...below]
  })

const propertiesOf = (type: string): Property[] => walk(z.toJSONSchema(models[type]!) as Schema, '')

/** The properties that no row covers, and those that several do. */
const findFaults = (type: string, table: readonly Row[]): string[] => {
  const faults: string[] = []
  const properties = propertiesOf(type)
  for (const { path, ends } of properties) {
    const covering = table.filter((row) => path === row.path || path.startsWith(`${row.path}.`))
    if (covering.length > 1) faults.push(`${type}: two rows for ${path}`)
    // Extensions are admitted one by one: those that STIX predefines have rows, others are cut.
    if (ends && covering.length === 0 && path !== 'extensions') {
      faults.push(`${type}: no class for ${path}`)
    }
  }
  for (const row of ownRows[type]!) {
    const property = properties.find(({ path }) => path === row.path)
    if (property === undefined) faults.push(`${type}: a row for no property: ${row.path}`)
    else if (property.required !== row.required) {
      faults.push(`${type}: wrong about whether ${row.path} is required`)
    }
  }
  return faults
}

t.strictSame(Object.keys(ownRows).sort(), Object.keys(models).sort(), 'every type, and no other')

for (const type of Object.keys(models)) {
  t.strictSame(findFaults(type, rowsOf(type)!), [], type)
}

for (const row of sharedRows) {
  const held = Object.keys(models).some((type) =>
    propertiesOf(type).some(({ path }) => path === row.path),
  )
  t.ok(held, `some object has ${row.path}`)
}

t.equal(rowsOf('x-unknown'), null)
t.equal(rowsOf('constructor'), null)

t.test('the walk finds what is wrong', async (t) => {
  const table = rowsOf('indicator')!
  const without = table.filter(({ path }) => path !== 'pattern')
  t.match(findFaults('indicator', without), [/no class for pattern/])
  const deep = table.filter(({ path }) => path !== 'kill_chain_phases.phase_name')
  t.match(findFaults('indicator', deep), [/no class for kill_chain_phases.phase_name/])
  t.match(findFaults('indicator', [...table, ...rows('pattern', 'ATK', 'keep')]), [/two rows/])
})

/** Rows of which a profile shows more than the one before. */
const findWidening = (table: readonly Row[]): string[] =>
  table
    .filter(({ actions: { P1, P2, P3 } }) => {
      const falls = (from: keyof typeof disclosures, to: keyof typeof disclosures) =>
        from === to || disclosures[from] > disclosures[to]
      return !falls(P1, P2) || !falls(P2, P3)
    })
    .map(({ path }) => path)

t.test('INV-31: P1 shows at least what P2 shows, and P2 what P3 shows', async (t) => {
  for (const type of Object.keys(models)) t.strictSame(findWidening(rowsOf(type)!), [], type)
  t.strictSame(findWidening(rows('name', 'ATK', 'drop', 'keep')), ['name'], 'it is found')
  t.strictSame(findWidening(rows('name', 'ATK', 'keep', 'clean', 'text')), ['name'], 'also late')
})

t.test('what a class may never do (Appendix A)', async (t) => {
  const never: Record<string, string[]> = {
    SEC: ['keep', 'text', 'clean', 'value', 'path'],
    PII: ['keep', 'text'],
  }
  for (const [type, table] of Object.entries(ownRows)) {
    for (const row of table) {
      for (const action of Object.values(row.actions)) {
        if (never[row.class]?.includes(action)) t.fail(`${type} ${row.path}: ${action}`)
      }
      if (row.class === 'SEC') t.equal(row.actions.P1, 'drop', `${type} ${row.path}`)
    }
  }
})
