// What is kept of an organisation and its principal becomes the clearance that the sharing rule
// reads, by the database's clock. Knows no credential's secret.
import type { Clearance, SponsorHeld } from '../core/sharing/clearance.ts'
import { isAccepted, unexpiredClearances } from '../core/sharing/moment.ts'
import { type Tlp, tlpLevels } from '../core/sharing/tlp.ts'
import { findHeld, findSponsors, type HeldRow, listHeld } from '../storage/held.ts'
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

const sponsorsOf = async ({ pools }: Needs, row: HeldRow): Promise<SponsorHeld[]> => {
  if (row.client_of.length === 0) return []
  const found = await findSponsors(pools.writer, row.organisation_id)
  return found
    .filter(({ agreement, agreements }) => isAccepted(agreement, agreements, Number(row.now)))
    .map(({ group_id, group, organisation_id, sees_from }) => ({
      group_id,
      group,
      organisation_id,
      sees_from,
    }))
}

/** The clearance as of the moment the row was read. */
export const clearanceOf = async (
  ctx: Needs,
  row: HeldRow,
  { principal_id, service, max_tlp }: Holder,
): Promise<Clearance> => {
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
    sponsors: await sponsorsOf(ctx, row),
    clearances: unexpiredClearances(row.clearances, now),
    community: row.organisation_status === 'active' && (!isPeer || row.same_community),
  }
}

const asService: Holder = { principal_id: null, service: true, max_tlp: null }

/**
 * What a service of the organisation would hold now with a credential without a cap; null for an
 * organisation that is not there.
 */
export const findClearance = async (
  ctx: Needs,
  organisationId: string,
): Promise<Clearance | null> => {
  const row = await findHeld(ctx.pools.writer, organisationId)
  return row === null ? null : await clearanceOf(ctx, row, asService)
}

/** The same for every organisation, in the order of their names. */
export const listClearances = async (ctx: Needs): Promise<Clearance[]> => {
  const found: Clearance[] = []
  for (const row of await listHeld(ctx.pools.writer)) {
    found.push(await clearanceOf(ctx, row, asService))
  }
  return found
}
