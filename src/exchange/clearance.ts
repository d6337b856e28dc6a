// What is kept of an organisation and its principal becomes the clearance that the sharing rule
// reads, by the database's clock. Knows no credential's secret.
import type { Clearance, SponsorHeld } from '../core/sharing/clearance.ts'
import { isAccepted, unexpiredClearances } from '../core/sharing/moment.ts'
import { type Tlp, tlpLevels } from '../core/sharing/tlp.ts'
import {
  findHeld,
  findSponsors,
  type HeldRow,
  listHeld,
  listSponsors,
  type SponsorRow,
} from '../storage/held.ts'
import type { Context } from './context.ts'

type Needs = Pick<Context, 'pools'>

/** Who of the organisation asks, with which cap; `principal_id` is null for nobody in person. */
export type Holder = { principal_id: string | null; service: boolean; max_tlp: string | null }

const peerKind = 'peer-hub'

/** The lowest of the caps; null where there is none. A word that is no level caps everything. */
const lowestCap = (caps: (string | null)[]): Tlp | null => {
  const places = caps
    .filter((cap) => cap !== null)
    .map((cap) => Math.max(0, tlpLevels.indexOf(cap as Tlp)))
  return places.length === 0 ? null : (tlpLevels[Math.min(...places)] as Tlp)
}

const sponsorsFrom = (found: SponsorRow[], now: number): SponsorHeld[] =>
  found
    .filter(({ agreement, agreements }) => isAccepted(agreement, agreements, now))
    .map(({ group_id, group, organisation_id, sees_from }) => ({
      group_id,
      group,
      organisation_id,
      sees_from,
    }))

const sponsorsOf = async ({ pools }: Needs, row: HeldRow): Promise<SponsorRow[]> =>
  row.client_of.length === 0 ? [] : findSponsors(pools.gate, row.organisation_id)

const combine = (
  row: HeldRow,
  sponsors: SponsorRow[],
  { principal_id, service, max_tlp }: Holder,
): Clearance => {
  const now = Number(row.now)
  const isPeer = row.organisation_kind === peerKind
  return {
    organisation_id: row.organisation_id,
    organisation: row.organisation,
    status: row.organisation_status,
    kind: row.organisation_kind,
    country: row.country,
    sectors: row.sectors,
    principal_id,
    service,
    max_tlp: lowestCap([max_tlp, isPeer ? row.peer_max_tlp : null]),
    memberships: row.memberships.map(({ agreement, ...held }) => ({
      ...held,
      accepted: isAccepted(agreement, row.agreements, now),
    })),
    sponsors: sponsorsFrom(sponsors, now),
    clearances: unexpiredClearances(row.clearances, now),
    community: row.organisation_status === 'active' && (!isPeer || row.same_community),
  }
}

/** The clearance as of the moment the row was read. */
export const clearanceOf = async (ctx: Needs, row: HeldRow, holder: Holder): Promise<Clearance> =>
  combine(row, await sponsorsOf(ctx, row), holder)

const asService: Holder = { principal_id: null, service: true, max_tlp: null }

/**
 * What a service of the organisation would hold now with a credential without a cap; null for an
 * organisation that is not there.
 */
export const findClearance = async (
  ctx: Needs,
  organisationId: string,
): Promise<Clearance | null> => {
  const row = await findHeld(ctx.pools.gate, organisationId)
  return row === null ? null : await clearanceOf(ctx, row, asService)
}

/** The same for every organisation, in the order of their names. */
export const listClearances = async ({ pools }: Needs): Promise<Clearance[]> => {
  const sponsors = await listSponsors(pools.gate)
  const rows = await listHeld(pools.gate)
  return rows.map((row) => combine(row, sponsors.get(row.organisation_id) ?? [], asService))
}
