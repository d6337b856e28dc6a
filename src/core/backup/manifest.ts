// What a backup says of itself, and what two such accounts differ in. Knows no file and no
// database.
import { z } from 'zod'

const count = z.string().regex(/^\d{1,18}$/)
const digest = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)

/**
 * One table: its rows are in the order of `key`, one a line in the text form of COPY, `columns` in
 * their order; `sha256` is of all these octets.
 */
export const tableModel = z.strictObject({
  name,
  columns: z.array(name).min(1),
  key: z.array(z.strictObject({ column: name, kind: z.enum(['number', 'text', 'octets']) })).min(1),
  rows: count,
  octets: count,
  sha256: digest,
})

export type BackupTable = z.infer<typeof tableModel>
export type KeyColumn = BackupTable['key'][number]

/** What guards the rows besides the rows themselves, each as sorted lines of text. */
export const wallsModel = z.strictObject({
  columns: z.array(z.string()),
  constraints: z.array(z.string()),
  indexes: z.array(z.string()),
  triggers: z.array(z.string()),
  functions: z.array(z.string()),
  security: z.array(z.string()),
  policies: z.array(z.string()),
  roles: z.array(z.string()),
  grants: z.array(z.string()),
})

export type Walls = z.infer<typeof wallsModel>

/** Where a ledger ends. `seal` is that end, signed, as one line; null for an empty one. */
export const ledgerEndModel = z.strictObject({
  seq: count,
  hash: digest,
  seal: z.string().nullable(),
})

/** `format` rises when a reader of today could not read it. `at` is the database's clock. */
export const manifestModel = z.strictObject({
  format: z.literal(1),
  product: z.literal('sekisho'),
  version: z.string(),
  at: z.string(),
  server: z.string(),
  migrations: z.array(z.string()).min(1),
  policy_epoch: count,
  ledger: ledgerEndModel,
  walls: wallsModel,
  sequences: z.array(z.strictObject({ name, last: count, called: z.boolean() })),
  tables: z.array(tableModel),
})

export type Manifest = z.infer<typeof manifestModel>

/** What a database says of itself at one moment, in the words of a manifest. */
export type Standing = Pick<
  Manifest,
  'migrations' | 'policy_epoch' | 'ledger' | 'walls' | 'sequences'
>

/** The manifest of this text; null for anything else. */
export const parseManifest = (text: string): Manifest | null => {
  try {
    return manifestModel.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export const printManifest = (manifest: Manifest): string =>
  `${JSON.stringify(manifest, null, 2)}\n`

const lists = (what: string, kept: string[], found: string[]): string[] => [
  ...kept.filter((line) => !found.includes(line)).map((line) => `${what} is missing: ${line}`),
  ...found.filter((line) => !kept.includes(line)).map((line) => `${what} was added: ${line}`),
]

const singular: Record<keyof Walls, string> = {
  columns: 'column',
  constraints: 'constraint',
  indexes: 'index',
  triggers: 'trigger',
  functions: 'function',
  security: 'row-level security',
  policies: 'policy',
  roles: 'role',
  grants: 'grant',
}

const ledgerFaults = (kept: Standing['ledger'], found: Standing['ledger']): string[] => {
  const [then, now] = [BigInt(kept.seq), BigInt(found.seq)]
  if (now < then) {
    return [`the ledger ends at row ${now}; that of the backup at row ${then}: it was cut short`]
  }
  if (now > then) {
    return [`the ledger goes on to row ${now}; that of the backup ends at row ${then}`]
  }
  return kept.hash === found.hash ? [] : [`row ${now}, where the ledger ends, is another one`]
}

/** Every difference but those of rows, in words; none where both say the same. */
export const compareStanding = (kept: Standing, found: Standing): string[] => {
  const walls = (Object.keys(singular) as (keyof Walls)[]).flatMap((wall) =>
    lists(singular[wall], kept.walls[wall], found.walls[wall]),
  )
  const sequences = (standing: Standing) =>
    standing.sequences.map(({ name, last, called }) => `${name} ${last}${called ? '' : ' unused'}`)
  const epoch =
    kept.policy_epoch === found.policy_epoch
      ? []
      : [`the policy epoch is ${found.policy_epoch}; that of the backup ${kept.policy_epoch}`]
  return [
    ...lists('migration', kept.migrations, found.migrations),
    ...walls,
    ...lists('sequence', sequences(kept), sequences(found)),
    ...epoch,
    ...ledgerFaults(kept.ledger, found.ledger),
  ]
}
