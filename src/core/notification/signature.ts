// The signature of a call, as Standard Webhooks has it: over id, time and body, so that neither an
// old call nor another body passes. Knows no clock.
import { createHmac } from 'node:crypto'

/** `at` is in seconds since 1970. */
export type Call = { id: string; at: number; body: string }

/** `v1,` and the HMAC-SHA256 in base64. */
export const signCall = (secret: Buffer, { id, at, body }: Call): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')}`

const prefix = 'whsec_'

/** The secret as its receiver is told it, once. */
export const printSecret = (secret: Buffer): string => `${prefix}${secret.toString('base64')}`
