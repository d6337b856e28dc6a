// T18: a short tag for a user, a machine or a mailbox, equal within one key and telling nothing
// without it. Knows neither scopes nor objects.
import { createHmac } from 'node:crypto'
import { canonicalValue } from './canonical-text.ts'

/**
 * The tag of a value, such as `u-7F3A`: equal for equal values (in any width and case) under one
 * key, unrelated under another. Four hexadecimal digits: two values in 65,536 share one.
 */
export const keyedToken = (key: Buffer, prefix: string, value: string): string => {
  const mac = createHmac('sha256', key).update(`${prefix}\u0000${canonicalValue(value)}`)
  return `${prefix}-${mac.digest('hex').slice(0, 4).toUpperCase()}`
}
