// The small texts that entries of a hub file are made of: names, lines, moments, lists without
// doubles. Knows no entry.
import { z } from 'zod'
import { tlpWords } from './vocabulary.ts'

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const name = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 of a-z, 0-9 and `-`, neither first nor last a `-`',
  )

export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line without control characters')

export const text = z.string().trim().min(1, 'must not be empty').max(4000)
export const title = line(200)
export const tlp = z.enum(tlpWords)
export const uuidV4 = z.uuidv4('must be a UUIDv4 (TAXII 2.1 §5.2)').toLowerCase()
export const moment = z.iso.datetime('must be an RFC 3339 timestamp in UTC')

export const distinct = <T extends z.ZodType<string>>(entry: T) =>
  z.array(entry).superRefine((list, ctx) => {
    list.forEach((value, index) => {
      if (list.indexOf(value) === index) return
      ctx.addIssue({ code: 'custom', path: [index], message: `\`${value}\` is there twice` })
    })
  })
