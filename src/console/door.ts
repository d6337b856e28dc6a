// The console's door: one page for every path of the console, and the assets it is built of. Knows
// nothing of whoever asks; what the page shows it gets from the API.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { pagePaths } from './pages.ts'

const builtFolder = fileURLToPath(new URL('../../console/dist/', import.meta.url))
const assetAge = '365d'
const nonceBytes = 18

/** Styles need a nonce because the components write theirs at run time; scripts come as files. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const safeHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const unbuilt = 'The console is not built: `npm start` and `npm run console` build it.\n'

const readPage = async (folder: string): Promise<string | null> => {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Their names carry a digest of what is in them: they may be kept for ever. */
const openAssets = async (app: FastifyInstance, folder: string): Promise<void> => {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'public' }
    route.schema = { ...route.schema, hide: true } as never
  })
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    // A route for each file: what is not there is answered like anything else that is not.
    wildcard: false,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: assetAge,
    setHeaders(reply) {
      reply.headers(safeHeaders)
    },
  })
}

/**
 * A Fastify plugin. Answers the console's page on each of its paths; any other path is left to the
 * other doors. Where the console is not built, the paths say so.
 */
export const consoleDoor = async (
  app: FastifyInstance,
  { folder = builtFolder }: { folder?: string },
): Promise<void> => {
  const page = await readPage(folder)
  if (page !== null) await app.register((assets) => openAssets(assets, folder))
  for (const url of Object.values(pagePaths)) {
    app.route({
      method: 'GET',
      url,
      config: { access: 'public' },
      handler: async (_request, reply) => {
        const nonce = randomBytes(nonceBytes).toString('base64')
        reply.headers({
          ...safeHeaders,
          'cache-control': 'no-store',
          'content-security-policy': policyOf(nonce),
        })
        if (page === null) return reply.code(503).type('text/plain; charset=utf-8').send(unbuilt)
        return reply.type('text/html; charset=utf-8').send(page.replaceAll('{{nonce}}', nonce))
      },
    })
  }
}
