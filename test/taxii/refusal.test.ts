// The one table from reasons to status codes, and what of an error a caller is told. Checklist
// 87–92, reliability L4 and L14.
import t from 'tap'
import { Refusal, type RefusalReason } from '../../src/exchange/refusal.ts'
import { faultOf, HttpRefusal, printError } from '../../src/taxii/refusal.ts'

const coded = (code: string, message = 'secret', more: object = {}) =>
  Object.assign(new Error(message), { code, ...more })

t.test('each reason has its status', async (t) => {
  const statuses: Record<RefusalReason, number> = {
    unauthenticated: 401,
    'too-many-attempts': 429,
    'not-found': 404,
    forbidden: 403,
    'bad-request': 400,
    'bad-cursor': 400,
    unprocessable: 422,
    'changed-meanwhile': 412,
    'too-large': 413,
    busy: 503,
    unavailable: 503,
  }
  for (const [reason, status] of Object.entries(statuses)) {
    const fault = faultOf(new Refusal(reason as RefusalReason, 'said'))
    t.equal(fault.status, status, reason)
    t.equal(fault.code, reason)
    const waits = [429, 503].includes(status)
    t.equal('retry-after' in fault.headers, waits, reason)
    t.equal('www-authenticate' in fault.headers, status === 401, reason)
    const tells = [400, 412, 413, 422].includes(status)
    t.equal(
      fault.description === 'said',
      tells,
      `${reason}: what is told must not show what is hidden`,
    )
  }
  t.equal(faultOf(new Refusal('busy', '', 0.2)).headers['retry-after'], '1')
  t.equal(faultOf(new Refusal('too-many-attempts', '', 61)).headers['retry-after'], '61')
})

t.test(
  'a database that is away is 503, anything unforeseen 500, and neither says why',
  async (t) => {
    const cases: [unknown, number][] = [
      [coded('ECONNREFUSED'), 503],
      [coded('57P01'), 503],
      [coded('57014'), 503],
      [coded('53300'), 503],
      [coded('55000'), 503],
      [coded('08006'), 503],
      [new Error('timeout exceeded when trying to connect'), 503],
      [coded('23505'), 500],
      [coded('22P05'), 500],
      [new TypeError('x is undefined'), 500],
      ['a string', 500],
      [null, 500],
      [coded('FST_ERR_BAD_URL', 'secret', { statusCode: 400 }), 400],
      [coded('FST_ERR_MAX_PARAM_LENGTH', 'secret', { statusCode: 414 }), 404],
      [coded('FST_ERR_CTP_INVALID_MEDIA_TYPE', 'secret', { statusCode: 415 }), 415],
      [coded('FST_ERR_HANDLER_TIMEOUT', 'secret', { statusCode: 503 }), 503],
      [coded('FST_ERR_OTHER', 'secret', { statusCode: 500 }), 500],
    ]
    for (const [error, status] of cases) {
      const fault = faultOf(error)
      t.equal(fault.status, status, String(error))
      t.notMatch(printError(fault, 'id').toString(), /secret|undefined|timeout/)
    }
  },
)

t.test('the error resource has strings only', async (t) => {
  const fault = new HttpRefusal(405, 'method', 'take `GET`', { allow: 'GET' }).fault
  t.same(JSON.parse(printError(fault, 'some-id').toString()), {
    title: 'Method Not Allowed',
    description: 'take `GET`',
    error_id: 'some-id',
    error_code: 'method',
    http_status: '405',
  })
})
