// The operator's settings, read once from the environment. Nobody else knows the variables' names.
import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { z } from 'zod'
import { listServers } from './storage/servers.ts'
import {
  databaseUrl,
  flag,
  issuer,
  networks,
  publicUrl,
  replicas,
  text,
  whole,
} from './variable.ts'

export type TlsFiles = { cert: string; key: string; clientCa: string | null }

export type Oidc = {
  issuer: string
  clientId: string
  clientSecret: string | null
  name: string
  acr: string | null
}

/** Times in milliseconds and sizes in octets unless the name says otherwise; null = not given. */
export type Config = {
  host: string
  port: number
  databaseUrl: string | null
  replicas: string[]
  dataFolder: string
  hubFile: string | null
  headsFile: string | null
  publicUrl: string | null
  logLevel: string
  tls: TlsFiles | null
  proxies: string[]
  allowPlainHttp: boolean
  maxContentLength: number
  quotaBytes: number
  pageDefault: number
  pageMax: number
  pageBytesMax: number
  postWaitMs: number
  statusHours: number
  rateLimit: number
  turns: number
  metricsToken: string | null
  oidc: Oidc | null
  poolRead: number
  poolWrite: number
  requestTimeoutMs: number
  statementTimeoutMs: number
  webhookPrivate: boolean
  smtp: { url: string; from: string } | null
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const mebibyte = 1_048_576

const variables = z.object({
  SEKISHO_HOST: z.string().default('127.0.0.1'),
  SEKISHO_PORT: whole(6100, 0, 65_535),
  DATABASE_URL: databaseUrl,
  SEKISHO_REPLICAS: replicas,
  SEKISHO_DATA: z.string().default('./var'),
  SEKISHO_HUB_FILE: text,
  SEKISHO_HEADS: text,
  SEKISHO_PUBLIC_URL: publicUrl,
  SEKISHO_LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  SEKISHO_TLS_CERT: text,
  SEKISHO_TLS_KEY: text,
  SEKISHO_TLS_CLIENT_CA: text,
  SEKISHO_PROXIES: networks,
  SEKISHO_ALLOW_PLAIN_HTTP: flag,
  SEKISHO_MAX_CONTENT_LENGTH: whole(104_857_600, 1_024, 512 * mebibyte),
  SEKISHO_QUOTA_BYTES: whole(0, 0, 999_999_999_999),
  SEKISHO_PAGE_DEFAULT: whole(1_000, 1, 100_000),
  SEKISHO_PAGE_MAX: whole(10_000, 1, 100_000),
  SEKISHO_PAGE_BYTES_MAX: whole(16 * mebibyte, 65_536, 256 * mebibyte),
  SEKISHO_POST_WAIT_MS: whole(2_000, 0, 60_000),
  SEKISHO_STATUS_HOURS: whole(48, 24, 8_760),
  SEKISHO_RATE_LIMIT: whole(6_000, 0, 10_000_000),
  SEKISHO_TURNS: whole(3, 1, 1_000),
  SEKISHO_METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .nullable()
    .default(null),
  SEKISHO_OIDC_ISSUER: issuer,
  SEKISHO_OIDC_CLIENT_ID: text,
  SEKISHO_OIDC_CLIENT_SECRET: text,
  SEKISHO_OIDC_NAME: text,
  SEKISHO_OIDC_ACR: text,
  SEKISHO_POOL_READ: whole(4, 1, 100),
  SEKISHO_POOL_WRITE: whole(4, 1, 100),
  SEKISHO_REQUEST_TIMEOUT_MS: whole(30_000, 1_000, 600_000),
  SEKISHO_STATEMENT_TIMEOUT_MS: whole(10_000, 100, 600_000),
  SEKISHO_WEBHOOK_PRIVATE: flag,
  SEKISHO_SMTP_URL: z
    .string()
    .refine(
      (url) => /^smtps?:$/.test(URL.parse(url)?.protocol ?? ''),
      'must begin with smtp:// or smtps://',
    )
    .nullable()
    .default(null),
  SEKISHO_SMTP_FROM: z.email('must be an email address').nullable().default(null),
})

type Variables = z.infer<typeof variables>

/** Every variable the hub reads, in the order of `.env.example`. */
export const variableNames: readonly string[] = Object.keys(variables.shape)

const checked = variables.superRefine((v, context) => {
  const say = (name: keyof Variables, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (v.SEKISHO_TLS_CERT && !v.SEKISHO_TLS_KEY) {
    say('SEKISHO_TLS_KEY', 'must be given with SEKISHO_TLS_CERT')
  }
  if (!v.SEKISHO_TLS_CERT && (v.SEKISHO_TLS_KEY || v.SEKISHO_TLS_CLIENT_CA)) {
    say('SEKISHO_TLS_CERT', 'must be given with the other TLS files')
  }
  if (v.SEKISHO_OIDC_ISSUER && !v.SEKISHO_OIDC_CLIENT_ID) {
    say('SEKISHO_OIDC_CLIENT_ID', 'must be given with SEKISHO_OIDC_ISSUER')
  }
  if (!v.SEKISHO_OIDC_ISSUER && (v.SEKISHO_OIDC_CLIENT_ID || v.SEKISHO_OIDC_CLIENT_SECRET)) {
    say('SEKISHO_OIDC_ISSUER', 'must be given with the rest of the provider')
  }
  if ((v.SEKISHO_SMTP_URL === null) !== (v.SEKISHO_SMTP_FROM === null)) {
    say('SEKISHO_SMTP_FROM', 'must be given with SEKISHO_SMTP_URL, and only then')
  }
  if (v.SEKISHO_REPLICAS.length > 0 && !v.DATABASE_URL) {
    say('DATABASE_URL', 'must be given with SEKISHO_REPLICAS')
  }
  if (v.SEKISHO_PAGE_DEFAULT > v.SEKISHO_PAGE_MAX) {
    say('SEKISHO_PAGE_DEFAULT', 'must not be above SEKISHO_PAGE_MAX')
  }
})

const readTls = (v: Variables): TlsFiles | null =>
  v.SEKISHO_TLS_CERT && v.SEKISHO_TLS_KEY
    ? { cert: v.SEKISHO_TLS_CERT, key: v.SEKISHO_TLS_KEY, clientCa: v.SEKISHO_TLS_CLIENT_CA }
    : null

const readOidc = (v: Variables): Oidc | null =>
  v.SEKISHO_OIDC_ISSUER && v.SEKISHO_OIDC_CLIENT_ID
    ? {
        issuer: v.SEKISHO_OIDC_ISSUER,
        clientId: v.SEKISHO_OIDC_CLIENT_ID,
        clientSecret: v.SEKISHO_OIDC_CLIENT_SECRET,
        name: v.SEKISHO_OIDC_NAME ?? new URL(v.SEKISHO_OIDC_ISSUER).hostname,
        acr: v.SEKISHO_OIDC_ACR,
      }
    : null

const name = (v: Variables): Config => ({
  host: v.SEKISHO_HOST,
  port: v.SEKISHO_PORT,
  databaseUrl: v.DATABASE_URL,
  replicas: v.SEKISHO_REPLICAS,
  dataFolder: resolve(v.SEKISHO_DATA),
  hubFile: v.SEKISHO_HUB_FILE,
  headsFile: v.SEKISHO_HEADS,
  publicUrl: v.SEKISHO_PUBLIC_URL,
  logLevel: v.SEKISHO_LOG_LEVEL,
  tls: readTls(v),
  proxies: v.SEKISHO_PROXIES,
  allowPlainHttp: v.SEKISHO_ALLOW_PLAIN_HTTP,
  maxContentLength: v.SEKISHO_MAX_CONTENT_LENGTH,
  quotaBytes: v.SEKISHO_QUOTA_BYTES,
  pageDefault: v.SEKISHO_PAGE_DEFAULT,
  pageMax: v.SEKISHO_PAGE_MAX,
  pageBytesMax: v.SEKISHO_PAGE_BYTES_MAX,
  postWaitMs: v.SEKISHO_POST_WAIT_MS,
  statusHours: v.SEKISHO_STATUS_HOURS,
  rateLimit: v.SEKISHO_RATE_LIMIT,
  turns: v.SEKISHO_TURNS,
  metricsToken: v.SEKISHO_METRICS_TOKEN,
  oidc: readOidc(v),
  poolRead: v.SEKISHO_POOL_READ,
  poolWrite: v.SEKISHO_POOL_WRITE,
  requestTimeoutMs: v.SEKISHO_REQUEST_TIMEOUT_MS,
  statementTimeoutMs: v.SEKISHO_STATEMENT_TIMEOUT_MS,
  webhookPrivate: v.SEKISHO_WEBHOOK_PRIVATE,
  smtp:
    v.SEKISHO_SMTP_URL && v.SEKISHO_SMTP_FROM
      ? { url: v.SEKISHO_SMTP_URL, from: v.SEKISHO_SMTP_FROM }
      : null,
})

/** Host, port and database of a database URL: nothing anyone signs in with. */
const describeDatabase = (url: string | null): string => {
  if (url === null) return 'a local PostgreSQL of its own'
  const parsed = listServers(url).map((one) => URL.parse(one))
  const hosts = parsed.map((one) => one?.host ?? 'given')
  return `${hosts.join(',')}${parsed[0]?.pathname ?? ''}`
}

/** The settings in effect, for eyes and logs: secrets are `given` or null. */
export const describeConfig = (config: Config): Record<string, unknown> => ({
  ...config,
  databaseUrl: describeDatabase(config.databaseUrl),
  replicas: config.replicas.map(describeDatabase),
  metricsToken: config.metricsToken === null ? null : 'given',
  oidc: config.oidc && {
    ...config.oidc,
    clientSecret: config.oidc.clientSecret === null ? null : 'given',
  },
  smtp: config.smtp === null ? null : { url: 'given', from: config.smtp.from },
})

/** A configuration prints as its description: no log or error carries a secret by accident. */
const guard = (config: Config): Config => {
  const shown = { value: () => describeConfig(config), enumerable: false }
  return Object.defineProperties(config, { toJSON: shown, [inspect.custom]: shown })
}

/**
 * Reads and checks the settings; an empty variable counts as absent. Throws one error that lists
 * every variable at fault and what it must be; it repeats no value.
 */
export const readConfig = (environment: NodeJS.ProcessEnv = process.env): Config => {
  const given = variableNames.flatMap((variable) => {
    const value = environment[variable]?.trim()
    return value ? [[variable, value] as const] : []
  })
  const result = checked.safeParse(Object.fromEntries(given))
  if (result.success) return guard(name(result.data))
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`the environment does not fit:\n  ${faults.join('\n  ')}`)
}

/** What `push` and `poll` read of the environment themselves (src/cli). */
const clientVariables = new Set(['SEKISHO_USER', 'SEKISHO_PASSWORD'])

/** Variables that look like settings and are none, most likely misspelt. */
export const listUnknown = (environment: NodeJS.ProcessEnv = process.env): string[] =>
  Object.keys(environment)
    .filter((variable) => variable.startsWith('SEKISHO_') && !variable.startsWith('SEKISHO_TEST_'))
    .filter((variable) => !variableNames.includes(variable) && !clientVariables.has(variable))
    .sort()

/**
 * A variable that a hub file or a command's option names; the hub's own settings have `readConfig`.
 */
export const readVariable = (variable: string): string | undefined => process.env[variable]
