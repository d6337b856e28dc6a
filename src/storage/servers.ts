// A database URL may name several servers, of which one at a time takes writes: a primary and the
// standbys that may take its place. Knows which of them was writable last.
import pg from 'pg'

const shape = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/

/** One URL for each server that `databaseUrl` names, as libpq reads it: `…@one:5432,two:5432/…`. */
export const listServers = (databaseUrl: string): string[] => {
  const [, before, servers, behind] = shape.exec(databaseUrl) ?? []
  if (!servers?.includes(',')) return [databaseUrl]
  return servers.split(',').map((server) => `${before}${server}${behind}`)
}

const isStandby = 'select pg_is_in_recovery() as standby'

const refusal = (): Error => Object.assign(new Error('the server is a standby'), { code: '25006' })

type Done = (error?: Error) => void

/** What a pool needs to follow the writable server; nothing where there is only one. */
type Following = {
  Client?: typeof pg.Client
  verify?: (client: pg.ClientBase, done: Done) => void
}

/**
 * Clients that connect to the server that was writable last, and from the first failure on to the
 * next. A standby refuses itself, so that nothing is read there that a write would follow.
 */
export const followWritable = (databaseUrl: string): Following => {
  const urls = listServers(databaseUrl)
  if (urls.length === 1) return {}
  let at = 0
  const leave = (url: string): void => {
    if (urls[at] === url) at = (at + 1) % urls.length
  }
  const urlOf = new WeakMap<object, string>()
  class Client extends pg.Client {
    constructor(config: pg.ClientConfig) {
      const url = urls[at] as string
      super({ ...config, connectionString: url })
      urlOf.set(this, url)
      const connect = (): Promise<unknown> => super.connect()
      const connectOrLeave = (callback?: Done): Promise<unknown> | undefined => {
        const connected = connect().catch((error: unknown) => {
          leave(url)
          throw error
        })
        if (callback === undefined) return connected
        connected.then(() => callback(), callback)
        return undefined
      }
      this.connect = connectOrLeave as typeof this.connect
    }
  }
  const verify = (client: pg.ClientBase, done: Done): void => {
    client.query(isStandby).then(({ rows }) => {
      if (!rows[0].standby) return done()
      leave(urlOf.get(client) as string)
      return done(refusal())
    }, done)
  }
  return { Client, verify }
}

const tryServer = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(isStandby)).rows[0].standby === false
  } finally {
    await client.end().catch(() => {})
  }
}

/** The URL of the server that takes writes now. Throws what the last one said where none does. */
export const findWritableServer = async (databaseUrl: string): Promise<string> => {
  const urls = listServers(databaseUrl)
  if (urls.length === 1) return databaseUrl
  let last: unknown = refusal()
  for (const url of urls) {
    try {
      if (await tryServer(url)) return url
    } catch (error) {
      last = error
    }
  }
  throw last
}
