// What leaves the hub by itself: it calls no private address by whatever name, follows no redirect,
// and sends mail to one address.
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import t from 'tap'
import { openOutbound } from '../src/outbound.ts'

type Seen = { url: string; headers: Record<string, unknown>; body: string }

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

const openReceiver = async (t: { teardown(end: () => unknown): void }) => {
  const seen: Seen[] = []
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body })
      if (request.url === '/moved') reply.writeHead(302, { location: '/elsewhere' })
      else reply.writeHead(204)
      reply.end()
    })
  })
  const port = await listen(server)
  t.teardown(() => server.close())
  return { port, seen }
}

t.test('a call, and no redirect', async (t) => {
  const { port, seen } = await openReceiver(t)
  const { post } = openOutbound({ webhookPrivate: true, smtp: null })
  t.equal(await post(`http://127.0.0.1:${port}/hook`, { 'x-a': '1' }, '{"a":"あ"}'), 204)
  t.match(seen[0], { url: '/hook', body: '{"a":"あ"}', headers: { 'x-a': '1' } })
  t.equal(await post(`http://127.0.0.1:${port}/moved`, {}, ''), 302)
  t.same(
    seen.map(({ url }) => url),
    ['/hook', '/moved'],
  )
})

t.test('this network is not called, by address or by name', async (t) => {
  const { port, seen } = await openReceiver(t)
  const { post } = openOutbound({ webhookPrivate: false, smtp: null })
  const urls = [
    `http://127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}/`,
    `https://localhost:${port}/`,
    `https://2130706433:${port}/`,
    `https://[::1]:${port}/`,
    'https://169.254.169.254/latest/meta-data/',
  ]
  for (const url of urls) await t.rejects(post(url, {}, '{}'), /public|https/, url)
  t.same(seen, [])
})

t.test('mail goes to the one address it is for', async (t) => {
  const lines: string[] = []
  const server = createTcp((socket) => {
    let inText = false
    socket.write('220 mail\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
        lines.push(line)
        if (inText) {
          if (line === '.') {
            inText = false
            socket.write('250 taken\r\n')
          }
        } else if (line === 'DATA') {
          inText = true
          socket.write('354 go on\r\n')
        } else if (line === 'QUIT') socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  })
  const port = await listen(server as unknown as Server)
  t.teardown(() => server.close())
  const smtp = { url: `smtp://127.0.0.1:${port}/?ignoreTLS=true`, from: 'hub@isac.example' }
  const { mail } = openOutbound({ webhookPrivate: false, smtp })
  await mail?.({ to: 'taro@acme.example', subject: 'まとめ', text: 'three new' })
  t.same(
    lines.filter((line) => line.startsWith('RCPT')),
    ['RCPT TO:<taro@acme.example>'],
  )
  t.ok(lines.includes('three new'))
  t.equal(openOutbound({ webhookPrivate: false, smtp: null }).mail, null)
})
