// Asks the admin API at random, by its own description, as everybody there is: requests that fit,
// and requests that are spoilt in one place. Notes every answer that is not as declared.
import fc from 'fast-check'
import { type Chance, makeChance } from '../chance.ts'
import { type Answer, type Judge, openJudge } from './judge.ts'
import { type Description, listOperations, type Operation, readDescription } from './operation.ts'
import { type Request, spoil } from './spoil.ts'
import { type Known, makeValue } from './value.ts'
import type { Asker, World } from './world.ts'

export type Finding = {
  operation: string
  asker: string
  how: string
  request: string
  why: string
}

export type Tally = {
  requests: number
  /** By operation, then by status. */
  statuses: Map<string, Map<number, number>>
  findings: Finding[]
}

export type Plan = {
  requests: number
  seed: number
  /** The description to hold the hub to; without it, its own. */
  description?: Description
  onProgress?: (tally: Tally) => void
}

/** So many requests between two looks at what is there. */
const stretch = 150
const shareSpoilt = 0.6

type Values = { path: Record<string, unknown>; query: Record<string, unknown>; body: unknown }

const parametersOf = ({ parameters }: Operation, where: string, known: Known) =>
  fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === where)
        .map(({ name, schema, required }) => {
          const value = makeValue(schema, known, name)
          if (where === 'path' || required) return [name, value]
          const left = { weight: 3, arbitrary: fc.constant(undefined) }
          return [name, fc.oneof(left, { weight: 1, arbitrary: value })]
        }),
    ),
  )

const bodyOf = ({ body }: Operation, known: Known): fc.Arbitrary<unknown> => {
  if (body === null) return fc.constant(undefined)
  const made = makeValue(body.schema, known)
  if (body.example === undefined) return made
  return fc.oneof(fc.constant(body.example), made)
}

const valuesOf = (operation: Operation, known: Known): fc.Arbitrary<Values> =>
  fc.record({
    path: parametersOf(operation, 'path', known),
    query: parametersOf(operation, 'query', known),
    body: bodyOf(operation, known),
  })

// An empty part, or one of dots, would make it another path.
const partOf = (value: unknown): string => {
  const part = encodeURIComponent(String(value).toWellFormed().slice(0, 300))
  return /^\.{0,2}$/.test(part) ? '_' : part
}

const printRequest = ({ method, path }: Operation, { path: parts, query, body }: Values) => {
  const request: Request = {
    method,
    parts: path
      .split('/')
      .slice(1)
      .map((part) => {
        const name = /^\{(.+)\}$/.exec(part)?.[1]
        return name === undefined ? part : partOf(parts[name])
      }),
    query: Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: structuredClone(body),
    bytes: null,
  }
  return request
}

const urlOf = ({ parts, query }: Request): string => {
  const search = query
    .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('='))
    .join('&')
  return `/${parts.join('/')}${search === '' ? '' : `?${search}`}`
}

const send = async ({ hub }: World, asker: Asker, request: Request): Promise<Answer> => {
  const payload =
    request.bytes ?? (request.body === undefined ? null : JSON.stringify(request.body))
  const answer = await hub.app.inject({
    method: request.method as 'GET',
    url: urlOf(request),
    headers: { ...asker.headers(), ...request.headers },
    ...(payload === null ? {} : { payload }),
  })
  const type = answer.headers['content-type']?.toString()
  return { status: answer.statusCode, type, headers: answer.headers, body: answer.rawPayload }
}

type Run = {
  world: World
  judge: Judge
  chance: Chance
  tally: Tally
  operations: Operation[]
  /** By operation: who came further than the door. */
  able: Map<string, Set<Asker>>
}

/** Half of the time somebody who may, so that what is behind the door is reached. */
const pickAsker = ({ world, chance, able }: Run, { name }: Operation): Asker => {
  const known = [...(able.get(name) ?? [])]
  return chance.pick(known.length > 0 && chance.chance(0.5) ? known : world.askers)
}

const noteAble = ({ able }: Run, { name }: Operation, asker: Asker, status: number): void => {
  if (status === 401 || status === 403 || status === 404) return
  able.set(name, (able.get(name) ?? new Set()).add(asker))
}

const count = ({ tally }: Run, name: string, status: number): void => {
  const statuses = tally.statuses.get(name) ?? new Map<number, number>()
  statuses.set(status, (statuses.get(status) ?? 0) + 1)
  tally.statuses.set(name, statuses)
  tally.requests++
}

const unspoilt = { how: 'nothing spoilt', refused: false }

/** Of which operation an answer is to be judged; null where the spoilt request is of none. */
const judgedAs = (operations: Operation[], asked: Operation, { method, parts }: Request) => {
  if (method === asked.method) return asked
  if (method === 'HEAD') return null
  return operations.find((one) => one.method === method && matches(one, parts)) ?? null
}

const matches = ({ path }: Operation, parts: string[]): boolean => {
  const own = path.split('/').slice(1)
  return own.length === parts.length && own.every((p, at) => p[0] === '{' || p === parts[at])
}

const askOnce = async (run: Run, operation: Operation, values: Values): Promise<void> => {
  const { world, judge, chance, tally } = run
  const request = printRequest(operation, values)
  const spoilt = chance.chance(shareSpoilt) ? spoil(request, chance) : unspoilt
  const asker = pickAsker(run, operation)
  const answer = await send(world, asker, request)
  count(run, operation.name, answer.status)
  if (spoilt === unspoilt) noteAble(run, operation, asker, answer.status)
  // A HEAD is a GET without a body; what a path was changed to may be another route.
  const elsewhere = request.method === 'HEAD' || spoilt.how === 'a part of the path'
  if (elsewhere && answer.status < 500) return
  const refused = spoilt.refused && request.method === operation.method
  const why = judge(judgedAs(run.operations, operation, request), answer, refused)
  if (why === null) return
  const body = request.bytes?.toString('latin1') ?? JSON.stringify(request.body) ?? ''
  const printed = `${request.method} ${urlOf(request)} ${body}`.slice(0, 1_000)
  tally.findings.push({
    ...{ operation: operation.name, asker: asker.name, how: spoilt.how },
    ...{ request: printed, why },
  })
}

/** Asks so many requests, spread evenly over all operations. Equal seeds make equal requests. */
export const fuzz = async (world: World, plan: Plan): Promise<Tally> => {
  const description = plan.description ?? (await readDescription(world.hub.app))
  const operations = listOperations(description)
  const tally: Tally = { requests: 0, statuses: new Map(), findings: [] }
  const chance = makeChance(plan.seed)
  const run: Run = {
    world,
    judge: openJudge(description),
    chance,
    tally,
    operations,
    able: new Map(),
  }
  while (tally.requests < plan.requests) {
    const { known, ids } = await world.look()
    for (let n = 0; n < stretch && tally.requests < plan.requests; n++) {
      const operation = operations[tally.requests % operations.length] as Operation
      const own = { ...known, id: ids[operation.path.split('/')[2] as string] ?? [] }
      const seed = chance.below(2 ** 31)
      const [values] = fc.sample(valuesOf(operation, own), { seed, numRuns: 1 })
      await askOnce(run, operation, values as Values)
    }
    await world.restore()
    plan.onProgress?.(tally)
  }
  return tally
}
