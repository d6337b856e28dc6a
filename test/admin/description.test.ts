// The description of the admin API: an example of every body and every answer, each of which is as
// its own schema says; and what holds for all routes alike.
import Ajv from 'ajv/dist/2020.js'
import t from 'tap'
import { examples } from '../../src/admin/example/examples.ts'
import {
  type Description,
  listOperations,
  readDescription,
  type Schema,
} from '../harness/fuzz/operation.ts'
import { openAccountHub } from './account-hub.ts'

type Example = { name: string; schema: Schema; example: unknown }

/** Every place of the description that has JSON, with its example. */
const listPlaces = (description: Description): Example[] =>
  listOperations(description).flatMap(({ name, body, answers }) => {
    const said = [...answers].flatMap(([status, content]) => {
      const json = content?.['application/json']
      if (json?.schema === undefined) return []
      return [{ name: `${name} ${status}`, schema: json.schema, example: json.example }]
    })
    const asked = body === null ? [] : [{ name: `${name} body`, ...body }]
    return [...asked, ...said]
  })

/** Bodies that say nothing need no example. */
const isEmpty = ({ properties }: Schema): boolean =>
  properties !== undefined && Object.keys(properties).length === 0

const listFaults = (places: Example[]): string[] => {
  const ajv = new Ajv.default({ strict: false, validateFormats: false })
  return places.flatMap(({ name, schema, example }) => {
    if (example === undefined) return isEmpty(schema) ? [] : [`${name}: no example`]
    return ajv.validate(schema, example) ? [] : [`${name}: ${ajv.errorsText()}`]
  })
}

t.test('every body and every answer has an example, which its schema takes', async (t) => {
  const { app } = await openAccountHub(t)
  const description = await readDescription(app)
  const places = listPlaces(description)
  t.ok(places.length > 90, `${places.length} places`)
  t.same(listFaults(places), [])
  const names = new Set(listOperations(description).map(({ name }) => name))
  t.same(
    Object.keys(examples).filter((name) => !names.has(name)),
    [],
    'no example of a route that is not there',
  )
  const [place] = places.filter(({ name }) => name === 'PUT /api/hub body') as [Example]
  const spoilt = { ...place, example: { ...(place.example as object), no_such_member: 1 } }
  t.equal(listFaults([spoilt]).length, 1, 'a member more is seen')
  t.equal(listFaults([{ ...place, example: undefined }]).length, 1, 'a missing one is seen')
})

/** Objects of a schema with members of their own that take others besides. */
const listLoose = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties, additionalProperties } = schema as Schema
  const loose = type === 'object' && properties !== undefined && additionalProperties !== false
  return [
    ...(loose ? [Object.keys(properties).join(' ')] : []),
    ...Object.values(schema).flatMap(listLoose),
  ]
}

t.test('what every operation says', async (t) => {
  const { app } = await openAccountHub(t)
  const description = await readDescription(app)
  const operations = listOperations(description)
  const described = app.routes.filter(
    ({ url, method, schema }) =>
      url.startsWith('/api/') && method !== 'HEAD' && schema !== undefined && !schema.hide,
  )
  t.equal(operations.length, described.length, 'all of them are described')
  t.same(listLoose({ type: 'object', properties: { a: {} } }), ['a'])
  for (const { name, answers, body } of operations) {
    t.ok(answers.get('4XX')?.['application/problem+json'], name)
    if (body !== null) t.same(listLoose(body.schema), [], `${name} is strict`)
  }
})

t.test('no route takes what it does not ask for', async (t) => {
  const hub = await openAccountHub(t)
  const root = await hub.as('hub-admin', 'hub')
  const routes = listOperations(await readDescription(hub.app))
  for (const { method, path, name } of routes) {
    if (path === '/api/session/oidc/return' || method === 'DELETE') continue
    const url = `${path.replace(/\{\w+\}/g, 'x')}?no_such_parameter=1`
    const { status } = await root.ask(method as 'GET', url, method === 'GET' ? undefined : {})
    t.ok(status >= 400 && status < 500, `${name} ${status}`)
  }
})
