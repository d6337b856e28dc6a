// /api/organisations: who takes part, as the hub file says it, with its people; and the one button
// that suspends.
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { requestedOrganisationModel, requestedPersonModel } from '../core/hub-file/requested.ts'
import type { Context } from '../exchange/context.ts'
import {
  changeOrganisation,
  listOrganisations,
  type OrganisationShown,
  readOrganisation,
  setStatus,
} from '../exchange/organisations.ts'
import { changePerson, listPeople, removePerson } from '../exchange/people.ts'
import { conditional, conditionOf } from './hub-entries.ts'
import {
  etag,
  name,
  organisationSummary,
  organisationView,
  personView,
  status,
} from './hub-models.ts'
import type { CallerOf } from './me.ts'
import { closeList, openKey, pageOf, pageQuery } from './paging.ts'

const access = { access: 'credentials' } as const
const byName = z.strictObject({ name })

type View = z.output<typeof organisationView>

const show = ({ words, ...rest }: OrganisationShown): View => ({ ...words, ...rest }) as View

const openList = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/organisations',
    config: { ...access, action: 'read-organisation' },
    schema: {
      summary: 'The organisations you may know of',
      description: 'Your own; for stewards the members of their groups; for the hub all.',
      querystring: z.strictObject({
        ...pageQuery,
        search: z.string().max(200).optional().describe('in name or title'),
        status: status.optional(),
      }),
      response: { 200: pageOf(organisationSummary) },
    },
    handler: async (request) => {
      const { limit, next, search = null, status: asked = null } = request.query
      const query = { search, status: asked, after: openKey(next), limit }
      const found = await listOrganisations(ctx, callerOf(request), query)
      return closeList(found, (one) => one.name)
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/organisations/:name',
    config: { ...access, action: 'read-organisation' },
    schema: {
      summary: 'One organisation, in the words of the hub file',
      params: byName,
      response: { 200: organisationView },
    },
    handler: async (request, reply) => {
      const shown = await readOrganisation(ctx, callerOf(request), request.params.name)
      return reply.header('etag', shown.etag).send(show(shown))
    },
  })
}

const openChange = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'PUT',
    url: '/api/organisations/:name',
    config: { ...access, action: 'change-organisation' },
    schema: {
      summary: 'Add an organisation, or change it',
      description: `${conditional} Credentials that are named without a secret keep theirs.`,
      params: byName,
      body: requestedOrganisationModel,
      response: { 200: organisationView, 201: organisationView },
    },
    handler: async (request, reply) => {
      const { shown, added } = await changeOrganisation(
        ctx,
        callerOf(request),
        request.params.name,
        request.body,
        conditionOf(request),
      )
      return reply
        .code(added ? 201 : 200)
        .header('etag', shown.etag)
        .send(show(shown))
    },
  })
  typed.route({
    method: 'POST',
    url: '/api/organisations/:name/status',
    config: { ...access, action: 'set-status' },
    schema: {
      summary: 'Suspend an organisation, or let it in again: at once, everywhere',
      params: byName,
      body: z.strictObject({
        status,
        reason: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .regex(/^[^\p{Cc}\u2028\u2029]*$/u)
          .describe('one line, for the ledger'),
      }),
      response: { 200: organisationView },
    },
    handler: async (request) => {
      const { status: wanted, reason } = request.body
      return show(await setStatus(ctx, callerOf(request), request.params.name, wanted, reason))
    },
  })
}

const person = personView.extend({ etag })

const openPeople = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const url = '/api/organisations/:name/people/:person'
  const params = z.strictObject({ name, person: name })
  typed.route({
    method: 'GET',
    url: '/api/organisations/:name/people',
    config: { ...access, action: 'read-organisation' },
    schema: {
      summary: 'The people of an organisation, all of them',
      params: byName,
      response: { 200: z.strictObject({ entries: z.array(person) }) },
    },
    handler: async (request) => ({
      entries: await listPeople(ctx, callerOf(request), request.params.name),
    }),
  })
  typed.route({
    method: 'PUT',
    url,
    config: { ...access, action: 'invite-person' },
    schema: {
      summary: 'Add a person, or change one',
      description: conditional,
      params,
      body: requestedPersonModel,
      response: { 200: person, 201: person },
    },
    handler: async (request, reply) => {
      const { name: organisation, person: called } = request.params
      const condition = conditionOf(request)
      const caller = callerOf(request)
      const changed = await changePerson(ctx, caller, organisation, called, request.body, condition)
      return reply
        .code(changed.added ? 201 : 200)
        .header('etag', changed.person.etag)
        .send(changed.person)
    },
  })
  typed.route({
    method: 'DELETE',
    url,
    config: { ...access, action: 'invite-person' },
    schema: {
      summary: 'Take a person out, with every credential of theirs',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { name: organisation, person: called } = request.params
      await removePerson(ctx, callerOf(request), organisation, called)
      return reply.code(204).send(null)
    },
  })
}

export const openOrganisations = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  openList(app, ctx, callerOf)
  openChange(app, ctx, callerOf)
  openPeople(app, ctx, callerOf)
}
