// Signing in at an OpenID provider: who is bound to whom, and what does not work.
import t, { type Test } from 'tap'
import type { Provider } from '../../src/exchange/provider.ts'
import { openProvider } from '../../src/provider.ts'
import { type Browser, openBrowser } from '../fixture/browser.ts'
import { type OpenIdProvider, startOpenIdProvider } from '../fixture/openid-provider.ts'
import { type AccountHub, openAccountHub, password } from './account-hub.ts'

type Scene = { hub: AccountHub; provider: OpenIdProvider; invite(person: string): Promise<string> }

const open = async (t: Test, given = 'a secret of the client', acr: string | null = null) => {
  const provider = await startOpenIdProvider(t, { secret: 'a secret of the client' })
  const hub = await openAccountHub(t)
  const settings = { clientId: 'sekisho', clientSecret: given, name: 'Example login', acr }
  hub.ctx.provider = openProvider({ issuer: provider.issuer, ...settings })
  const admin = await hub.as('org-admin', 'acme')
  const invite = async (person: string): Promise<string> => {
    const { json } = await admin.ask('POST', `/api/organisations/acme/people/${person}/invitation`)
    return json.url.split('#')[1]
  }
  return { hub, provider, invite } satisfies Scene
}

const pathOf = (returned: string): string => returned.slice('http://localhost'.length)

/** Goes to the provider and comes back; answers where the browser ends. */
const goAndReturn = async ({ provider }: Scene, browser: Browser, start: string) => {
  const returned = await provider.visit(start)
  return (await browser.ask('GET', pathOf(returned))).headers.location
}

const accept = async (scene: Scene, browser: Browser, token: string) => {
  const { status, json } = await browser.ask('POST', '/api/invitation/oidc', { token })
  if (status !== 200) return String(status)
  return goAndReturn(scene, browser, json.url)
}

const signIn = async (scene: Scene, browser: Browser) => {
  const { status, headers } = await browser.ask('GET', '/api/session/oidc')
  if (status !== 302) throw new Error(`${status}`)
  return goAndReturn(scene, browser, headers.location as string)
}

const failed = '/?sign-in=failed'

t.test('a person is bound by its invitation, and known again by issuer and subject', async (t) => {
  const scene = await open(t)
  const { hub, provider, invite } = scene
  t.same((await hub.browser().open()).methods.oidc, {
    name: 'Example login',
    url: '/api/session/oidc',
  })
  provider.visitor = { subject: 'taro@acme.example' }
  t.equal(await signIn(scene, hub.browser()), failed, 'an address of mail binds nobody')

  provider.visitor = { subject: 'subject-1' }
  const browser = hub.browser()
  t.equal(await accept(scene, browser, await invite('taro')), '/')
  const said = await browser.open()
  t.match(said, { signed_in: true, person: { name: 'taro', second_factor: 'none' } })
  const again = hub.browser()
  t.equal(await signIn(scene, again), '/')
  t.match((await again.open()).person, { name: 'taro' })

  provider.visitor = { subject: 'subject-2' }
  t.equal(await signIn(scene, hub.browser()), failed, 'somebody else there')
  t.equal(await accept(scene, hub.browser(), await invite('taro')), failed, 'who is bound stays')
  provider.visitor = { subject: 'subject-1' }
  t.equal(await accept(scene, hub.browser(), await invite('kei')), failed, 'one is one person')
  t.equal(await signIn(scene, hub.browser()), '/', 'and nothing has changed')
  const token = await invite('taro')
  const local = await hub.browser().ask('POST', '/api/invitation/accept', { token, password })
  t.equal(local.status, 422, 'who signs in there has no password here')

  await hub.query("update organisation set status = 'suspended' where name = 'acme'")
  t.equal(await signIn(scene, hub.browser()), failed)
})

t.test('a second factor shown there counts, unless there is one here', async (t) => {
  const scene = await open(t, undefined, 'strong')
  const { hub, provider, invite } = scene
  await accept(scene, hub.browser(), await invite('taro'))
  const cases: [string, Partial<OpenIdProvider['visitor']>, string][] = [
    ['a password alone', { amr: ['pwd'] }, 'none'],
    ['nothing said', {}, 'none'],
    ['several factors', { amr: ['pwd', 'otp', 'mfa'] }, 'done'],
    ['the context of the settings', { acr: 'strong' }, 'done'],
    ['another context', { acr: 'weak' }, 'none'],
  ]
  for (const [name, said, expected] of cases) {
    provider.visitor = { subject: 'nobody', ...said }
    const browser = hub.browser()
    t.equal(await signIn(scene, browser), '/', name)
    t.equal((await browser.open()).person.second_factor, expected, name)
  }
  await hub.query("update account set totp = '\\x00' where password is null")
  provider.visitor = { subject: 'nobody', amr: ['mfa'] }
  const half = hub.browser()
  t.equal(await signIn(scene, half), '/')
  t.match(await half.open(), { signed_in: false, person: { second_factor: 'needed' } })
})

t.test('a return that is not of this visit signs nobody in', async (t) => {
  const scene = await open(t)
  const { hub, provider, invite } = scene
  await accept(scene, hub.browser(), await invite('taro'))
  const begin = async () => {
    const browser = hub.browser()
    const { headers } = await browser.ask('GET', '/api/session/oidc')
    const path = pathOf(await provider.visit(headers.location as string))
    return { browser, path }
  }
  const come = async (browser: Browser, path: string) => {
    const answer = await browser.ask('GET', path)
    return [answer.headers.location, browser.cookies.has('sekisho')]
  }
  const mine = await begin()
  t.same(await come(openBrowser(hub.app), mine.path), [failed, false], 'in another browser')
  const other = await begin()
  t.same(await come(mine.browser, other.path), [failed, false], 'with the code of another visit')
  t.same(await come(mine.browser, mine.path), [failed, false], 'a visit returns once')
  const wrong = await begin()
  const state = wrong.path.replace(/state=[^&]+/, 'state=x')
  t.same(await come(wrong.browser, state), [failed, false], 'with another state')
  const late = await begin()
  await hub.query("update provider_visit set expires_at = expires_at - interval '11 minutes'")
  t.same(await come(late.browser, late.path), [failed, false], 'too late')
  const refused = await begin()
  const denied = refused.path.replace(/code=[^&]+/, 'error=access_denied')
  t.same(await come(refused.browser, denied), [failed, false], 'refused there')
  const fine = await begin()
  t.same(await come(fine.browser, fine.path), ['/', true])
  t.equal((await hub.browser().ask('POST', '/api/invitation/oidc', { token: 'x' })).status, 404)
})

t.test(
  'the cookie of a visit survives the way back, and that of a session is strict',
  async (t) => {
    const scene = await open(t)
    const { hub, provider, invite } = scene
    const browser = hub.browser()
    const token = await invite('kei')
    const { json } = await browser.ask('POST', '/api/invitation/oidc', { token })
    t.match(browser.given, [
      /^sekisho-visit=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    ])
    await browser.ask('GET', pathOf(await provider.visit(json.url)))
    const [gone, given] = browser.given
    t.match(gone, /^sekisho-visit=; Max-Age=0/)
    t.match(given, /^sekisho=[\w-]{43}; .*SameSite=Strict$/)
  },
)

t.test('a provider that is away, or does not know the hub', async (t) => {
  const wrong = await open(t, 'another secret')
  t.equal(await accept(wrong, wrong.hub.browser(), await wrong.invite('kei')), failed)
  const { hub } = wrong
  hub.ctx.provider = openProvider({
    issuer: 'http://127.0.0.1:9',
    clientId: 'sekisho',
    clientSecret: null,
    name: 'Nowhere',
    acr: null,
  }) satisfies Provider
  t.equal((await hub.browser().ask('GET', '/api/session/oidc')).status, 503)
  hub.ctx.provider = null
  t.equal((await hub.browser().ask('GET', '/api/session/oidc')).status, 404)
})
