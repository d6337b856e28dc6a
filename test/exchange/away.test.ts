// Which errors of a database are told as "come back later" (TAXII 2.1 §3.6.1: 503), and which not.
import t from 'tap'
import { awayOf } from '../../src/exchange/away.ts'
import { Refusal } from '../../src/exchange/refusal.ts'

const coded = (code: string, message = 'told by the database'): Error =>
  Object.assign(new Error(message), { code })

const cases: [string, Error, boolean][] = [
  ['the connection broke', coded('08006'), true],
  ['too many connections', coded('53300'), true],
  ['the disk is full', coded('53100'), true],
  ['it is being shut down', coded('57P01'), true],
  ['it is starting', coded('57P03'), true],
  ['a statement took too long', coded('57014'), true],
  ['a standby that nobody has promoted yet', coded('25006'), true],
  ['a deadlock', coded('40P01'), true],
  ['nobody listens', coded('ECONNREFUSED'), true],
  ['no connection was free', new Error('timeout exceeded when trying to connect'), true],
  ['a statement that is wrong', coded('42601'), false],
  ['a value that breaks a rule', coded('23505'), false],
  ['a right that is missing', coded('42501'), false],
  ['code that trips', new TypeError('x is not a function'), false],
  ['what is refused already', new Refusal('not-found', ''), false],
]

for (const [name, error, away] of cases) {
  t.test(name, async (t) => {
    const refusal = awayOf(error)
    t.equal(refusal !== null, away)
    if (refusal === null) return
    t.equal(refusal.reason, 'unavailable')
    t.ok((refusal.retryAfter ?? 0) >= 1, 'and when to come back')
  })
}
