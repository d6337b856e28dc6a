// Whether an answer is what the description declares: its status, its content type, its body.
import { STATUS_CODES } from 'node:http'
import Ajv from 'ajv/dist/2020.js'
import type { Description, Operation, Schema } from './operation.ts'

export type Answer = {
  status: number
  type: string | undefined
  headers: Record<string, unknown>
  body: Buffer
}

/** Null, or what is wrong with the answer. */
export type Judge = (operation: Operation | null, answer: Answer, refused: boolean) => string | null

const problemType = 'application/problem+json'

const read = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Compiles the schemas of a description as they are needed. */
export const openJudge = ({ components }: Description): Judge => {
  const ajv = new Ajv.default({ strict: false, validateFormats: false })
  const checks = new Map<Schema, ReturnType<typeof ajv.compile>>()
  const fault = (schema: Schema, value: unknown): string | null => {
    const check = checks.get(schema) ?? ajv.compile(schema)
    checks.set(schema, check)
    return check(value) ? null : ajv.errorsText(check.errors)
  }

  const judgeProblem = ({ status, type, headers, body }: Answer): string | null => {
    if (type !== problemType) return `${status} as ${type}`
    const value = read(body) as Record<string, unknown>
    const wrong = fault(components.schemas.Problem as Schema, value)
    if (wrong !== null) return `${status}: ${wrong}`
    if (value.status !== status) return `${status} says ${value.status}`
    if (value.title !== STATUS_CODES[status]) return `${status} is called ${value.title}`
    return status === 503 && headers['retry-after'] === undefined ? '503 without a time' : null
  }

  const judgeBody = (operation: Operation, { status, type, body }: Answer): string | null => {
    const declared = operation.answers.get(String(status))
    if (declared === undefined) return `${status} is not declared`
    if (status === 204 || status === 302) return body.length === 0 ? null : `${status} with a body`
    if (declared === null) return `${status} has no declared body`
    const [plain = ''] = (type ?? '').split(';')
    const content = declared[plain]
    if (content === undefined) return `${status} as ${type}`
    if (plain !== 'application/json') return null
    const wrong = fault(content.schema ?? {}, read(body))
    return wrong === null ? null : `${status}: ${wrong}`
  }

  return (operation, answer, refused) => {
    const { status } = answer
    if (status >= 400 && (status < 500 || status === 503)) return judgeProblem(answer)
    if (status >= 500) return `${status}: ${answer.body.toString('utf8').slice(0, 200)}`
    if (refused && status < 300) return `${status} where it must be refused`
    return operation === null
      ? `${status} for a method without an operation`
      : judgeBody(operation, answer)
  }
}
