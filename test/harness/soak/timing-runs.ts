// How long a refusal takes (A11): whoever guesses does not learn from the clock whether there is
// such a user, or such a token.
import { randomBytes } from 'node:crypto'
import { hashToken, printToken } from '../../../src/core/credential/token.ts'
import { authenticate, type Presented } from '../../../src/exchange/authenticate.ts'
import type { Context } from '../../../src/exchange/context.ts'
import { hashPassword } from '../../../src/exchange/password.ts'
import { openHub, type TestHub } from '../../fixture/hub.ts'
import type { Result } from '../resilience/row.ts'
import type { LongGround } from './row.ts'

/** Failed guesses of a name are counted: each known one is tried less often than that. */
const usersKnown = 400
const triesMost = 5_000
const triesLeast = 400
/** Passwords take a hundred times as long as tokens. */
const passwordShare = 0.9
const differMost = 0.05

type Pair = { known: () => Presented; unknown: () => Presented }

const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

/** Milliseconds until it is refused; throws where it is let in, or turned away unread. */
const timeRefusal = async (ctx: Context, presented: Presented, n: number): Promise<number> => {
  const started = performance.now()
  const answer = await authenticate(ctx, presented, addressOf(n)).catch((error: unknown) => error)
  const ms = performance.now() - started
  const { reason } = answer as { reason?: unknown }
  if (reason !== 'unauthenticated') throw new Error(`a wrong guess was answered ${reason}`)
  return ms
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** One of each in turn, which of them first by turns, for so long. */
const compare = async (ctx: Context, pair: Pair, seconds: number): Promise<number[][]> => {
  const times: [number[], number[]] = [[], []]
  const until = performance.now() + seconds * 1_000
  for (let n = 0; n < triesMost; n++) {
    if (n >= triesLeast && performance.now() > until) break
    const order = n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)
    for (const which of order) {
      const presented = which === 0 ? pair.known() : pair.unknown()
      times[which].push(await timeRefusal(ctx, presented, n * 2 + which))
    }
  }
  return times
}

const addUsers = async (hub: TestHub, hash: string): Promise<void> => {
  const { principal_id } = await hub.join('contributor')
  await hub.query(
    `insert into credential (principal_id, name, kind, username, secret)
      select $1, 'guess ' || n, 'basic', 'known-' || n, $2 from generate_series(1, $3) n`,
    [principal_id, hash, usersKnown],
  )
  await hub.query('update hub set policy_epoch = policy_epoch + 1')
}

const tokenOctets = 20
/** So much of a token is known to whoever guesses the rest. */
const octetsKnown = 16

/** The octets of a token that is good. */
const addToken = async (hub: TestHub): Promise<Buffer> => {
  const { principal_id } = await hub.join('contributor')
  const octets = randomBytes(tokenOctets)
  await hub.query(
    "insert into credential (principal_id, name, kind, secret) values ($1, 'good', 'token', $2)",
    [principal_id, hashToken(printToken('guess', octets))],
  )
  await hub.query('update hub set policy_epoch = policy_epoch + 1')
  return octets
}

const listPairs = (good: Buffer): [name: string, pair: Pair, share: number][] => {
  let tried = 0
  const password = (): string => `no ${randomBytes(6).toString('hex')}`
  const known = (): Presented => {
    const username = `known-${1 + (tried++ % usersKnown)}`
    return { kind: 'basic', username, password: password() }
  }
  const unknown = (): Presented => {
    const username = `nobody-${randomBytes(3).toString('hex')}`
    return { kind: 'basic', username, password: password() }
  }
  const tokenFrom = (begin: Buffer): Presented => {
    const octets = Buffer.concat([begin, randomBytes(tokenOctets - begin.length)])
    return { kind: 'token', token: printToken('guess', octets) }
  }
  const near = () => tokenFrom(good.subarray(0, octetsKnown))
  const far = () => tokenFrom(Buffer.alloc(0))
  return [
    ['a user', { known, unknown }, passwordShare],
    ['the beginning of a token', { known: near, unknown: far }, 1 - passwordShare],
  ]
}

const runGuesses = async (ground: LongGround, hash: string): Promise<Result> => {
  const hub = await openHub(ground)
  await addUsers(hub, hash)
  const pairs = listPairs(await addToken(hub))
  const told: string[] = []
  const faults: string[] = []
  for (const [name, pair, share] of pairs) {
    ground.show(`A11 ${name}`)
    const [known = [], unknown = []] = await compare(hub.ctx, pair, ground.seconds * share)
    const [one, other] = [median(known), median(unknown)]
    const differs = Math.abs(one - other) / Math.max(one, other)
    const percent = (differs * 100).toFixed(1)
    const ms = `${one.toFixed(2)} and ${other.toFixed(2)} ms`
    told.push(
      `${name} that is there and one that is not: ${ms} (${percent} %), ${known.length} each`,
    )
    if (differs > differMost) faults.push(`${name}: the medians differ by ${percent} %`)
  }
  return { figure: told.join('; '), faults }
}

/** A11. No more tries than the guesses that are counted allow. */
export const runTimings = async (ground: LongGround): Promise<Result> =>
  runGuesses(ground, await hashPassword('what nobody guesses'))

/** The control: passwords that are dearer to check than those of nobody. */
export const runTellingTimings = async (ground: LongGround): Promise<Result> => {
  const hash = await hashPassword('what nobody guesses')
  return runGuesses(ground, hash.replace(/,t=\d+,/, ',t=4,'))
}
