// What must be true before the hub serves anybody; each finding names what to change.

import type { Pool } from '../storage/pools.ts'
import { type DatabaseFacts, readFacts } from '../storage/readiness.ts'

export type Finding = { name: string; ok: boolean; detail: string }

type Check = {
  name: string
  ok: (facts: DatabaseFacts) => boolean
  detail: (facts: DatabaseFacts) => string
}

const on = (name: 'fsync' | 'full_page_writes'): Check => ({
  name,
  ok: (facts) => facts[name] === 'on',
  detail: (facts) => `is ${facts[name]}; an acknowledged submission survives a crash only when on`,
})

const durability: Check[] = [
  on('fsync'),
  on('full_page_writes'),
  {
    name: 'synchronous_commit',
    ok: (facts) => facts.synchronous_commit !== 'off',
    detail: (facts) => `is ${facts.synchronous_commit}; off loses acknowledged submissions`,
  },
]

const walls: Check[] = [
  {
    name: 'encoding',
    ok: (facts) => facts.server_encoding === 'UTF8',
    detail: (facts) => `is ${facts.server_encoding}; STIX text needs UTF8`,
  },
  {
    name: 'server version',
    ok: (facts) => Number(facts.server_version_num) >= 150_000,
    detail: (facts) =>
      `is ${facts.server_version_num}; 15 or later is needed, 17 or 18 recommended`,
  },
  {
    name: 'acting role',
    ok: ({ acting_role }) => /^sekisho_(reader|writer)$/.test(acting_role),
    detail: ({ acting_role }) =>
      `is ${acting_role}; a pooler in between that drops \`options\` takes the hub's role away`,
  },
  {
    name: 'serving roles',
    ok: (facts) => facts.strong_roles.length === 0,
    detail: (facts) =>
      `that could bypass row-level security: ${facts.strong_roles.join(', ') || 'none'}`,
  },
  {
    name: 'row-level security',
    ok: (facts) => facts.open_tables.length === 0,
    detail: (facts) =>
      `tables where it is not enabled and forced: ${facts.open_tables.join(', ') || 'none'}`,
  },
  {
    name: 'policies',
    ok: (facts) => facts.loose_policies.length === 0,
    detail: (facts) =>
      `that show a reader more than it named: ${facts.loose_policies.join(', ') || 'none'}`,
  },
  {
    name: 'ledger',
    ok: (facts) => facts.loose_ledgers.length === 0,
    detail: (facts) =>
      `tables whose rows could be changed: ${facts.loose_ledgers.join(', ') || 'none'}`,
  },
  {
    name: 'table owner',
    ok: (facts) => facts.owned_tables.length === 0,
    detail: (facts) => `tables owned by a serving role: ${facts.owned_tables.join(', ') || 'none'}`,
  },
  {
    name: 'views',
    ok: (facts) => facts.owner_views.length === 0,
    detail: (facts) =>
      `that read with their owner's rights: ${facts.owner_views.join(', ') || 'none'}`,
  },
]

/**
 * Judges the database the hub is about to serve from. `relaxed` leaves out what only durability
 * needs, for throw-away databases of tests.
 */
export const selfCheck = async (pool: Pool, relaxed: boolean): Promise<Finding[]> => {
  const facts = await readFacts(pool)
  const checks = relaxed ? walls : [...durability, ...walls]
  return checks.map(({ name, ok, detail }) => ({ name, ok: ok(facts), detail: detail(facts) }))
}

/** The faults as an operator reads them. */
export const listFaults = async (pool: Pool, relaxed: boolean): Promise<string[]> => {
  const faults = (await selfCheck(pool, relaxed)).filter((finding) => !finding.ok)
  return faults.map(({ name, detail }) => `${name} ${detail}`)
}
