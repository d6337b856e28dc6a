// The log: whatever is thrown at it, no content and no secret comes out.
import fc from 'fast-check'
import t from 'tap'
import { allowFields, createLog, describeError } from '../src/log.ts'
import { untilFound } from './fixture/until-found.ts'

const secret = 'evil.example'

const record = () => {
  const lines: string[] = []
  const log = createLog('trace', { write: (line: string) => void lines.push(line) })
  return { lines, log }
}

t.test('a line has a time, a level, allowed fields and its message', async (t) => {
  const { lines, log } = record()
  log.info({ collection: 'c1', ms: 1.5, position: 7n, status: 202 }, 'answered')
  const line = JSON.parse(lines[0] ?? '')
  t.match(line, { level: 'info', collection: 'c1', ms: 1.5, position: '7', msg: 'answered' })
  t.match(line.time, /^\d{4}-.*Z$/)
})

t.test('content has no way in', async (t) => {
  const database = Object.assign(new Error(`Key (value)=(${secret})`), {
    severity: 'ERROR',
    code: '23505',
    detail: secret,
    constraint: 'version_pkey',
  })
  const attempts: [string, (log: ReturnType<typeof createLog>) => void][] = [
    ['an unlisted field', (log) => log.info({ object: { name: secret } }, 'x')],
    ['an object in a listed field', (log) => log.info({ reason: { name: secret } }, 'x')],
    ['an object in a list', (log) => log.info({ applied: [{ name: secret }] }, 'x')],
    ['a header', (log) => log.info({ headers: { authorization: secret } }, 'x')],
    ['a child’s binding', (log) => log.child({ body: secret }).info('x')],
    ['a grandchild’s binding', (log) => log.child({}).child({ body: secret }, {}).info('x')],
    ['an argument of the message', (log) => log.info('x %s', secret)],
    ['a database error', (log) => log.error(database)],
    ['the same by name', (log) => log.error({ err: database }, database.message)],
    ['the same as error', (log) => log.error({ error: database }, 'x')],
    ['an error bared by its room', (log) => log.error({ cause: { ...database, type: 'x' } }, 'x')],
    ['a parser’s error', (log) => log.error({ err: new SyntaxError(`${secret} is no JSON`) }, 'x')],
    ['a request', (log) => log.info({ req: { url: `/?match[id]=${secret}` } }, 'x')],
  ]
  for (const [name, attempt] of attempts) {
    const { lines, log } = record()
    attempt(log)
    t.equal(lines.length, 1, name)
    t.notMatch(lines[0], secret, name)
  }
})

t.test('an error is told by kind and place', async (t) => {
  const told = describeError(new TypeError('cannot read `x`'))
  t.match(told, { type: 'TypeError', message: 'cannot read `x`' })
  t.match((told.frames as string[])[0], /log\.test\.ts:\d+/)
  const { lines, log } = record()
  log.error(new Error('the pool is closed'))
  t.match(JSON.parse(lines[0] ?? ''), { msg: 'failed', err: { message: 'the pool is closed' } })
  const multi = new SyntaxError(`first\n    at ${secret} (second line of a message)`)
  t.notMatch(JSON.stringify(describeError(multi)), secret)
})

const anyFields = fc.dictionary(
  fc.constantFrom('object', 'body', 'reason', 'status'),
  fc.anything(),
)
const isFlat = (fields: object): boolean =>
  Object.entries(fields).every(([name, value]) => {
    const listed = name === 'reason' || name === 'status'
    return listed && (Array.isArray(value) || Object(value) !== value)
  })

t.test('any fields: only listed names, only plain values', async (t) => {
  fc.assert(fc.property(anyFields, (fields) => isFlat(allowFields(fields))))
  const careless = (fields: object) => fields
  const broken = fc.check(
    fc.property(anyFields, (fields) => isFlat(careless(fields))),
    untilFound,
  )
  t.ok(broken.failed, 'a log without the list is caught')
})
