// How a body is read: limits, the budget over all requests, and what is given back. Reliability B9.
import { Readable } from 'node:stream'
import t from 'tap'
import { Refusal } from '../../src/exchange/refusal.ts'
import { createBodyBudget, readEnvelope } from '../../src/taxii/body.ts'

const response = { writeContinue: () => {} } as never

const read = (chunks: (string | Buffer)[], options: object = {}) => {
  let taken = 0
  const raw = Object.assign(
    Readable.from(
      (function* () {
        for (const chunk of chunks) {
          taken += 1
          yield Buffer.from(chunk)
        }
      })(),
      { highWaterMark: 1 },
    ),
    { headers: {} },
  )
  const budget = createBodyBudget(2_000)
  const settings = {
    lengthMax: 1_000,
    budget,
    owner: 'acme',
    tooLarge: () => new Refusal('too-large', ''),
    ...options,
  }
  const reading = readEnvelope(raw as never, response, settings as never)
  return { reading, budget: settings.budget, taken: () => taken, raw }
}

/** What a reading that must fail failed with. */
const failure = async (reading: Promise<unknown>) =>
  reading.then(
    () => ({ reason: 'none', fault: { status: 200 } }),
    (error: { reason?: string; fault?: { status: number } }) => error,
  )

t.test('a body in pieces is one body', async (t) => {
  const text = '{"objects":[{"type":"x"},{"type":"y"}]}'
  const { reading, budget } = read([...text])
  const { body, scanned, release } = await reading
  t.equal(body.toString(), text)
  t.same(
    scanned.objects.map(({ start, end }) => text.slice(start, end)),
    ['{"type":"x"}', '{"type":"y"}'],
  )
  t.notOk(budget.take('acme', 1_000), 'its bytes are still held')
  release()
  t.ok(budget.take('acme', 1_000), 'and then given back')
})

t.test('exactly the limit is read, one more is not', async (t) => {
  const filled = (length: number) => '{"objects":[{}]}'.padEnd(length, ' ')
  const { body } = await read([filled(999), ' ']).reading
  t.equal(body.length, 1_000)
  const endless = read([filled(999), '  ', ' ', ' ', ' ', ' ', ' '])
  t.equal((await failure(endless.reading)).reason, 'too-large')
  t.ok(endless.taken() < 7, 'the rest is not asked for')
  t.notOk(endless.raw.destroyed, 'the connection is still there for the answer')
  t.ok(endless.budget.take('acme', 1_000), 'nothing stays held')
})

t.test('reading ends at the first fault', async (t) => {
  const bad = read(['{"a":1,"a":2', ...Array<string>(20).fill(' ')])
  t.equal((await failure(bad.reading)).fault?.status, 400)
  t.ok(bad.taken() < 20)
  t.equal((await failure(read(['{"objects":']).reading)).fault?.status, 422)
  t.equal((await failure(read([]).reading)).fault?.status, 422, 'an empty body')
})

t.test('one owner has half of the budget, so that the others have the rest', async (t) => {
  const budget = createBodyBudget(1_000)
  t.ok(budget.take('a', 500))
  t.notOk(budget.take('a', 1))
  t.ok(budget.take('b', 400))
  t.ok(budget.take('c', 100))
  t.notOk(budget.take('d', 1), 'all of it is taken')
  budget.give('b', 400)
  t.ok(budget.take('d', 400))
  const busy = read(['{"objects":[{}]}'], { budget })
  t.equal((await failure(busy.reading)).reason, 'busy')
})
