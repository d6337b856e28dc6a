// What kinds of settings there are, and what is said where one does not fit. Knows no variable.
import { isIP, isIPv6 } from 'node:net'
import { z } from 'zod'

/** A whole number within bounds, and what holds where none is given. */
export const whole = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback)

/** True or false, also as 1 or 0; false where it is not given. */
export const flag = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .transform((text) => text === 'true' || text === '1')
  .default(false)

/** Any text; null where none is given. */
export const text = z.string().nullable().default(null)

const isNetwork = (entry: string): boolean => {
  const [address = '', bits, ...rest] = entry.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32))
  )
}

/** Addresses and networks, separated by blanks or commas. */
export const networks = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
  .refine((list) => list.every(isNetwork), 'must be addresses or networks, such as 10.0.0.0/8')
  .default([])

const isPublicUrl = (address: string): boolean => {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}

/** An http or https URL without a slash at its end; null where none is given. */
export const publicUrl = z
  .string()
  .refine(isPublicUrl, 'must be an http or https URL without query and credentials')
  .transform((address) => address.replace(/\/+$/, ''))
  .nullable()
  .default(null)

const isIssuer = (address: string): boolean => {
  const url = URL.parse(address)
  if (url === null || !isPublicUrl(address)) return false
  return url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}

/** An OpenID provider's issuer: https, but for this machine itself. */
export const issuer = z
  .string()
  .refine(isIssuer, 'must be an https URL without query and credentials')
  .nullable()
  .default(null)

/** One URL of PostgreSQL; null where none is given. */
export const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
  .nullable()
  .default(null)

/** URLs of PostgreSQL, separated by blanks or commas. */
export const replicas = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((url) => url !== ''))
  .refine((list) => list.every((url) => /^postgres(ql)?:\/\//.test(url)), {
    message: 'must be URLs that begin with postgresql://, separated by commas',
  })
  .default([])
