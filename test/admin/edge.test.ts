// What the API takes from nobody, on any of its routes.
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'
import { indicator } from '../fixture/isac-object.ts'

t.test('text that cannot be kept is refused, and not changed', async (t) => {
  const { by } = await openHubPeople(t)
  const list = { name: 'x', type: 'cidr', list: [] }
  const envelope = { collection: 'one', objects: [indicator('green')] }
  const half = '\ud800'
  const cases: [string, 'GET' | 'PUT' | 'POST' | 'DELETE', string, unknown][] = [
    ['hub@hub', 'DELETE', '/api/warning-lists/%00', undefined],
    ['a', 'GET', '/api/objects/%00', undefined],
    ['a', 'GET', '/api/objects?value=a%00b', undefined],
    ['hub@hub', 'PUT', '/api/warning-lists', { ...list, version: half }],
    ['hub@hub', 'PUT', '/api/warning-lists', { ...list, list: ['a', '\0'] }],
    ['hub@hub', 'PUT', '/api/hub', { title: half }],
    ['hub@hub', 'PUT', '/api/hub', { title: 'x', phrases: { [half]: 'amber' } }],
    ['a@a', 'POST', '/api/drafts', { title: `a${half}`, envelope }],
  ]
  for (const [who, method, url, body] of cases) {
    const answer = await by(who)(method, url, body)
    t.equal(answer.statusCode, 400, `${method} ${url} ${JSON.stringify(body)}`)
    t.equal(answer.headers['content-type'], 'application/problem+json')
  }
  t.equal((await by('hub@hub')('PUT', '/api/warning-lists', list)).statusCode, 204)
  t.equal((await by('hub@hub')('PUT', '/api/hub', { title: '関所 𠮷' })).statusCode, 200)
  t.equal((await by('a@a')('POST', '/api/drafts', { title: 'a', envelope })).statusCode, 201)
})

t.test('a parameter that no route named is refused, also beside STIX', async (t) => {
  const { by } = await openHubPeople(t)
  const envelope = { collection: 'one', objects: [indicator('green')] }
  for (const url of ['/api/submissions', '/api/preview']) {
    t.equal((await by('a')('POST', `${url}?more=1`, envelope)).statusCode, 400, url)
    t.ok((await by('a')('POST', url, envelope)).statusCode < 300, url)
  }
  t.equal((await by('a')('GET', '/api/me?more=1')).statusCode, 400)
})

t.test('what is not there is told in the words of the API', async (t) => {
  const { by } = await openHubPeople(t)
  for (const [method, url] of [
    ['GET', '/api/nothing'],
    ['DELETE', '/api/home'],
    ['GET', '/api/objects/%ff'],
  ] as const) {
    const answer = await by('a')(method, url)
    t.equal(answer.headers['content-type'], 'application/problem+json', url)
    t.equal(answer.json().status, answer.statusCode)
  }
})
