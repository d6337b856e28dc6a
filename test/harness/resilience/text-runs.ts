// Runs for text that means something to somebody else: to a database, to whoever reads a log, to
// who finds a secret in one.
import { makeIndicator } from '../../fixture/hub.ts'
import { openHubPeople } from '../../fixture/hub-people.ts'
import { tokenOf } from '../../fixture/isac.ts'
import { indicator } from '../../fixture/isac-object.ts'
import { type Doors, openDoors, taxii } from '../../taxii/open-door.ts'
import type { Ground, Result } from './row.ts'

const injections = [
  "' or '1'='1",
  "' and '1'='2",
  "'; select pg_sleep(4); --",
  '1) union select secret from credential --',
  "\\'; drop table feed; --",
  '$1 $2 {1,2} "}',
  "a' || pg_read_file('/etc/passwd') || '",
  '$.** ? (@.type() == "string")',
  '!& | a <-> :* ()',
  '(a+)+$[^\\',
  '%_%%27%22',
]
const told = /SQLSTATE|syntax error|relation "|column "|pg_|root:x|violates|invalid input syntax/i
const perRequestMs = 3_500

const queries: Record<string, string[]> = {
  '/taxii2/g1/collections/one/objects/': [
    ...['match[id]', 'match[type]', 'match[version]', 'match[spec_version]', 'added_after'],
    ...['next', 'limit', 'nothing'],
  ],
  '/taxii2/g1/collections/one/manifest/': ['match[id]', 'match[type]', 'next'],
  '/api/objects': ['q', 'type', 'tlp', 'id', 'limit', 'after', 'sort', 'collection'],
  '/api/organisations': ['q', 'status', 'kind', 'limit', 'after', 'sort', 'order'],
  '/api/submissions': ['status', 'collection', 'limit', 'after', 'sort'],
  '/api/ledger': ['act', 'organisation', 'object', 'from', 'to', 'after', 'limit'],
  '/api/reviews': ['state', 'group', 'after'],
}

const mask = (text: string): string => text.replace(/"at":"[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}/g, '')

/**
 * B21: what would mean something to a database is text: no failure, no wait, no word of it, and a
 * condition that holds is answered as one that does not.
 */
export const runInjections = async (ground: Ground): Promise<Result> => {
  const hub = await openHubPeople(ground)
  const faults: string[] = []
  let asked = 0
  const ask = async (who: string, method: 'GET' | 'POST', url: string, payload?: object) => {
    const started = performance.now()
    const headers = {
      authorization: `Bearer ${tokenOf(who)}`,
      accept: url.startsWith('/taxii2') ? taxii : '*/*',
      ...(payload
        ? { 'content-type': url.startsWith('/taxii2') ? taxii : 'application/json' }
        : {}),
    }
    const answer = await hub.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    asked += 1
    const where = `${method} ${decodeURIComponent(url).slice(0, 120)}`
    if (answer.statusCode >= 500) faults.push(`${answer.statusCode}: ${where}`)
    if (answer.statusCode >= 400 && told.test(answer.body)) faults.push(`told: ${where}`)
    if (performance.now() - started > perRequestMs) faults.push(`waited: ${where}`)
    return `${answer.statusCode} ${mask(answer.body)}`
  }
  for (const [path, names] of Object.entries(queries)) {
    for (const name of names) {
      const answers: string[] = []
      for (const text of injections) {
        const url = `${path}?${encodeURIComponent(name)}=${encodeURIComponent(text)}`
        answers.push(await ask('hub@hub', 'GET', url), await ask('a@a', 'GET', url))
      }
      // Of `a@a`, without the text itself.
      const [holds, fails] = [answers[1], answers[3]].map((answer, at) =>
        String(answer).replaceAll(JSON.stringify(injections[at]).slice(1, -1), ''),
      )
      if (holds !== fails) faults.push(`the condition counts: ${path}?${name}`)
    }
  }
  for (const text of injections) {
    const part = encodeURIComponent(text)
    for (const url of [
      `/taxii2/${part}/`,
      `/taxii2/g1/collections/${part}/objects/`,
      `/taxii2/g1/collections/one/objects/${part}/`,
      `/taxii2/g1/collections/one/objects/${part}/versions/`,
      `/taxii2/g1/status/${part}/`,
      ...['organisations', 'groups', 'objects', 'submissions', 'drafts'].map(
        (one) => `/api/${one}/${part}`,
      ),
    ]) {
      await ask('hub@hub', 'GET', url)
    }
    const object = indicator('green', { name: text, labels: [text], x_note: { [text]: text } })
    await ask('a', 'POST', '/taxii2/g1/collections/one/objects/', { objects: [object] })
    const kept = (await hub.as('a').find(object.id))[0]
    if (JSON.stringify(kept) !== JSON.stringify(object)) faults.push(`not kept as sent: ${text}`)
    await ask('a@a', 'POST', '/api/recognise', { text })
  }
  const { rows } = await hub.query('select count(*)::integer as entries from feed')
  if (rows[0].entries < injections.length) faults.push('the feed is gone')
  return { figure: `${asked} requests with ${injections.length} texts`, faults: faults.slice(0, 8) }
}

/** The same texts put into a statement as they are. */
export const runInjectionsControl = async (ground: Ground): Promise<Result> => {
  const { query } = await openHubPeople(ground)
  let failed = 0
  for (const text of injections.filter((one) => !/drop|sleep/.test(one))) {
    const statement = `select name from organisation where name = '${text}'`
    await query(statement).then(
      ({ rows }) => {
        if (rows.length > 0) failed += 1
      },
      () => {
        failed += 1
      },
    )
  }
  return { figure: '', faults: failed > 0 ? [`${failed} texts act on a naive statement`] : [] }
}

const breaking = [
  'a\nb',
  'a\r\nlevel=50 forged',
  '\u001b[31mred',
  '\u0000',
  '\u2028',
  '\u009b1m',
  '=1+1|cmd',
]

const pestLog = async ({ app, collection, join }: Doors): Promise<void> => {
  const { bearer } = await join('contributor')
  for (const text of breaking) {
    const part = encodeURIComponent(text)
    const basic = Buffer.from(`${text}:${text}`).toString('base64')
    for (const url of [`/${part}`, `/taxii2/?q=${part}`, `/api/${part}`, `${collection}${part}/`]) {
      await app.inject({ url, headers: { ...bearer, accept: taxii, 'user-agent': `x${part}` } })
      await app.inject({ url, headers: { authorization: `Basic ${basic}`, accept: taxii } })
    }
    const payload = JSON.stringify({
      objects: [makeIndicator(1, { name: text.replace('\0', '') })],
    })
    const headers = { ...bearer, accept: taxii, 'content-type': taxii }
    await app.inject({ method: 'POST', url: `${collection}objects/`, headers, payload })
  }
}

const readLog = (text: string): string[] => {
  const faults: string[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line)) faults.push('a control character')
    try {
      JSON.parse(line)
    } catch {
      faults.push(`no line of JSON: ${line.slice(0, 80)}`)
    }
  }
  return faults
}

/** B23: one line an entry, whatever is in it. */
export const runLogLines = async (ground: Ground): Promise<Result> => {
  const doors = await openDoors(ground)
  await pestLog(doors)
  const lines = doors.logged().split('\n').length - 1
  const faults = readLog(doors.logged())
  return { figure: `${lines} lines after ${breaking.length} texts in 9 places each`, faults }
}

/** A log written as text. */
export const runLogLinesControl = async (): Promise<Result> => ({
  figure: '',
  faults: readLog(breaking.map((text) => `{"user":"${text}"}\n`).join('')),
})

const secretBody = 'canary-body-of-somebody'

const useSecrets = async (doors: Doors) => {
  const { app, collection, hub, join } = doors
  const member = await join('contributor')
  const { token, bearer, basic, password } = member
  const wrong = [`${token}x`, token.slice(0, -1), token.toUpperCase()]
  const answers: string[] = []
  const ask = async (options: object) => {
    const { headers, body, statusCode } = await app.inject({ url: '/taxii2/', ...options })
    answers.push(`${statusCode} ${JSON.stringify(headers)} ${body}`)
  }
  for (const authorization of [bearer.authorization, basic.authorization, ...wrong]) {
    for (const url of ['/taxii2/', `${collection}objects/`, '/api/me', '/api/home', '/nowhere']) {
      await ask({ url, headers: { authorization, accept: taxii } })
      await ask({ url: `${url}?token=${token}&key=${password}`, headers: { authorization } })
      await ask({ url, headers: { authorization, cookie: `t=${token}`, 'x-token': token } })
      await ask({
        method: 'POST',
        url,
        headers: { authorization, 'content-type': taxii },
        payload: '{',
      })
    }
  }
  const headers = { ...bearer, accept: taxii, 'content-type': taxii }
  const post = { method: 'POST', url: `${collection}objects/`, headers }
  const one = makeIndicator(1, { name: secretBody })
  const share = (object: object) => ask({ ...post, payload: JSON.stringify({ objects: [object] }) })
  await share(one)
  await share({ ...one, pattern: `[broken '${secretBody}` })
  await hub.query('alter table feed rename to feed_away')
  await share(makeIndicator(2, { name: secretBody }))
  await ask({ url: `${collection}objects/`, headers })
  await hub.query('alter table feed_away rename to feed')
  await ask({ url: '/metrics' })
  return { answers, secrets: [token, ...wrong.slice(0, 1), basic.authorization.slice(6), password] }
}

const listTexts = async ({ hub }: Doors): Promise<string> => {
  const { rows } = await hub.query(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`)
  const texts = await Promise.all(
    rows.map(({ name }) => hub.query(`select t::text as text from "${name}" t`)),
  )
  return texts.flatMap((found) => found.rows.map(({ text }) => text)).join('\n')
}

const searchAll = async (ground: Ground, careless: boolean): Promise<Result> => {
  const doors = await openDoors(ground)
  const { answers, secrets } = await useSecrets(doors)
  const kept = await listTexts(doors)
  const more = careless
    ? JSON.stringify({ headers: { authorization: `Bearer ${secrets[0]}` } })
    : ''
  const log = doors.logged() + more
  const places: [string, string, string[]][] = [
    ['the log', log, [...secrets, secretBody]],
    ['answers, errors and numbers', answers.join('\n'), secrets],
    ['the database', kept, secrets],
  ]
  const faults = places.flatMap(([name, text, sought]) =>
    sought.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${name}`),
  )
  const octets = places.reduce((sum, [, text]) => sum + text.length, 0)
  if (!answers.some((answer) => answer.startsWith('5'))) faults.push('nothing failed')
  return { figure: `${octets} octets of log, answers, numbers and tables`, faults }
}

/** A16, O11: no secret and no content is in a log, an error, a number or a table. */
export const runSecrets = (ground: Ground): Promise<Result> => searchAll(ground, false)
export const runSecretsControl = (ground: Ground): Promise<Result> => searchAll(ground, true)
