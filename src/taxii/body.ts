// Reads a posted envelope chunk by chunk through the strict scanner and stops at the first fault
// or limit. Bounds what all requests together hold in memory. Knows bytes; what they mean is the
// scanner's affair.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createScanner, type Scanned } from '../core/json/scan.ts'
import { Refusal } from '../exchange/refusal.ts'
import { HttpRefusal } from './refusal.ts'

const roomAtFirst = 65_536

/** Counts the octets of bodies in flight, over all requests and for each owner. */
export type BodyBudget = {
  /** False when there is no room; true takes it. */
  take(owner: string, octets: number): boolean
  give(owner: string, octets: number): void
}

/** `octets` for all; one owner gets half of it, so that no one can keep the others out. */
export const createBodyBudget = (octets: number): BodyBudget => {
  const held = new Map<string, number>()
  let total = 0
  return {
    take(owner, more) {
      const own = (held.get(owner) ?? 0) + more
      if (total + more > octets || own > octets / 2) return false
      total += more
      held.set(owner, own)
      return true
    },
    give(owner, less) {
      total -= less
      const own = (held.get(owner) ?? 0) - less
      if (own > 0) held.set(owner, own)
      else held.delete(owner)
    },
  }
}

/** A body and what the scanner found in it. Call `release` when its bytes are no longer held. */
export type Envelope = { body: Buffer; scanned: Scanned; release(): void }

export type ReadOptions = {
  lengthMax: number
  budget: BodyBudget
  owner: string
  tooLarge(): Error
}

const faultCodes = { 400: 'bad-request', 413: 'too-large', 422: 'unprocessable' } as const

/** Room that grows by doubling, so that a declared length nobody sends costs nothing. */
const createRoom = (lengthMax: number) => {
  let room = Buffer.allocUnsafe(Math.min(roomAtFirst, lengthMax))
  let length = 0
  return {
    add(chunk: Buffer) {
      if (length + chunk.length > room.length) {
        const wanted = Math.max(room.length * 2, length + chunk.length)
        const larger = Buffer.allocUnsafeSlow(Math.min(wanted, lengthMax))
        room.copy(larger, 0, 0, length)
        room = larger
      }
      chunk.copy(room, length)
      length += chunk.length
    },
    taken: () => room.subarray(0, length),
  }
}

/**
 * The chunks as they come; leaving early pauses the request and keeps its connection for the
 * answer.
 */
const chunksOf = (raw: IncomingMessage): AsyncIterable<Buffer> =>
  raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>

const isContinueAsked = (raw: IncomingMessage): boolean =>
  raw.headers.expect?.toLowerCase() === '100-continue'

/**
 * Reads the whole body. Refuses with 413 above `lengthMax`, with 503 when the budget is used up,
 * and with the scanner's status at its first fault; what was held until then is given back.
 */
export const readEnvelope = async (
  raw: IncomingMessage,
  response: ServerResponse,
  options: ReadOptions,
): Promise<Envelope> => {
  const { lengthMax, budget, owner } = options
  const room = createRoom(lengthMax)
  const scanner = createScanner()
  let held = 0
  const release = (): void => {
    budget.give(owner, held)
    held = 0
  }
  try {
    if (isContinueAsked(raw)) response.writeContinue()
    for await (const chunk of chunksOf(raw)) {
      if (held + chunk.length > lengthMax) throw options.tooLarge()
      if (!budget.take(owner, chunk.length)) throw new Refusal('busy', '')
      held += chunk.length
      const fault = scanner.push(chunk)
      if (fault !== null)
        throw new HttpRefusal(fault.status, faultCodes[fault.status], fault.message)
      room.add(chunk)
    }
    const scanned = scanner.end()
    if ('status' in scanned) {
      throw new HttpRefusal(scanned.status, faultCodes[scanned.status], scanned.message)
    }
    return { body: room.taken(), scanned, release }
  } catch (error) {
    release()
    if ((error as { code?: string }).code === 'ECONNRESET') {
      throw new HttpRefusal(400, 'bad-request', 'the body ended early')
    }
    throw error
  }
}
