// The hub as a listening server: TLS or not, and leaving without cutting anyone off.
import type { Server } from 'node:https'
import closeWithGrace from 'close-with-grace'
import type { FastifyBaseLogger } from 'fastify'
import { type App, buildApp } from './app.ts'
import type { Context, Settings } from './exchange/context.ts'
import { isLoopback } from './peers.ts'
import { readTls, watchTls } from './tls.ts'

const drainMs = 8_000
const graceMs = 10_000
const sweepMs = 100

/** Passwords must not cross a network in the clear because a line was missing in the settings. */
const requireSafeListener = ({ tls, host, allowPlainHttp, proxies }: Settings): void => {
  if (tls !== null || allowPlainHttp || isLoopback(host) || proxies.length > 0) return
  throw new Error(
    `plain HTTP on \`${host}\` would show every password: set SEKISHO_TLS_CERT and ` +
      'SEKISHO_TLS_KEY, name your proxy in SEKISHO_PROXIES, or set SEKISHO_ALLOW_PLAIN_HTTP',
  )
}

/**
 * Lets requests in flight finish and takes no new connection; every answer closes its connection,
 * idle ones are closed at once. Whoever is not done after 8 s is cut off.
 */
const leave = async (app: App): Promise<void> => {
  app.drain()
  const { server } = app
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
  const cut = setTimeout(() => server.closeAllConnections(), drainMs)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    clearTimeout(cut)
  }
}

const urlOf = (app: App, settings: Settings): string => {
  const address = app.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : settings.port
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return `${settings.tls === null ? 'http' : 'https'}://${host}:${port}`
}

/**
 * Listens by the settings. `url` is where, without a slash at its end; `close` drains and resolves
 * when the last connection is gone. Throws when the listener would be unsafe, or a file or port is
 * not to be had.
 */
export const serve = async (ctx: Context): Promise<{ url: string; close: () => Promise<void> }> => {
  const { settings } = ctx
  requireSafeListener(settings)
  const app = await buildApp(ctx, settings.tls === null ? null : readTls(settings.tls))
  await app.listen({ host: settings.host, port: settings.port })
  const unwatch =
    settings.tls === null ? () => {} : watchTls(app.server as Server, settings.tls, ctx.log)
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    unwatch()
    closing ??= leave(app)
    return closing
  }
  return { url: urlOf(app, settings), close }
}

/**
 * Runs `stop` once on SIGTERM, SIGINT or a broken assumption, and exits; after 10 s in any case.
 * SIGHUP is left to the certificate files.
 */
export const stopOnSignal = (log: FastifyBaseLogger, stop: () => Promise<void>): void => {
  closeWithGrace({ delay: graceMs, logger: log, skip: ['SIGHUP'] }, async ({ signal, err }) => {
    if (err !== undefined) log.fatal({ err }, 'stopping on an error')
    else if (signal !== undefined) log.info({ signal }, 'stopping')
    await stop()
  })
}
