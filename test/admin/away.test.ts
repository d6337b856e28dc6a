// What the admin API says while its database is away: come back, and nothing of why (F10).
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'
import { canary, watchCalls } from '../harness/resilience/failing-calls.ts'

t.test('a database that is away is 503 with when to come back', async (t) => {
  const hub = await openHubPeople(t)
  const ask = hub.by('hub@hub')
  t.equal((await ask('GET', '/api/organisations')).statusCode, 200)
  const calls = watchCalls(hub.ctx)
  for (const code of ['57P03', '53300', '58030', '40001', 'ECONNREFUSED']) {
    calls.strike = () => ({ code, when: 'before' })
    const answer = await ask('GET', '/api/organisations')
    t.equal(answer.statusCode, 503, code)
    t.match(answer.headers['retry-after'], /^\d+$/)
    t.notOk(answer.body.includes(canary))
  }
  calls.strike = () => ({ code: 'XX000', when: 'before' })
  const unforeseen = await ask('GET', '/api/organisations')
  t.equal(unforeseen.statusCode, 500, 'what nobody foresaw')
  t.notOk(unforeseen.body.includes(canary))
  calls.strike = null
  t.equal((await ask('GET', '/api/organisations')).statusCode, 200)
})
