// What the hub's own description says can be asked, and how it will be answered. Asks nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../../src/app.ts'

/** A JSON Schema, as far as a value is made of it. */
export type Schema = {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  pattern?: string
  format?: string
}

type Content = Record<string, { schema?: Schema; example?: unknown }>

export type Parameter = { in: 'path' | 'query'; name: string; required?: boolean; schema: Schema }

export type Operation = {
  /** `GET /api/home` */
  name: string
  method: string
  path: string
  parameters: Parameter[]
  body: { schema: Schema; example: unknown; required: boolean } | null
  /** By status; `4XX` stands for all of them. Null: an answer without a body. */
  answers: Map<string, Content | null>
}

type Described = {
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, { content?: Content }>
}

export type Description = {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

// A machine that is busy with other tests says so.
const triesMax = 60

/** Reads the description as any client would. */
export const readDescription = async (app: App): Promise<Description> => {
  for (let tries = 1; ; tries++) {
    const answer = await app.inject('/api/docs/json')
    if (answer.statusCode === 200) return answer.json()
    if (tries === triesMax) throw new Error(`${answer.statusCode} ${answer.body}`)
    await sleep(500)
  }
}

/** Every operation of the description. */
export const listOperations = ({ paths }: Description): Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, described]) => {
      const { parameters = [], requestBody, responses } = described
      const content = requestBody?.content['application/json']
      const method = verb.toUpperCase()
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters,
        body:
          content === undefined
            ? null
            : {
                schema: content.schema ?? {},
                example: content.example,
                required: requestBody?.required === true,
              },
        answers: new Map(
          Object.entries(responses).map(([status, answer]) => [status, answer.content ?? null]),
        ),
      }
    }),
  )
