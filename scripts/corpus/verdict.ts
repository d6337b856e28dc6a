// What became of each object of an envelope, read from the status of its submission. Knows no HTTP.
import type { StixObject } from '../../src/core/stix/object.ts'
import type { StatusDetails, StatusResource } from '../../src/core/taxii/resource.ts'
import { versionTextOf } from './bundles.ts'

export type Outcome = 'accepted' | 'duplicate' | 'refused'

export type Verdict = {
  object: StixObject
  outcome: Outcome
  /** As the status names it: the one the manifest must show. */
  version: string
  message: string | null
}

type Named = StatusDetails & { outcome: Outcome }

const isPresent = ({ message }: StatusDetails): boolean => message === 'already present'

const listNamed = ({ successes = [], failures = [] }: StatusResource): Named[] => [
  ...successes.map((one) => ({
    ...one,
    outcome: isPresent(one) ? ('duplicate' as const) : ('accepted' as const),
  })),
  ...failures.map((one) => ({ ...one, outcome: 'refused' as const })),
]

const takeFrom = (waiting: Map<string, Named[]>, object: StixObject, exact: boolean) => {
  const list = waiting.get(object.id) ?? []
  const at = exact ? list.findIndex(({ version }) => version === versionTextOf(object)) : 0
  return at < 0 ? undefined : list.splice(at, 1)[0]
}

const verdictOf = (object: StixObject, { outcome, version, message }: Named): Verdict => ({
  object,
  outcome,
  version,
  message: message ?? null,
})

/**
 * One verdict an object, in the objects' order. Throws when the status leaves one out, speaks of
 * one that was not sent, or does not add up: then nothing else can be judged.
 */
export const readVerdicts = (objects: StixObject[], status: StatusResource): Verdict[] => {
  const named = listNamed(status)
  const counts = [status.total_count, status.success_count + status.failure_count, named.length]
  if (counts.some((count) => count !== objects.length))
    throw new Error(`status ${status.id} does not add up to ${objects.length} objects`)
  const waiting = new Map<string, Named[]>()
  for (const one of named) waiting.set(one.id, [...(waiting.get(one.id) ?? []), one])
  const first = objects.map((object) => takeFrom(waiting, object, true))
  return objects.map((object, index) => {
    const one = first[index] ?? takeFrom(waiting, object, false)
    if (one === undefined) throw new Error(`status ${status.id} says nothing of ${object.id}`)
    return verdictOf(object, one)
  })
}

// What differs from one refusal to the next of the same kind: places, and quoted values that are
// not the name of a property.
const generalise = (message: string): string =>
  message.replace(/\/\d+(?=[/:])/g, '/*').replace(/`(?![a-z0-9_]+`)[^`]*`/g, '`…`')

/** Refused objects by reason, most frequent first. */
export const groupRefusals = (verdicts: Verdict[]): { reason: string; verdicts: Verdict[] }[] => {
  const groups = new Map<string, Verdict[]>()
  for (const verdict of verdicts) {
    if (verdict.outcome !== 'refused') continue
    const reason = generalise(verdict.message ?? 'no reason given')
    groups.set(reason, [...(groups.get(reason) ?? []), verdict])
  }
  return [...groups]
    .map(([reason, list]) => ({ reason, verdicts: list }))
    .sort((a, b) => b.verdicts.length - a.verdicts.length)
}
