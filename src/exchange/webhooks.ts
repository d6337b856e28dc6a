// Addresses that an organisation wants called when something arrives for it: given, listed, taken
// away. Calls nobody.
import { randomBytes } from 'node:crypto'
import { faultOfUrl } from '../core/notification/address.ts'
import { printSecret } from '../core/notification/signature.ts'
import { readHub } from '../storage/hub.ts'
import {
  addWebhook,
  listWebhookViews,
  removeWebhook,
  type WebhookView,
} from '../storage/webhooks.ts'
import type { Caller, Context } from './context.ts'
import { noteActsIn } from './ledger.ts'
import { findOrganisationFor } from './organisations.ts'
import { Refusal } from './refusal.ts'
import { requireSignedIn } from './require-role.ts'

const perOrganisationMax = 10
const secretOctets = 32
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const findId = async (ctx: Context, caller: Caller, name: string): Promise<string> =>
  findOrganisationFor(caller, await readHub(ctx.db), name, 'change-webhook').id

const note = async (ctx: Context, caller: Caller, change: string, name: string, id: string) => {
  const { principal_id, organisation_id } = requireSignedIn(caller)
  const facts = { change, what: 'webhook', name: `${name}/${id}`, words: '' }
  const none = { collection_id: null, object_id: null, positions: [] }
  await noteActsIn(ctx.db, [{ act: 'administer', principal_id, organisation_id, ...none, facts }])
}

/** Refuses with not-found and forbidden. */
export const listOrganisationWebhooks = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
): Promise<WebhookView[]> =>
  listWebhookViews(ctx.pools.writer, await findId(ctx, caller, organisation))

/**
 * Adds an address and tells its secret, once. Refuses with unprocessable an address the hub may not
 * call, one that is there already, and more than ten.
 */
export const addOrganisationWebhook = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  url: string,
): Promise<{ id: string; url: string; secret: string }> => {
  const organisation_id = await findId(ctx, caller, organisation)
  const fault = faultOfUrl(url, ctx.settings.webhookPrivate)
  if (fault !== null) throw new Refusal('unprocessable', `\`url\`: ${fault}`)
  const secret = randomBytes(secretOctets)
  const row = { organisation_id, url, secret }
  const id = await addWebhook(ctx.pools.writer, row, perOrganisationMax)
  if (id === null) {
    const words = `\`url\`: it is there already, or there are ${perOrganisationMax}`
    throw new Refusal('unprocessable', words)
  }
  await note(ctx, caller, 'add', organisation, id)
  return { id, url, secret: printSecret(secret) }
}

/** Refuses with not-found. */
export const removeOrganisationWebhook = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  id: string,
): Promise<void> => {
  const organisationId = await findId(ctx, caller, organisation)
  const gone = uuid.test(id) && (await removeWebhook(ctx.pools.writer, organisationId, id))
  if (!gone) throw new Refusal('not-found', 'there is no such webhook')
  await note(ctx, caller, 'remove', organisation, id)
}
