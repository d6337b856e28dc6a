// Turns: how many requests of one organisation are worked on at once. The others of it wait, so
// that whoever floods the hub waits for itself. Knows no door and no credential.
import { Refusal } from './exchange/refusal.ts'

/** Gives the turn back; once is enough. */
export type GiveBack = () => void

export type Turns = {
  /**
   * Resolves when it is the caller's turn; `gone` says that nobody waits for the answer any more.
   * Refuses with too-many-attempts whoever finds too many before it, or waits too long.
   */
  take(key: string, gone: (leave: () => void) => void): Promise<GiveBack>
}

type Waiting = { start(): void; leave(): void }
/** All turns of a key rest one after the other: more of them at once are not more work done. */
type Line = { working: number; waiting: Set<Waiting>; restsUntil: number }

export const waitingMax = 1_000
const waitMsMax = 10_000
const retryAfter = 5
/**
 * A turn that others of its key wait for rests so many times as long as it took, and once more for
 * so many of them.
 */
const restShare = 7
const restShareOf = 3
const restMsMax = 1_000
/** Nobody rests for others who have not come for so long. */
const othersMs = 2_000

const refusal = (): Refusal => new Refusal('too-many-attempts', '', retryAfter)

/**
 * `atOnce` requests of one key are worked on at a time, in the order they came. Where more come
 * than that while other keys come too, each turn rests before it is given on, and after the rests
 * of the others of its key: a flood gets a seventh of what one turn could do, and less the more of
 * it wait, so that hardly anybody meets it. Who asks for no more than its turns, or is alone with
 * the hub, is never slowed.
 */
export const createTurns = (atOnce: number, waitMs = waitMsMax): Turns => {
  const lines = new Map<string, Line>()
  /** Who came last, and when somebody else than that last came. */
  let latest = { key: '', at: Number.NEGATIVE_INFINITY }
  let otherAt = Number.NEGATIVE_INFINITY

  const meet = (key: string): void => {
    if (latest.key !== key) otherAt = latest.at
    latest = { key, at: performance.now() }
  }
  const isAlone = (key: string): boolean =>
    performance.now() - (latest.key === key ? otherAt : latest.at) > othersMs

  const pass = (key: string, line: Line): GiveBack => {
    const began = performance.now()
    let given = false
    const hand = (): void => {
      line.working -= 1
      const [next] = line.waiting
      if (next !== undefined) next.start()
      else if (line.working === 0) lines.delete(key)
    }
    return () => {
      if (given) return
      given = true
      if (line.waiting.size === 0 || isAlone(key)) return hand()
      const now = performance.now()
      const share = restShare + line.waiting.size / restShareOf
      const restMs = Math.min(restMsMax, share * (now - began))
      line.restsUntil = Math.max(now, line.restsUntil) + restMs
      setTimeout(hand, line.restsUntil - now)
    }
  }

  const wait = (key: string, line: Line, gone: (leave: () => void) => void): Promise<GiveBack> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        line.waiting.delete(one)
        clearTimeout(late)
      }
      const leave = (): void => {
        if (!line.waiting.has(one)) return
        end()
        reject(refusal())
      }
      const start = (): void => {
        end()
        line.working += 1
        resolve(pass(key, line))
      }
      const one: Waiting = { start, leave }
      const late = setTimeout(leave, waitMs)
      line.waiting.add(one)
      gone(leave)
    })

  return {
    async take(key, gone) {
      meet(key)
      const line = lines.get(key) ?? { working: 0, waiting: new Set(), restsUntil: 0 }
      lines.set(key, line)
      if (line.working < atOnce && line.waiting.size === 0) {
        line.working += 1
        return pass(key, line)
      }
      if (line.waiting.size >= waitingMax) throw refusal()
      return wait(key, line, gone)
    },
  }
}
