// What an owner may be told of those who were shown its objects: authorities by name, everybody
// else in numbers too large to point at one of them. Knows no storage.

/** Kinds of organisations that are always named to whoever shared. */
const namedKinds: ReadonlySet<string> = new Set(['government', 'law-enforcement', 'regulator'])

/** Fewer organisations of a kind than this are told as `fewer than`. */
export const leastCounted = 5

export type Receiver = { organisation_id: string | null; name: string | null; kind: string | null }

export type ReceiversTold = {
  named: { name: string; kind: string }[]
  /** `organisations` is null for fewer than `leastCounted`. */
  others: { kind: string; organisations: number | null }[]
  /** Somebody who did not sign in was shown it. */
  anonymous: boolean
}

/**
 * Tells receivers as their group's rules let an owner know them: each organisation counts once. An
 * organisation that is gone counts as kind `unknown`.
 */
export const tellReceivers = (receivers: readonly Receiver[]): ReceiversTold => {
  const met = new Set<string>()
  const named: ReceiversTold['named'] = []
  const counts = new Map<string, number>()
  let anonymous = false
  for (const { organisation_id, name, kind } of receivers) {
    if (organisation_id === null) anonymous = true
    if (organisation_id === null || met.has(organisation_id)) continue
    met.add(organisation_id)
    if (name !== null && kind !== null && namedKinds.has(kind)) named.push({ name, kind })
    else counts.set(kind ?? 'unknown', (counts.get(kind ?? 'unknown') ?? 0) + 1)
  }
  named.sort((a, b) => (a.name < b.name ? -1 : 1))
  const others = [...counts]
    .map(([kind, count]) => ({ kind, organisations: count < leastCounted ? null : count }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
  return { named, others, anonymous }
}
