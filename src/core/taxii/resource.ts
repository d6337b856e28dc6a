// The shapes of TAXII 2.1's resources, from which schemas/taxii-2.1 is made. Knows no STIX rules.

import { z } from 'zod'
import { taxiiMediaType } from './media-type.ts'

// TAXII 2.1 §2: six fraction digits, no empty lists, no nulls, integers a double can hold.
const timestamp = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$/)
const identifier = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const text = z.string().min(1)
const count = z.int().min(0)
const list = <T extends z.ZodType>(element: T) => z.array(element).min(1)

const rootUrl = z.string().regex(/^(https:\/\/[^?#]+\/|\/[^/?#][^?#]*\/)$/)

/** TAXII 2.1 §4.1.1. `default` is one of `api_roots`, letter for letter. */
export const discoverySchema = z
  .object({
    title: text,
    description: text.optional(),
    contact: text.optional(),
    default: rootUrl.optional(),
    api_roots: list(rootUrl).optional(),
  })
  .refine(
    ({ default: first, api_roots }) => first === undefined || api_roots?.includes(first) === true,
    { message: '`default` is not among `api_roots`' },
  )

/** TAXII 2.1 §4.2.1. `max_content_length` counts octets of a request body. */
export const apiRootSchema = z.object({
  title: text,
  description: text.optional(),
  versions: list(z.string()).refine((versions) => versions.includes(taxiiMediaType), {
    message: '`versions` lacks TAXII 2.1',
  }),
  max_content_length: z.int().min(1),
})

/** TAXII 2.1 §5.2.1, as one caller sees it. */
export const collectionSchema = z.object({
  id: identifier,
  title: text,
  description: text.optional(),
  alias: text.optional(),
  can_read: z.boolean(),
  can_write: z.boolean(),
  media_types: list(z.string()).optional(),
})

/** TAXII 2.1 §5.1.1. Nothing visible: `collections` is left out. */
export const collectionsSchema = z.object({ collections: list(collectionSchema).optional() })

/** `next` comes with `more: true` and never without it, on every resource that pages. */
const paged = { more: z.boolean().optional(), next: text.optional() }
const pagesAgree = ({ more, next }: { more?: boolean; next?: string }) =>
  (more === true) === (next !== undefined)
const pagesDisagree = { message: '`next` goes with `more: true`, and only with it' }

/** TAXII 2.1 §3.7, as it is delivered. The objects are STIX; their own schemas check them. */
export const envelopeSchema = z
  .object({ ...paged, objects: list(z.looseObject({ type: text, id: text })).optional() })
  .refine(pagesAgree, pagesDisagree)

/** TAXII 2.1 §5.3.1: one record for each version of an object. */
export const manifestRecordSchema = z.object({
  id: text,
  date_added: timestamp,
  version: text,
  media_type: text.optional(),
})

/** TAXII 2.1 §5.3.1. Nothing to list: `objects` is left out. */
export const manifestSchema = z
  .object({ ...paged, objects: list(manifestRecordSchema).optional() })
  .refine(pagesAgree, pagesDisagree)

/** TAXII 2.1 §5.8.1. Nothing to list: `versions` is left out. */
export const versionsSchema = z
  .object({ ...paged, versions: list(text).optional() })
  .refine(pagesAgree, pagesDisagree)

/** TAXII 2.1 §4.3.1: what became of one object of a submission. */
export const statusDetailsSchema = z.object({
  id: text,
  version: text,
  message: z.string().max(256).optional(),
})

/** TAXII 2.1 §4.3.1. The counts add up, and a list given is as long as its count. */
export const statusSchema = z
  .object({
    id: identifier,
    status: z.enum(['complete', 'pending']),
    request_timestamp: timestamp.optional(),
    total_count: count,
    success_count: count,
    successes: list(statusDetailsSchema).optional(),
    failure_count: count,
    failures: list(statusDetailsSchema).optional(),
    pending_count: count,
    pendings: list(statusDetailsSchema).optional(),
  })
  .refine(
    (status) =>
      status.success_count + status.failure_count + status.pending_count === status.total_count,
    { message: 'the counts do not add up to `total_count`' },
  )
  .refine(
    ({ successes, success_count, failures, failure_count, pendings, pending_count }) =>
      (successes?.length ?? success_count) === success_count &&
      (failures?.length ?? failure_count) === failure_count &&
      (pendings?.length ?? pending_count) === pending_count,
    { message: 'a list is not as long as its count' },
  )
  .refine(({ status, pending_count }) => status === 'pending' || pending_count === 0, {
    message: 'a complete submission has nothing pending',
  })

/** TAXII 2.1 §3.6.1. `http_status` is text. */
export const errorSchema = z.object({
  title: text,
  description: z.string().optional(),
  error_id: z.string().optional(),
  error_code: z.string().optional(),
  http_status: z
    .string()
    .regex(/^[1-5][0-9]{2}$/)
    .optional(),
  external_details: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})

export type Discovery = z.infer<typeof discoverySchema>
export type ApiRoot = z.infer<typeof apiRootSchema>
export type Collection = z.infer<typeof collectionSchema>
export type Collections = z.infer<typeof collectionsSchema>
export type Envelope = z.infer<typeof envelopeSchema>
export type ManifestRecord = z.infer<typeof manifestRecordSchema>
export type Manifest = z.infer<typeof manifestSchema>
export type Versions = z.infer<typeof versionsSchema>
export type StatusDetails = z.infer<typeof statusDetailsSchema>
export type StatusResource = z.infer<typeof statusSchema>
export type ErrorResource = z.infer<typeof errorSchema>
