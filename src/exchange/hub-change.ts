// One difference between a hub file and the hub: what a person reads of it, and the deed that ends
// it. The plan that is shown and the plan that is carried out are this one list.
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { canonicalJson } from '../core/json/canonical.ts'
import type { Database } from '../storage/database.ts'

export type HubChange = {
  act: 'add' | 'change' | 'remove'
  what: 'hub' | 'organisation' | 'person' | 'credential' | 'group' | 'member' | 'collection'
  name: string
  /** What exactly, in a few words; empty where `name` says it all. Never a secret. */
  words: string
}

/** `vacate` is done for every step before the first `run`, so that names can be swapped. */
export type HubStep = HubChange & {
  vacate?: (db: Kysely<Database>) => Promise<void>
  /** Whose renditions it makes wrong: those of one group's collections, by its id, or all. */
  renders?: string
  /** What holds where nobody said anything is another; it does not loosen what is there. */
  defaults?: boolean
  run: (db: Kysely<Database>) => Promise<void>
}

/**
 * What is wrong with a file only in the light of what the hub already holds; and what it leaves
 * alone.
 */
export type HubPlan = { steps: HubStep[]; faults: string[]; notes: string[] }

/** What `renders` says where every collection is concerned. */
export const everywhere = 'everywhere'

const show = (value: unknown): string => {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ')
  if (typeof value === 'object') return canonicalJson(value)
  return String(value)
}

/** The named fields in which two rows differ. */
export const differing = <Row extends object>(
  before: Row,
  after: Row,
  fields: readonly (keyof Row & string)[],
): (keyof Row & string)[] =>
  fields.filter((field) => !isDeepStrictEqual(before[field], after[field]))

/**
 * `title Acme → Acme Rail; status active → suspended`. Fields in `unsaid` are named without values.
 */
export const wordDifference = <Row extends object>(
  before: Row,
  after: Row,
  fields: readonly (keyof Row & string)[],
  unsaid: readonly string[] = [],
): string =>
  differing(before, after, fields)
    .map((field) =>
      unsaid.includes(field)
        ? `other ${field}`
        : `${field} ${show(before[field])} → ${show(after[field])}`,
    )
    .join('; ')
