// The hub that is asked at random: people of every role, things of every kind, and a way back to
// them when a request has changed who there is.
import { type Browser, givePassword, openBrowser, origin } from '../../fixture/browser.ts'
import { type Hub, openHubPeople } from '../../fixture/hub-people.ts'
import { collection, tokenOf } from '../../fixture/isac.ts'
import { indicator } from '../../fixture/isac-object.ts'
import type { Known } from './value.ts'

export type Asker = { name: string; headers(): Record<string, string> }

export type World = {
  hub: Hub
  askers: readonly Asker[]
  /** What is there now. `ids`: by the first part of the path behind `/api`. */
  look(): Promise<{ known: Known; ids: Known }>
  /** Makes everybody able to ask again. */
  restore(): Promise<void>
}

const password = 'eleven plum trees in rain'
const services = ['a', 'a@a', 'aide@a', 'b@b', 'd@d', 'hub@hub', 'aide@hub']
const visitors: [person: string, organisation: string][] = [
  ['a', 'a'],
  ['hub', 'hub'],
]

const envelope = (place: string) => ({ collection: place, objects: [indicator('green')] })

/** Things to find: objects, what waits, drafts, a webhook, a warning list. */
const fill = async ({ as, by }: Hub): Promise<void> => {
  await as('a').share([indicator('green'), indicator('amber')])
  await as('a').share([indicator('clear', { name: 'seen at ACME' })], {}, 'held')
  await as('a').share([indicator('green')], { approval: true })
  for (const title of ['one', 'two', 'three']) {
    await by('a@a')('POST', '/api/drafts', { title, envelope: envelope('one') })
  }
  await by('hub@hub')('POST', '/api/organisations/a/webhooks', { url: 'https://soc.acme.jp/' })
  await by('hub@hub')('PUT', '/api/warning-lists', {
    name: 'public resolvers',
    type: 'cidr',
    version: 1,
    description: 'made up',
    matching_attributes: ['ip-dst'],
    list: ['192.0.2.0/24'],
  })
  await as('b').poll()
}

type Entry = { id: string } & Record<string, unknown>

const look = async ({ by }: Hub): Promise<{ known: Known; ids: Known }> => {
  const list = async (who: string, url: string, member = 'entries'): Promise<Entry[]> =>
    (await by(who)('GET', url)).json()[member] ?? []
  const idsOf = (entries: Entry[]) => entries.map(({ id }) => id)
  const drafts = await list('a@a', '/api/drafts')
  const gates = await list('a@a', '/api/gates', 'gates')
  const objects = idsOf(await list('a@a', '/api/objects?limit=20'))
  const webhooks = idsOf(await list('hub@hub', '/api/organisations/a/webhooks'))
  return {
    known: {
      name: ['a', 'b', 'd', 'hub', 'g1', 'g2', 'one', 'new-one', 'nowhere', 'public resolvers'],
      organisation: ['a', 'b', 'd', 'hub', 'new-one', 'nowhere'],
      group: ['g1', 'g2', 'nowhere'],
      collection: ['one', 'two', 'held', 'nowhere'],
      person: ['a', 'aide', 'newcomer'],
      credential: ['feed', 'self-key', 'spare'],
      password: [password, 'a wrong one'],
      old: [password],
      webhook: webhooks,
      changed: drafts.map(({ changed }) => changed),
      rendition_id: gates.map(({ rendition_id }) => rendition_id),
      digest: gates.map(({ digest }) => digest),
      objects: [[indicator('green')], [indicator('amber', { name: 'ACME' })], [{ type: 'x' }]],
      text: ['203.0.113[.]9 hxxps://bad[.]example/a', 'type,value\nip,203.0.113.8\n'],
    },
    ids: {
      drafts: idsOf(drafts),
      objects,
      ledger: objects,
      reviews: idsOf(await list('d@d', '/api/reviews')),
      submissions: idsOf(await list('a@a', '/api/submissions')),
    },
  }
}

const openVisitor = (hub: Hub, person: string, organisation: string) => {
  let browser: Browser = openBrowser(hub.app)
  let token = ''
  const headers = () => ({
    origin,
    cookie: `sekisho=${browser.cookies.get('sekisho')}`,
    'x-sekisho-csrf': token,
  })
  const restore = async (): Promise<void> => {
    const { status, json } = await browser.ask('GET', '/api/session')
    if (status === 200 && json.signed_in) {
      token = json.csrf
      return
    }
    await givePassword(hub.query, organisation, person, password)
    browser = openBrowser(hub.app)
    await browser.signIn(organisation, person, password)
    token = (await browser.open()).csrf ?? ''
  }
  return { asker: { name: `${person}@${organisation} in a browser`, headers }, restore }
}

/** Opens it; closed when `t` ends. */
export const openWorld = async (t: Parameters<typeof openHubPeople>[0]): Promise<World> => {
  const hub = await openHubPeople(t, ({ collections }) => {
    collections.push(collection('g1', 'held', 'Read first', { review: 'always' }))
  })
  await fill(hub)
  const browsers = visitors.map(([person, organisation]) => openVisitor(hub, person, organisation))
  const askers: Asker[] = [
    { name: 'nobody', headers: () => ({}) },
    ...services.map((name) => ({
      name,
      headers: () => ({ authorization: `Bearer ${tokenOf(name)}` }),
    })),
    ...browsers.map(({ asker }) => asker),
  ]
  const restore = async (): Promise<void> => {
    await hub.change()
    for (const browser of browsers) await browser.restore()
  }
  await restore()
  return { hub, askers, look: () => look(hub), restore }
}
