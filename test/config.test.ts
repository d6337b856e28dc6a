// The settings: what fits, what is refused and how it is said, and that no secret gets out.
import { readFileSync } from 'node:fs'
import { inspect, parseEnv } from 'node:util'
import t from 'tap'
import { describeConfig, listUnknown, readConfig, variableNames } from '../src/config.ts'

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

/** Names in an example file, in order; `# NAME=` has no default. */
const listNames = (text: string): string[] =>
  [...text.matchAll(/^(?:# )?([A-Z][A-Z_]*)=/gm)].map(([, name]) => name ?? '')

t.test('.env.example and the settings agree', async (t) => {
  t.same(listNames(example), variableNames)
  const inEffect = JSON.stringify(readConfig(parseEnv(example) as NodeJS.ProcessEnv))
  t.equal(inEffect, JSON.stringify(readConfig({})), 'the example changes no default')
  t.notSame(listNames(`${example}\nSEKISHO_FORGOTTEN=1`), variableNames, 'one too many is seen')
})

t.test('what is given is taken', async (t) => {
  const cases: [string, string, string, unknown][] = [
    ['SEKISHO_PORT', '0', 'port', 0],
    ['SEKISHO_PORT', ' 8080 ', 'port', 8080],
    ['SEKISHO_PORT', '', 'port', 6100],
    ['SEKISHO_PUBLIC_URL', 'https://hub.example/', 'publicUrl', 'https://hub.example'],
    ['SEKISHO_PROXIES', '10.0.0.1, fd00::/8', 'proxies', ['10.0.0.1', 'fd00::/8']],
    ['SEKISHO_ALLOW_PLAIN_HTTP', '1', 'allowPlainHttp', true],
    ['SEKISHO_HUB_FILE', 'hub.yaml', 'hubFile', 'hub.yaml'],
    ['DATABASE_URL', 'postgres://db/x', 'databaseUrl', 'postgres://db/x'],
  ]
  for (const [variable, value, name, expected] of cases) {
    const config = readConfig({ [variable]: value }) as unknown as Record<string, unknown>
    t.same(config[name], expected, `${variable}=${value}`)
  }
  const files = { SEKISHO_TLS_CERT: 'c', SEKISHO_TLS_KEY: 'k' }
  t.same(readConfig(files).tls, { cert: 'c', key: 'k', clientCa: null })
})

t.test('what does not fit is refused by name, and not repeated', async (t) => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ SEKISHO_PORT: '65536' }, /SEKISHO_PORT must be a whole number from 0 to 65535/],
    [{ SEKISHO_PORT: '1e3' }, /SEKISHO_PORT must be/],
    [{ SEKISHO_LOG_LEVEL: 'loud' }, /SEKISHO_LOG_LEVEL must be one of fatal,/],
    [{ SEKISHO_PROXIES: 'proxy.example' }, /SEKISHO_PROXIES must be addresses/],
    [{ SEKISHO_PROXIES: '10.0.0.0/33' }, /SEKISHO_PROXIES/],
    [{ SEKISHO_PUBLIC_URL: 'https://a:b@hub.example' }, /SEKISHO_PUBLIC_URL/],
    [{ SEKISHO_TLS_CERT: 'c' }, /SEKISHO_TLS_KEY must be given/],
    [{ SEKISHO_TLS_CLIENT_CA: 'c' }, /SEKISHO_TLS_CERT must be given/],
    [{ SEKISHO_PAGE_DEFAULT: '20000' }, /SEKISHO_PAGE_DEFAULT must not be above/],
    [{ SEKISHO_OIDC_ISSUER: 'http://login.example' }, /SEKISHO_OIDC_ISSUER must be an https URL/],
    [{ SEKISHO_OIDC_ISSUER: 'https://login.example' }, /SEKISHO_OIDC_CLIENT_ID must be given/],
    [{ SEKISHO_OIDC_CLIENT_SECRET: 'hunter2' }, /SEKISHO_OIDC_ISSUER must be given/],
    [{ SEKISHO_STATUS_HOURS: '23' }, /SEKISHO_STATUS_HOURS/],
    [{ SEKISHO_METRICS_TOKEN: 'tooshort' }, /SEKISHO_METRICS_TOKEN must have/],
    [{ DATABASE_URL: 'mysql://u:hunter2@db/x' }, /DATABASE_URL must begin with/],
    [{ SEKISHO_SMTP_URL: 'smtp://mail' }, /SEKISHO_SMTP_FROM must be given/],
    [{ SEKISHO_SMTP_URL: 'http://mail' }, /SEKISHO_SMTP_URL must begin with/],
  ]
  for (const [environment, message] of cases) {
    t.throws(() => readConfig(environment), { message }, JSON.stringify(environment))
  }
  const faults = { SEKISHO_METRICS_TOKEN: 'tooshort', DATABASE_URL: 'mysql://u:hunter2@db/x' }
  try {
    readConfig(faults)
    t.fail('refused')
  } catch (error) {
    t.notMatch(String(error), /tooshort|hunter2/)
    t.match(String(error), /METRICS_TOKEN[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*METRICS_TOKEN/)
  }
})

t.test('a configuration never prints its secrets', async (t) => {
  const config = readConfig({
    DATABASE_URL: 'postgresql://sekisho:hunter2@db.example:5433/hub',
    SEKISHO_METRICS_TOKEN: 'open-sesame-open-sesame',
    SEKISHO_OIDC_ISSUER: 'https://login.example/realm/',
    SEKISHO_OIDC_CLIENT_ID: 'sekisho',
    SEKISHO_OIDC_CLIENT_SECRET: 'sesame-too',
    SEKISHO_SMTP_URL: 'smtps://hub:hunter2@mail.example',
    SEKISHO_SMTP_FROM: 'hub@mail.example',
  })
  const shown = JSON.stringify(describeConfig(config))
  t.match(shown, 'db.example:5433/hub')
  for (const text of [shown, JSON.stringify({ config }), inspect(config), `${inspect([config])}`]) {
    t.notMatch(text, /hunter2|sesame/)
  }
  t.equal(config.metricsToken, 'open-sesame-open-sesame', 'and yet has them')
  t.match(config.oidc, { clientSecret: 'sesame-too', name: 'login.example', acr: null })
})

t.test('a misspelt variable is found', async (t) => {
  const environment = {
    SEKISHO_PROT: '1',
    SEKISHO_PORT: '1',
    SEKISHO_TEST_X: '1',
    SEKISHO_USER: 'of push and poll',
    HOME: '/',
  }
  t.same(listUnknown(environment), ['SEKISHO_PROT'])
})
