// The console's door: one page on the console's paths and nowhere else, its policy, its assets.

import Fastify from 'fastify'
import t from 'tap'
import { requireRules } from '../../src/access.ts'
import { consoleDoor } from '../../src/console/door.ts'
import { pagePaths } from '../../src/console/pages.ts'
import { openDoors, taxii } from '../taxii/open-door.ts'

const html = [
  '<!doctype html><meta property="csp-nonce" nonce="{{nonce}}">',
  '<script type="module" src="/assets/index-abc.js"></script>',
].join('\n')

const open = async (files: object) => {
  const folder = t.testdir(files as never)
  const app = Fastify({ routerOptions: { maxParamLength: 320 } })
  requireRules(app)
  await app.register(consoleDoor, { folder })
  await app.ready()
  return app
}

const built = {
  'index.html': html,
  assets: { 'index-abc.js': 'export {}', 'index-abc.js.gz': 'packed', 'gate.svg': '<svg/>' },
}

const fill = (path: string): string =>
  path.replace(/:\w+/g, 'malware--6b616fc1-1505-48e3-8b2c-0d19337bff38')

t.test('each path of the console is its page, with a policy that lets nothing in', async (t) => {
  const app = await open(built)
  const nonces = new Set<string>()
  for (const path of Object.values(pagePaths)) {
    const answer = await app.inject(fill(path))
    t.equal(answer.statusCode, 200, path)
    t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
    t.equal(answer.headers['cache-control'], 'no-store')
    t.equal(answer.headers['x-content-type-options'], 'nosniff')
    t.equal(answer.headers['referrer-policy'], 'no-referrer')
    const policy = String(answer.headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    nonces.add(nonce)
    t.equal(
      policy.replace(nonce, 'N'),
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    t.ok(answer.body.includes(`nonce="${nonce}"`), 'the page knows its nonce')
    t.notMatch(answer.body, /\{\{|<script(?![^>]*src=)|<style|style=|\son\w+=/)
  }
  t.equal(nonces.size, Object.keys(pagePaths).length, 'no nonce comes twice')
  await app.close()
})

t.test('assets may be kept for ever, and come packed where the browser can unpack', async (t) => {
  const app = await open(built)
  const plain = await app.inject('/assets/index-abc.js')
  t.equal(plain.body, 'export {}')
  t.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  t.equal(plain.headers['x-content-type-options'], 'nosniff')
  t.match(plain.headers['content-type'], /javascript/)
  const headers = { 'accept-encoding': 'gzip' }
  const packed = await app.inject({ url: '/assets/index-abc.js', headers })
  t.match(packed.headers, { 'content-encoding': 'gzip' })
  t.match(packed.headers['content-type'], /javascript/)
  for (const url of ['/assets/', '/assets/none.js', '/assets/../index.html', '/index.html']) {
    t.equal((await app.inject(url)).statusCode, 404, url)
  }
  await app.close()
})

t.test('a console that is not built says so', async (t) => {
  const app = await open({})
  const answer = await app.inject('/')
  t.equal(answer.statusCode, 503)
  t.match(answer.body, /npm start/)
  await app.close()
})

t.test('in the hub, what is no page of the console is left to the other doors', async (t) => {
  const { app } = await openDoors(t)
  const problem = 'application/problem+json'
  for (const url of ['/nothing', '/objects/a/b', '/submit/more', '/api/nothing', '/assets/x.js']) {
    const answer = await app.inject(url)
    t.equal(answer.statusCode, 404, url)
    t.equal(answer.headers['content-type'], url.startsWith('/api/') ? problem : taxii, url)
  }
  t.not((await app.inject('/objects')).statusCode, 404)
  t.equal((await app.inject({ method: 'POST', url: '/submit' })).statusCode, 404)
})
