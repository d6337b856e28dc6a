// Whom an audience would admit now, as one caller may know it: names where it may know them, and a
// rough number of the others. Decides by the audiences themselves.
import { type Audience, admits } from '../core/sharing/audience.ts'
import { anonymousClearance, type Clearance } from '../core/sharing/clearance.ts'
import { listClearances } from './clearance.ts'
import type { Context } from './context.ts'
import { directoryOf } from './directory.ts'
import type { Policy } from './policy.ts'

/**
 * `organisations` by name, `persons` as `person@organisation`. `others`: organisations that the
 * caller may not know of, at least so many; null for fewer than five, which may be none. `anyone`:
 * also who does not sign in.
 */
export type Viewers = {
  anyone: boolean
  organisations: string[]
  persons: string[]
  others: number | null
}

/** Of an audience, whom it admits. */
export type ViewersOf = (audience: Audience) => Viewers

/** Fewer than the first are not told, and more only as having reached one of these. */
const buckets = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]

const roughly = (count: number): number | null =>
  buckets.reduce<number | null>((told, least) => (count >= least ? least : told), null)

const namesPersons = ({ any }: Audience): string[] =>
  any.flatMap(({ all }) => all.flatMap((atom) => (atom.is === 'person' ? [atom.id] : [])))

const listPersons = (
  policy: Policy,
  audience: Audience,
  byOrganisation: ReadonlyMap<string, Clearance>,
): string[] =>
  [...new Set(namesPersons(audience))].flatMap((id) => {
    const person = policy.personById.get(id)
    const held = byOrganisation.get(person?.organisation_id ?? '')
    if (person === undefined || held === undefined) return []
    const asked = { ...held, principal_id: id, service: false }
    return admits(audience, asked).admitted ? [`${person.name}@${person.organisation}`] : []
  })

/** Reads what every organisation holds now; the answer knows the caller's directory. */
export const openViewers = async (
  ctx: Context,
  policy: Policy,
  asker: Clearance,
): Promise<ViewersOf> => {
  const clearances = await listClearances(ctx)
  const directory = directoryOf(policy, asker)
  const known = new Map<Audience, Viewers>()
  const byOrganisation = new Map(clearances.map((held) => [held.organisation_id ?? '', held]))
  const find = (audience: Audience): Viewers => {
    const admitted = clearances.filter((held) => admits(audience, held).admitted)
    const named = admitted
      .map(({ organisation }) => organisation as string)
      .filter((name) => directory.organisation(name) !== null)
    return {
      anyone: admits(audience, anonymousClearance).admitted,
      organisations: named,
      persons: listPersons(policy, audience, byOrganisation),
      others: roughly(admitted.length - named.length),
    }
  }
  return (audience) => {
    const met = known.get(audience)
    if (met !== undefined) return met
    const found = find(audience)
    known.set(audience, found)
    return found
  }
}
