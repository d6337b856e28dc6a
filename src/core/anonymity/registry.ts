// The registry: for every type of STIX 2.1 and every property of it, what the property tells of and
// what each profile does to it. One table; knows not how an action is done.

import { domainRows } from './registry-domain.ts'
import { hostRows } from './registry-host.ts'
import { observableRows } from './registry-observable.ts'
import { type Row, rows } from './registry-row.ts'

/** The properties any object may have (STIX 2.1 §3.2), where its type has no row of its own. */
export const sharedRows: readonly Row[] = [
  ...rows('type! id!', 'structural', 'keep'),
  ...rows('spec_version', 'structural', 'keep'),
  ...rows('created modified', 'SRC', 'floor-time'),
  ...rows('created_by_ref', 'SRC', 'creator'),
  ...rows('revoked defanged', 'CTX', 'keep'),
  ...rows('labels', 'CTX', 'labels'),
  ...rows('confidence', 'CTX', 'keep', 'round-confidence'),
  ...rows('lang', 'CTX', 'keep', 'language'),
  ...rows('external_references', 'CTX', 'external-references'),
  ...rows(
    'object_marking_refs granular_markings',
    'structural',
    'markings',
    'markings',
    'tlp-markings',
  ),
]

/** The rows of each type's own properties. */
export const ownRows: Readonly<Record<string, readonly Row[]>> = {
  ...domainRows,
  ...observableRows,
  ...hostRows,
}

/** The row of every property of a type, its own before the shared; null for an unknown type. */
export const rowsOf = (type: string): readonly Row[] | null => {
  const own = Object.hasOwn(ownRows, type) ? ownRows[type]! : null
  if (own === null) return null
  const taken = new Set(own.map((row) => row.path))
  return [...own, ...sharedRows.filter((row) => !taken.has(row.path))]
}
