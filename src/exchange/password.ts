// Hashes passwords with argon2id and checks them, a few at a time: each takes 19 MiB and some 25
// ms. Knows no account.
import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from './refusal.ts'

const argon2 = promisify(argon2Callback)

/** RFC 9106 in the least setting OWASP names; memory in KiB. */
export const passwordCost = { memory: 19_456, passes: 2, parallelism: 1 }
const saltLength = 16
const tagLength = 32
const atOnceMax = 2
const waitingMax = 200

type Cost = typeof passwordCost

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

const print = (salt: Buffer, tag: Buffer): string => {
  const { memory, passes, parallelism } = passwordCost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

// NFC, so that a password typed on two keyboards is one password (RFC 8265 §4.2).
const derive = (password: string, nonce: Buffer, cost: Cost): Promise<Buffer> =>
  argon2('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, tagLength, ...cost })

const createGate = () => {
  let running = 0
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnceMax) running++
    else {
      if (waiting.length >= waitingMax) {
        throw new Refusal('busy', 'too many sign-ins at once; try again soon', 2)
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      leave()
    }
  }
}

// INVARIANT: one gate a process, because what it guards is the process's memory and threads.
const gate = createGate()

/** The PHC text to keep: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, with a fresh salt. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(saltLength)
  const tag = await gate(() => derive(password, salt, passwordCost))
  return print(salt, tag)
}

const phc =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

// Nobody's hash: what an unknown username is checked against, so that it costs what a known one
// does.
const nobody = print(randomBytes(saltLength), randomBytes(tagLength))

/**
 * True when `kept`, a PHC text, was made from this password. Null or anything that is no such text
 * costs the same time and is false. Refuses with `busy` when too many wait.
 */
export const verifyPassword = async (password: string, kept: string | null): Promise<boolean> => {
  const known = kept === null ? null : phc.exec(kept)
  const parts = known ?? phc.exec(nobody)!
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number]
  const wanted = Buffer.from(parts[5]!, 'base64')
  const salt = Buffer.from(parts[4]!, 'base64')
  const tag = await gate(() => derive(password, salt, { memory, passes, parallelism }))
  const same = tag.length === wanted.length && timingSafeEqual(tag, wanted)
  return same && known !== null
}
