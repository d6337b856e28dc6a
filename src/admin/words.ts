// Words that several answers of the admin API have in common, described once.
import { z } from 'zod'

export const segment = z
  .enum(['owner', 'named', 'members', 'authorities', 'clients', 'peers', 'community', 'public'])
  .describe('as what its viewers get it')

export const profile = z
  .enum(['P0', 'P1', 'P2', 'P3'])
  .describe('P0 as sent, P1 pseudonymous source, P2 de-identified, P3 indicators only')

export const words = z.strictObject({ en: z.string(), ja: z.string() })

export const change = z.strictObject({
  path: z.string().describe('RFC 6901; into what you sent for what is removed'),
  kind: z.enum(['removed', 'added', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
