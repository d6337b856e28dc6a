// What every verb is given: built once by the program, passed on, never looked up.
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { PersonRole } from '../core/role/table.ts'
import type { Clearance } from '../core/sharing/clearance.ts'
import type { SchemaCheck } from '../core/stix/validate.ts'
import type { Database } from '../storage/database.ts'
import type { Pools } from '../storage/pools.ts'
import type { Replicas } from '../storage/replicas.ts'
import type { AudienceBook } from './audiences.ts'
import type { Carrier } from './carry-on.ts'
import type { Front } from './front.ts'
import type { Heads, HoldBook } from './hold.ts'
import type { KeyBook } from './key-book.ts'
import type { Ledger } from './ledger.ts'
import type { PolicyBook } from './policy.ts'
import type { Provider } from './provider.ts'
import type { Publisher } from './publish.ts'
import type { ShareBook } from './shares.ts'

/** The operator's settings that verbs and doors obey. Times in ms, sizes in octets unless named. */
export type Settings = {
  host: string
  port: number
  publicUrl: string | null
  proxies: string[]
  allowPlainHttp: boolean
  tls: { cert: string; key: string; clientCa: string | null } | null
  maxContentLength: number
  /** How much one organisation may keep; 0 = as much as there is room for. */
  quotaBytes: number
  pageDefault: number
  pageMax: number
  pageBytesMax: number
  postWaitMs: number
  statusHours: number
  rateLimit: number
  /** Requests of one organisation that are worked on at once. */
  turns: number
  metricsToken: string | null
  /** `acr` is asked for, and taken for a second factor where it is given. */
  oidc: {
    issuer: string
    clientId: string
    clientSecret: string | null
    name: string
    acr: string | null
  } | null
  requestTimeoutMs: number
  statementTimeoutMs: number
  /** The hub may call addresses of its own network, in the clear too. */
  webhookPrivate: boolean
  smtp: { url: string; from: string } | null
}

/** The ways out of the hub. */
export type Outbound = {
  /**
   * Posts a body and answers the status. Throws when nobody answered in time, and where the address
   * is none that the hub may call.
   */
  post(url: string, headers: Record<string, string>, body: string): Promise<number>
  /** Sends a message; null where no server is set. Throws when it was not taken. */
  mail: ((message: { to: string; subject: string; text: string }) => Promise<void>) | null
}

export type Context = {
  settings: Settings
  log: Logger
  pools: Pools
  /** Where polls are read from as long as one of them has what the primary has. */
  replicas: Replicas
  /** What the primary has. */
  front: Front
  /** The hub's own tables, as the writer. */
  db: Kysely<Database>
  check: SchemaCheck
  /** Kept in the database. */
  keys: KeyBook
  policy: PolicyBook
  audiences: AudienceBook
  shares: ShareBook
  publisher: Publisher
  /** Of what was acknowledged as pending and could not be published. */
  carrier: Carrier
  ledger: Ledger
  /** Where people may sign in besides; null for a hub with accounts of its own alone. */
  provider: Provider | null
  outbound: Outbound
  /** Where signed heads are kept beside the database; null where nobody named a file. */
  heads: Heads | null
  hold: HoldBook
}

/** Who asks, as known at one policy epoch. Ids are null for the anonymous. */
export type Caller = {
  principal_id: string | null
  credential_id: string | null
  organisation_id: string | null
  organisation: string | null
  kind: 'service' | 'person' | 'anonymous'
  epoch: bigint
  clearance: Clearance
  /** Of a person, by the hub file; a service has none. */
  roles: readonly PersonRole[]
  /** Ids of the groups that the caller, a person, is steward of. */
  stewards: readonly string[]
  /** Where a person came by a session of the console, and not by a credential. */
  session_id?: string
}
