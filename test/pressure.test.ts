// While the process is too far behind requests are turned away, and afterwards not.
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import t from 'tap'
import { Refusal } from '../src/exchange/refusal.ts'
import { shedLoad } from '../src/pressure.ts'

const open = async (delayMaxMs: number) => {
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof Refusal && error.reason === 'busy' ? 503 : 500).send(),
  )
  shedLoad(app, delayMaxMs)
  app.get('/', async () => 'here')
  await app.ready()
  t.teardown(() => app.close())
  return async (): Promise<number> => (await app.inject('/')).statusCode
}

const block = (ms: number): void => {
  const until = performance.now() + ms
  while (performance.now() < until);
}

/** Asks until it is answered so, for some seconds. */
const until = async (ask: () => Promise<number>, status: number): Promise<boolean> => {
  for (let tries = 0; tries < 400; tries++) {
    if ((await ask()) === status) return true
    await setTimeout(25)
  }
  return false
}

t.test('turned away while turns come late, served again when they do not', async (t) => {
  const ask = await open(100)
  t.equal(await ask(), 200)
  block(4_000)
  t.ok(await until(ask, 503), 'refused')
  t.ok(await until(ask, 200), 'served')
})
