// What /api/docs says of the admin API besides the schemas of its routes: how one signs in, how it
// says no, and an example of every body and every answer.
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import { z } from 'zod'
import { examples } from './example/examples.ts'
import { problemModel } from './problem.ts'

type Document = OpenAPIV3_1.Document
type Operation = OpenAPIV3_1.OperationObject
type Schemas = Record<string, OpenAPIV3_1.SchemaObject>

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const refusals = {
  '4XX': problem('refused'),
  503: problem('not just now: come back after Retry-After'),
}

type Content = Record<string, OpenAPIV3_1.MediaTypeObject> | undefined

const showExample = (content: Content, example: unknown): void => {
  const json = content?.['application/json']
  if (json !== undefined && example !== undefined) json.example = example
}

const completeOperation = (name: string, operation: Operation): void => {
  const { body, answer } = examples[name] ?? {}
  const { requestBody, responses = {} } = operation
  showExample((requestBody as OpenAPIV3_1.RequestBodyObject | undefined)?.content, body)
  for (const one of Object.values(responses)) {
    showExample((one as OpenAPIV3_1.ResponseObject).content, answer)
  }
  operation.responses = { ...responses, ...refusals } as never
}

const methods = ['get', 'put', 'post', 'delete'] as const

/** Adds refusals and examples to what the routes say of themselves. */
export const completeDocument = (document: Document): Document => {
  const { $schema: _, ...schema } = z.toJSONSchema(problemModel)
  const schemas = { Problem: schema } as Schemas
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item?.[method]
      if (operation !== undefined) completeOperation(`${method.toUpperCase()} ${path}`, operation)
    }
  }
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, ...schemas },
    },
  }
}

/** For the plugin that prints the description. */
export const description = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Sekisho', description: 'The admin API of the hub', version: '0.1.0' },
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-sekisho' },
      },
    },
    security: [{ basic: [] }, { bearer: [] }, { session: [] }],
  },
  transform: jsonSchemaTransform,
  transformObject: ({ openapiObject }: { openapiObject: Document }) =>
    completeDocument(openapiObject),
} as const
