// Why somebody sees an object: told by the rule itself to who shared it, to stewards and to
// auditors; to everybody else there is no such object.
import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import type { Explanation } from '../../src/exchange/explain.ts'
import { type Answer, type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { home, hubText, rootOf, tokenOf } from './preview-hub.ts'

const level: Record<string, string> = {
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

const makeObject = (tlp: string, changes: Record<string, unknown> = {}) => ({
  type: 'malware',
  spec_version: '2.1',
  id: `malware--${randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  created_by_ref: 'identity--0a0b0c0d-0000-4000-8000-000000000001',
  name: 'seen at Acme',
  is_family: false,
  object_marking_refs: [level[tlp]],
  ...changes,
})

const plain = makeObject('amber')
const excluding = makeObject('amber')
const waiting = makeObject('amber')
const red = makeObject('red')
const unmade: Record<string, unknown> = { ...makeObject('green'), name: 'worm' }
delete unmade.created_by_ref
const asIs = unmade as { id: string }

// what, about whom, what the owner is told: segment, and why or why not
const cases: [string, { id: string }, string, string[]][] = [
  ['a member', plain, 'bolt', ['members member-of-group']],
  ['another member', plain, 'cert', ['members member-of-group']],
  ['the owner itself', plain, 'acme', ['owner own-organisation']],
  ['a client', plain, 'shop', ['clients client-of-member']],
  ['a peer', plain, 'peerhub', ['peers member-of-group']],
  ['an authority', plain, 'agency', []],
  ['an active organisation', plain, 'outsider', []],
  ['who is excluded', excluding, 'bolt', []],
  ['who is not', excluding, 'cargo', ['members member-of-group']],
  ['nobody yet', waiting, 'bolt', []],
  ['whose person is named', red, 'bolt', ['named named-person']],
  ['whose person is not', red, 'cargo', []],
]

const denials: [string, { id: string }, string, string, string][] = [
  ['authorities need consent', plain, 'agency', 'members', 'authority-without-consent'],
  ['excluded', excluding, 'bolt', 'members', 'excluded'],
  ['it waits for approval', waiting, 'bolt', 'members', 'approval-missing'],
  ['no member', plain, 'outsider', 'members', 'not-a-member'],
  ['none of its persons is named', red, 'cargo', 'named', 'not-addressed'],
]

type Scene = {
  hub: AppliedHub
  ask(by: string | null, id: string, organisation: string, more?: string): Promise<Answer>
  shownTo(by: string): Promise<{ id: string; name?: string }[]>
  /** The id that members are shown `plain` under. */
  shown: string
}

const formsOf = ({ versions }: Explanation) => versions.flatMap(({ forms }) => forms)

const askIn =
  (hub: AppliedHub): Scene['ask'] =>
  (by, id, organisation, more = '') =>
    hub.ask(
      'GET',
      `/api/objects/${id}/explain?organisation=${organisation}${more}`,
      by === null ? null : tokenOf(by),
    )

const shownIn =
  (hub: AppliedHub): Scene['shownTo'] =>
  async (by) => {
    const path = `/taxii2/${rootOf[home]}/collections/${home}/objects/`
    return (await hub.ask('GET', path, tokenOf(by))).json.objects ?? []
  }

const askAsOwner = async (t: Test, { ask, shownTo }: Scene): Promise<void> => {
  for (const [name, { id }, organisation, told] of cases) {
    const by = id === red.id ? 'taro' : 'acme'
    const { json } = await ask(by, id, organisation)
    const seen = formsOf(json).filter(({ sees }) => sees)
    t.same(
      seen.map(({ segment, reason }) => `${segment} ${reason}`),
      told,
      name,
    )
    t.equal(json.sees, told.length > 0, name)
  }
  for (const [name, { id }, organisation, segment, reason] of denials) {
    const by = id === red.id ? 'taro' : 'acme'
    const forms = formsOf((await ask(by, id, organisation)).json)
    const found = forms.find((form) => form.segment === segment && !form.sees)
    t.match(found, { reason, id: null, since: null }, name)
    t.ok(found?.words)
  }
  const members = formsOf((await ask('acme', plain.id, 'bolt')).json).find(({ sees }) => sees)
  const got = (await shownTo('bolt')).find(({ id }) => id === members?.id)
  t.match(
    got,
    { name: 'seen at [VICTIM-1]' },
    'the id it is seen under is the one it is shown under',
  )
  t.match(members?.since, /T\d\d:\d\d:\d\d\.000000Z$/)
}

const askAsSteward = async (t: Test, { ask, shown }: Scene): Promise<void> => {
  const answers = new Map<string, string>()
  for (const organisation of ['acme', 'bolt', 'cargo']) {
    const { status, json } = await ask('kaede', shown, organisation)
    t.equal(status, 200)
    t.same(
      formsOf(json).map(({ segment, sees }) => [segment, sees]),
      [['members', true]],
    )
    answers.set(organisation, JSON.stringify({ ...json, organisation: '' }))
    t.notOk(JSON.stringify(json).includes(plain.id), 'the id of the owner is not told')
  }
  t.equal(new Set(answers.values()).size, 1, 'the owner is like the others')
  t.equal((await ask('kaede', plain.id, 'bolt')).status, 404)
  t.equal((await ask('kaede', red.id, 'bolt')).status, 404)
  t.equal((await ask('kaede', waiting.id, 'bolt')).status, 404)
  const same = await ask('kaede', asIs.id, 'acme')
  t.same(
    formsOf(same.json)
      .map(({ segment }) => segment)
      .includes('owner'),
    false,
  )
}

const askAsAuditor = async (t: Test, { ask, shown }: Scene): Promise<void> => {
  const named = formsOf((await ask('taro', red.id, 'bolt')).json).find(({ sees }) => sees)
  const { status, json } = await ask('goro', named?.id as string, 'bolt')
  t.equal(status, 200)
  t.match(formsOf(json), [{ segment: 'named', persons: ['jiro'] }])
  t.notOk(JSON.stringify(json).includes(red.id))
  const [mine, theirs] = [await ask('goro', shown, 'acme'), await ask('goro', shown, 'bolt')]
  t.same({ ...mine.json, organisation: '' }, { ...theirs.json, organisation: '' })
  t.equal((await ask('goro', shown, 'stranger')).status, 200)
}

const askAsOther = async (t: Test, { ask, shown }: Scene): Promise<void> => {
  const missing = `malware--${randomUUID()}`
  const body = ({ body }: { body: Buffer }) => body.toString().replace(/urn:uuid:[^"]+/, '')
  for (const by of ['bolt', 'jiro', 'cargo', 'agency', 'shop', 'outsider', 'stranger']) {
    const absent = await ask(by, missing, 'bolt')
    t.equal(absent.status, 404)
    for (const id of [plain.id, shown, red.id, waiting.id, asIs.id]) {
      const answer = await ask(by, id, 'bolt')
      t.equal(answer.status, 404, `${by} asks about ${id}`)
      t.equal(body(answer), body(absent))
    }
  }
  t.equal((await ask(null, plain.id, 'bolt')).status, 401)
  t.equal((await ask('acme', plain.id, 'stranger')).status, 404, 'nor about who is not known')
  t.equal((await ask('acme', plain.id, 'nobody')).status, 404)
  t.equal((await ask('acme', plain.id, 'bolt', '&collection=notes')).status, 404)
  t.equal((await ask('acme', red.id, 'bolt')).status, 404, 'RED is for persons')
}

const askReceivers = async (t: Test, { hub }: Scene): Promise<void> => {
  const path = (id: string) => `/api/ledger/who-received/${id}`
  const own = await hub.ask('GET', path(plain.id), tokenOf('acme'))
  t.match(own.json, { named: [], others: [{ organisations: null }], anonymous: false, all: null })
  const all = await hub.ask('GET', path(plain.id), tokenOf('goro'))
  t.ok(all.json.all.some(({ organisation }: { organisation: string }) => organisation === 'bolt'))
  t.equal((await hub.ask('GET', path(plain.id), tokenOf('bolt'))).status, 404)
  t.equal((await hub.ask('GET', path(plain.id), null)).status, 401)
}

const readDocs = async (t: Test, { hub }: Scene): Promise<void> => {
  const { json } = await hub.ask('GET', '/api/docs/json', null)
  for (const described of [
    ...['/api/preview', '/api/submissions', '/api/gates', '/api/gates/pass'],
    ...['/api/objects/{id}/explain', '/api/ledger/who-received/{id}', '/api/effective-markings'],
  ]) {
    t.ok(json.paths[described], described)
  }
}

t.test('explanations', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const share = async (object: object, options?: object): Promise<void> => {
    const sharing = options === undefined ? {} : { x_sekisho_sharing: options }
    const posted = { collection: home, objects: [object], ...sharing }
    const answer = await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)
    t.match(answer.json, { success_count: 1 }, JSON.stringify(answer.json))
  }
  await share(plain)
  await share(excluding, { exclude: ['bolt'] })
  await share(waiting, { approval: true })
  await share(red, { recipients: ['jiro@bolt', 'taro@acme'] })
  await share(asIs)
  const ask = askIn(hub)
  const derived = formsOf((await ask('acme', plain.id, 'bolt')).json).find(({ sees }) => sees)
  const scene: Scene = { hub, ask, shownTo: shownIn(hub), shown: derived?.id as string }
  await t.test('the owner', (t) => askAsOwner(t, scene))
  await t.test('a steward asks by the id that it sees, and learns not whose it is', (t) =>
    askAsSteward(t, scene),
  )
  await t.test('an auditor asks about whatever there is, and learns not whose it is', (t) =>
    askAsAuditor(t, scene),
  )
  await t.test('to everybody else it is as if there were nothing', (t) => askAsOther(t, scene))
  await t.test('who received it', (t) => askReceivers(t, scene))
  await t.test('all of it is described', (t) => readDocs(t, scene))
})
