// Large answers that nobody reads hold a bounded amount, are cut off in time, and keep nobody else
// from small ones.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { Refusal } from '../src/exchange/refusal.ts'
import { boundAnswers, type Patience } from '../src/sending.ts'

const large = 16_777_216

type Place = { port: number; ask(path: string): Promise<number> }

/** `a` and `b` are owners; each has a large answer and a small one. */
const open = async (t: Test, patience?: Patience): Promise<Place> => {
  const app = Fastify()
  app.decorateRequest('caller', null)
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof Refusal ? 503 : 500).send('no'),
  )
  boundAnswers(app, large * 4, patience)
  app.get('/:owner/:octets', async (request, reply) => {
    const { owner, octets } = request.params as { owner: string; octets: string }
    request.caller = { organisation_id: owner } as never
    return reply.header('x-taxii-date-added-last', 'now').send(Buffer.alloc(Number(octets), 'x'))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => {
    app.server.closeAllConnections()
    return app.close()
  })
  const { port } = app.server.address() as { port: number }
  return {
    port,
    async ask(path) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`)
      if (answer.status === 503) t.notOk(answer.headers.get('x-taxii-date-added-last'))
      await answer.body?.cancel()
      return answer.status
    },
  }
}

/** Reads the status and no more. */
const hang = async (t: Test, { port }: Place, owner: string): Promise<[Socket, string]> => {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  socket.write(`GET /${owner}/${large} HTTP/1.1\r\nhost: hub\r\n\r\n`)
  await once(socket, 'readable')
  return [socket, String(socket.read(12)).slice(-3)]
}

t.test('half of it is for one owner, and nothing is left for more', async (t) => {
  const place = await open(t)
  const [first, one] = await hang(t, place, 'a')
  const [, two] = await hang(t, place, 'a')
  t.same([one, two], ['200', '200'])
  t.equal(await place.ask(`/a/${large}`), 503)
  t.equal(await place.ask('/a/1000'), 200)
  t.equal(await place.ask(`/b/${large}`), 200)
  first.destroy()
  for (let tries = 0; tries < 100; tries++) {
    if ((await place.ask(`/a/${large}`)) === 200) return
    await setTimeout(50)
  }
  t.fail('what was let go is not given back')
})

t.test('who does not read is cut off, and its room is given back', async (t) => {
  const place = await open(t, { graceMs: 100, octetsASecond: large * 10 })
  const [socket] = await hang(t, place, 'a')
  await setTimeout(1_000)
  const closed = socket.closed ? null : once(socket, 'close')
  let octets = 0
  socket.on('data', (chunk: Buffer) => {
    octets += chunk.length
  })
  await closed
  t.ok(octets < large, `${octets} came`)
  t.equal(await place.ask(`/a/${large}`), 200)
})
