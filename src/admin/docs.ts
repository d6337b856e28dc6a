// GET /docs: the rules of sharing as a page to read, in English or Japanese, for anybody. Knows the
// texts that come with this release, and nothing of this hub or of whoever reads.
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Language, languages, renderPage } from './page.ts'

const root = new URL('../../', import.meta.url)
const defaultLanguage: Language = 'en'

const headers = {
  'cache-control': 'public, max-age=300',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const isLanguage = (word: unknown): word is Language => languages.some((known) => known === word)

/** The language of a page: as asked for, else the best of Accept-Language (RFC 9110 §12.5.4). */
export const chooseLanguage = (asked: unknown, accepted: string | undefined): Language => {
  if (isLanguage(asked)) return asked
  const ranges = (accepted ?? '').split(',').map((range, at) => {
    const [tag = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return { language: tag.split('-')[0], q: q === undefined ? 1 : Number(q.slice(2)), at }
  })
  const wanted = ranges
    .filter(({ language, q }) => isLanguage(language) && q > 0)
    .toSorted((a, b) => b.q - a.q || a.at - b.at)
  return (wanted[0]?.language as Language | undefined) ?? defaultLanguage
}

const send = (reply: FastifyReply, type: string, body: Buffer, language?: Language) => {
  if (language !== undefined) reply.header('content-language', language)
  return reply.headers({ ...headers, 'content-type': type }).send(body)
}

/** A Fastify plugin. Its texts are read and rendered once, when the hub starts. */
export const openPages = async (app: FastifyInstance): Promise<void> => {
  const read = (path: string) => readFile(new URL(path, root))
  const [style, schema] = [
    await read('docs/page.css'),
    await read('schemas/sekisho-1/sharing.json'),
  ]
  const pages = new Map<Language, Buffer>()
  for (const language of languages) {
    const text = await read(`docs/sharing.${language}.md`)
    pages.set(language, Buffer.from(renderPage(language, text.toString('utf8'))))
  }
  const get = (url: string, answer: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    app.route({
      method: 'GET',
      url,
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (request, reply) => answer(request, reply),
    })
  const html = 'text/html; charset=utf-8'
  for (const url of ['/docs', '/docs/sharing']) {
    get(url, (request, reply) => {
      const { lang } = request.query as { lang?: unknown }
      const language = chooseLanguage(lang, request.headers['accept-language'])
      reply.header('vary', 'Accept-Language')
      return send(reply, html, pages.get(language)!, language)
    })
  }
  for (const [language, page] of pages) {
    get(`/docs/sharing.${language}`, (_, reply) => send(reply, html, page, language))
  }
  get('/docs/page.css', (_, reply) => send(reply, 'text/css; charset=utf-8', style))
  get('/docs/sharing.json', (_, reply) => send(reply, 'application/schema+json', schema))
}
