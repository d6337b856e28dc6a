// What an error of the database means for whoever asked: it is away for now, or nobody foresaw it.
import { Refusal } from './refusal.ts'

// SQLSTATE classes and Node's codes for a database that is away, closed, full, starting, failing,
// too slow, or still a standby that nobody has promoted.
const awayStates = /^(08...|53...|58...|57P0.|57014|55000|55P03|40001|40P01|25006|25P0[23])$/
const awayCodes = /^(ECONN[A-Z]+|E(HOST|NET)UNREACH|EAI_AGAIN|ENOTFOUND|EPIPE|ENOENT|ETIMEDOUT)$/
const awayMessage =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|read timeout/

// Spread over some seconds, so that clients turned away together do not come back together.
const laterSeconds = (): number => 1 + Math.floor(Math.random() * 5)

/** The refusal that an error stands for where the database cannot be asked now; else null. */
export const awayOf = (error: unknown): Refusal | null => {
  if (!(error instanceof Error) || error instanceof Refusal) return null
  const code = String((error as { code?: unknown }).code ?? '')
  const away = awayStates.test(code) || awayCodes.test(code) || awayMessage.test(error.message)
  return away ? new Refusal('unavailable', '', laterSeconds()) : null
}

/** After how many seconds to come back, where trying again makes sense; null elsewhere. */
export const comeBackAfter = ({ reason, retryAfter }: Refusal): number | null => {
  if (retryAfter !== null) return Math.max(1, Math.ceil(retryAfter))
  const temporary = ['busy', 'unavailable', 'too-many-attempts'].includes(reason)
  return temporary ? laterSeconds() : null
}
