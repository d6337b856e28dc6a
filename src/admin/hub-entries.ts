// /api/hub, /api/groups and /api/collections: what the hub file says of them, read and changed.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { collectionModel, groupModel, hubModel } from '../core/hub-file/model.ts'
import type { Condition } from '../exchange/change-hub.ts'
import {
  type CollectionShown,
  changeCollection,
  listShownCollections,
  readCollection,
} from '../exchange/collections.ts'
import type { Context } from '../exchange/context.ts'
import {
  acceptAgreement,
  changeGroup,
  changeMember,
  type GroupShown,
  listGroups,
  readGroup,
} from '../exchange/groups.ts'
import { changeHubTitle, type HubShown, readHubTitle } from '../exchange/hub-title.ts'
import { Refusal } from '../exchange/refusal.ts'
import { collectionView, groupView, hubView, level, name } from './hub-models.ts'
import type { CallerOf } from './me.ts'
import { closeList, openKey, pageOf, pageQuery } from './paging.ts'

/** What of a request's headers makes a change conditional (RFC 9110 §13.1). */
export const conditionOf = ({ headers }: FastifyRequest): Condition => ({
  ifMatch: headers['if-match'] ?? null,
  ifNoneMatch: headers['if-none-match'] ?? null,
})

export const conditional =
  'With If-Match it is changed only when nobody else did meanwhile, else 412; with ' +
  '`If-None-Match: *` it is only added.'

const showHub = ({ words, etag }: HubShown) => ({ ...words, etag })
const showGroup = ({ words, etag, level: held }: GroupShown) => ({ ...words, etag, level: held })
const showCollection = ({ words, ...rest }: CollectionShown) => ({
  ...words,
  id: words.id as string,
  ...rest,
})

const sameAsPath = (said: string | undefined, inPath: string, key: string): void => {
  if (said === undefined || said === inPath) return
  throw new Refusal('unprocessable', `\`${key}\` is another than that of the path`)
}

const access = { access: 'credentials' } as const

const openHub = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/hub',
    config: { ...access, action: 'read-hub' },
    schema: { summary: 'What the hub says of itself', response: { 200: hubView } },
    handler: async (request, reply) => {
      const shown = await readHubTitle(ctx, callerOf(request))
      return reply.header('etag', shown.etag).send(showHub(shown))
    },
  })
  typed.route({
    method: 'PUT',
    url: '/api/hub',
    config: { ...access, action: 'change-hub' },
    schema: {
      summary: 'Change what the hub says of itself',
      description: conditional,
      body: hubModel,
      response: { 200: hubView },
    },
    handler: async (request, reply) => {
      const shown = await changeHubTitle(ctx, callerOf(request), request.body, conditionOf(request))
      return reply.header('etag', shown.etag).send(showHub(shown))
    },
  })
}

const groupBody = groupModel.extend({
  name: name.optional(),
  members: groupModel.shape.members.unwrap().optional().describe('not given: they stay'),
})

const openGroups = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/groups',
    config: { ...access, action: 'read-group' },
    schema: {
      summary: 'The trust groups that are there for you',
      querystring: z.strictObject(pageQuery),
      response: { 200: pageOf(groupView) },
    },
    handler: async (request) => {
      const { limit, next } = request.query
      const found = await listGroups(ctx, callerOf(request), { after: openKey(next), limit })
      const { entries, more } = found
      return closeList({ entries: entries.map(showGroup), more }, (group) => group.name)
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/groups/:name',
    config: { ...access, action: 'read-group' },
    schema: {
      summary: 'One trust group',
      params: z.strictObject({ name }),
      response: { 200: groupView },
    },
    handler: async (request, reply) => {
      const shown = await readGroup(ctx, callerOf(request), request.params.name)
      return reply.header('etag', shown.etag).send(showGroup(shown))
    },
  })
  typed.route({
    method: 'PUT',
    url: '/api/groups/:name',
    config: { ...access, action: 'change-group' },
    schema: {
      summary: 'Add a trust group, or change it',
      description: conditional,
      params: z.strictObject({ name }),
      body: groupBody,
      response: { 200: groupView, 201: groupView },
    },
    handler: async (request, reply) => {
      sameAsPath(request.body.name, request.params.name, 'name')
      const entry = { ...request.body, name: request.params.name }
      const condition = conditionOf(request)
      const { shown, added } = await changeGroup(ctx, callerOf(request), entry, condition)
      return reply
        .code(added ? 201 : 200)
        .header('etag', shown.etag)
        .send(showGroup(shown))
    },
  })
}

const member = z.strictObject({ name, organisation: name })

const openMembers = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const url = '/api/groups/:name/members/:organisation'
  typed.route({
    method: 'PUT',
    url,
    config: { ...access, action: 'change-member' },
    schema: {
      summary: 'Take an organisation into a group, or give it another level',
      params: member,
      body: z.strictObject({ level }),
      response: { 200: groupView },
    },
    handler: async (request) => {
      const { name: group, organisation } = request.params
      const caller = callerOf(request)
      return showGroup(await changeMember(ctx, caller, group, organisation, request.body.level))
    },
  })
  typed.route({
    method: 'DELETE',
    url,
    config: { ...access, action: 'change-member' },
    schema: {
      summary: 'Take an organisation out of a group: it holds from the next request on',
      params: member,
      response: { 200: groupView },
    },
    handler: async (request) => {
      const { name: group, organisation } = request.params
      return showGroup(await changeMember(ctx, callerOf(request), group, organisation, null))
    },
  })
  typed.route({
    method: 'POST',
    url: '/api/groups/:name/agreement/accept',
    config: { ...access, action: 'change-organisation' },
    schema: {
      summary: 'Accept, for my organisation, the agreement that the group has in force',
      params: z.strictObject({ name }),
      response: {
        200: z.strictObject({ name: z.string(), version: z.number(), accepted: z.string() }),
      },
    },
    handler: (request) => acceptAgreement(ctx, callerOf(request), request.params.name),
  })
}

const collectionBody = collectionModel.extend({ group: name.optional(), name: name.optional() })
const place = z.strictObject({ group: name, name })

const openCollections = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  typed.route({
    method: 'GET',
    url: '/api/collections',
    config: { ...access, action: 'read-collection' },
    schema: {
      summary: 'The collections that are there for you',
      querystring: z.strictObject({ ...pageQuery, group: name.optional() }),
      response: { 200: pageOf(collectionView) },
    },
    handler: async (request) => {
      const { limit, next, group = null } = request.query
      const asked = { group, after: openKey(next), limit }
      const { entries, more } = await listShownCollections(ctx, callerOf(request), asked)
      const shown = { entries: entries.map(showCollection), more }
      return closeList(shown, (one) => `${one.group}/${one.name}`)
    },
  })
  typed.route({
    method: 'GET',
    url: '/api/collections/:group/:name',
    config: { ...access, action: 'read-collection' },
    schema: {
      summary: 'One collection',
      params: place,
      response: { 200: collectionView },
    },
    handler: async (request, reply) => {
      const { group, name: called } = request.params
      const shown = await readCollection(ctx, callerOf(request), group, called)
      return reply.header('etag', shown.etag).send(showCollection(shown))
    },
  })
  typed.route({
    method: 'PUT',
    url: '/api/collections/:group/:name',
    config: { ...access, action: 'change-collection' },
    schema: {
      summary: 'Add a collection, or change it',
      description: conditional,
      params: place,
      body: collectionBody,
      response: { 200: collectionView, 201: collectionView },
    },
    handler: async (request, reply) => {
      const { group, name: called } = request.params
      sameAsPath(request.body.group, group, 'group')
      sameAsPath(request.body.name, called, 'name')
      const entry = { ...request.body, group, name: called }
      const condition = conditionOf(request)
      const { shown, added } = await changeCollection(ctx, callerOf(request), entry, condition)
      return reply
        .code(added ? 201 : 200)
        .header('etag', shown.etag)
        .send(showCollection(shown))
    },
  })
}

export const openHubEntries = (app: FastifyInstance, ctx: Context, callerOf: CallerOf): void => {
  openHub(app, ctx, callerOf)
  openGroups(app, ctx, callerOf)
  openMembers(app, ctx, callerOf)
  openCollections(app, ctx, callerOf)
}
