// The routes by which the hub itself is looked after, and by which its people find what is shared.
import type { FastifyInstance } from 'fastify'
import type { Context } from '../exchange/context.ts'
import { openCredentials } from './credentials.ts'
import { openHome } from './home.ts'
import { openHubEntries } from './hub-entries.ts'
import { openLedgerReading } from './ledger.ts'
import { openMatrix } from './matrix.ts'
import type { CallerOf } from './me.ts'
import { openObjects } from './objects.ts'
import { openOrganisations } from './organisations.ts'
import { openSubmissionList } from './submission-list.ts'
import { openWebhooks } from './webhooks.ts'

export const openHubApi = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  openHubEntries(app, ctx, callerOf)
  openOrganisations(app, ctx, callerOf)
  openCredentials(app, ctx, callerOf)
  openMatrix(app, ctx, callerOf)
  openObjects(app, ctx, callerOf)
  openSubmissionList(app, ctx, callerOf)
  openLedgerReading(app, ctx, callerOf)
  openHome(app, ctx, callerOf)
  openWebhooks(app, ctx, callerOf)
}
