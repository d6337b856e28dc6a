// Answers of the API in place of a hub with a long history: real-looking, the same for every run.
import { randomUUID } from 'node:crypto'
import { identityOfA } from '../fixture/isac-object.ts'
import {
  collection,
  credential,
  group,
  inMinutes,
  matrix,
  minutesAgo,
  organisation,
} from './stand-in-hub.ts'

type Answer = { status?: number; body: unknown }
type Answering = (search: URLSearchParams, body: string | null) => Answer

/** By method and path; what a test gives here comes first. */
export type Answers = Record<string, unknown>

export const person = {
  organisation: 'a',
  organisation_title: 'ACME K.K.',
  name: 'taro',
  email: 'taro@acme.example',
  roles: ['analyst', 'submitter', 'approver', 'org-admin', 'curator', 'auditor', 'hub-admin'],
  groups: [{ name: 'g1', title: 'First ISAC', level: 'steward' }],
  second_factor: 'done',
  language: null,
}

const methods = { local: true, oidc: { name: 'ISAC ID', url: '/api/session/oidc' } }

export const signedIn = { signed_in: true, csrf: 'token', methods, setup_needed: false, person }
export const signedOut = { ...signedIn, signed_in: false, csrf: null, person: null }

export const malwareId = 'malware--6b616fc1-1505-48e3-8b2c-0d19337bff38'
const indicatorId = 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'

const indicator = {
  type: 'indicator',
  spec_version: '2.1',
  id: indicatorId,
  created: '2026-01-01T09:41:07.123Z',
  modified: '2026-01-01T09:41:07.123Z',
  name: 'Login page that imitates a railway operator',
  description: 'Sent to Taro Tanaka of ACME from a mail server in 198.51.100.0/24.',
  pattern: "[domain-name:value = 'login-railway.example' AND ipv4-addr:value = '203.0.113.7']",
  pattern_type: 'stix',
  valid_from: '2026-01-01T09:41:07.123Z',
}

const malware = {
  type: 'malware',
  spec_version: '2.1',
  id: malwareId,
  created: '2026-01-01T09:41:07.123Z',
  modified: '2026-01-02T10:00:00.000Z',
  name: 'RailSnake',
  is_family: true,
}

const home = {
  waits: { gates: 0, reviews: 2, invitations: 1, expiring_credentials: 1 },
  arrived: [
    { group: 'g1', collection: 'one', title: 'Indicators', count: 1284, last: minutesAgo(3) },
    { group: 'community', collection: 'shared', title: 'For all', count: 40, last: minutesAgo(90) },
  ],
  freshness: { p50: 42, p95: 640 },
  uptake: [
    { organisation: 'b', title: 'Bolt Inc.', share: 0.98 },
    { organisation: 'c', title: 'Core Ltd.', share: 0.71 },
    { organisation: 'd', title: 'Delta Co.', share: 0.12 },
  ],
  health: [{ name: 'publisher', ok: true }],
}

const objectEntry = (object: { id: string; type: string; name: string }, tlp: string) => ({
  id: object.id,
  type: object.type,
  title: object.name,
  tlp,
  version: '2026-01-01T09:41:07.123Z',
  added: minutesAgo(12),
  collection: 'c1',
  profile: 'P1',
  revoked: false,
  mine: tlp === 'green',
})

const audience = (segment: string, profile: string, state: string, names: string[]) => ({
  ...{ segment, profile, state, collection: 'c1', id: malwareId, opens: null, closes: null },
  reason: state === 'withheld' ? 'tlp-ceiling' : null,
  words:
    state === 'withheld'
      ? { en: 'the marking keeps it nearer', ja: '標識がそこまでの共有を許しません' }
      : null,
  gate: null,
  viewers: { anyone: false, organisations: names, persons: [], others: null },
})

const opened = {
  versions: [
    {
      version: '2026-01-02T10:00:00.000Z',
      added: minutesAgo(12),
      collection: 'c1',
      profile: 'P0',
      revoked: false,
      object: malware,
    },
  ],
  audiences: [
    audience('owner', 'P0', 'shown', ['a']),
    audience('members', 'P1', 'shown', ['b', 'c', 'd']),
    audience('public', 'P3', 'withheld', []),
  ],
  relations: {
    nodes: [
      { id: malwareId, type: 'malware', title: 'RailSnake' },
      { id: indicatorId, type: 'indicator', title: indicator.name },
      { id: 'campaign--1', type: 'campaign', title: '冬の列車' },
      { id: 'attack-pattern--1', type: 'attack-pattern', title: 'Spearphishing link' },
    ],
    edges: [
      { from: indicatorId, to: malwareId, label: 'indicates' },
      { from: 'campaign--1', to: malwareId, label: 'uses' },
      { from: malwareId, to: 'attack-pattern--1', label: 'uses' },
    ],
  },
  mine: true,
}

const held = (id: string, minutes: number, due: string | null) => ({
  id,
  submission: randomUUID(),
  owner: 'a',
  group: 'g1',
  collection: 'one',
  object: indicator,
  renditions: [
    {
      segment: 'members',
      profile: 'P1',
      object: { ...indicator, description: 'Sent to [PERSON-1] of [VICTIM-1].' },
      diff: [
        {
          path: '/description',
          kind: 'changed',
          before: indicator.description,
          after: 'Sent to [PERSON-1] of [VICTIM-1] from a mail server in [NETWORK-1].',
        },
        { path: '/created_by_ref', kind: 'removed', before: identityOfA },
      ],
    },
    { segment: 'public', profile: 'P3', object: null, diff: [] },
  ],
  findings: [
    {
      check: 'name',
      words: { en: 'A name of a member was found', ja: '参加組織の名前が見つかりました' },
      path: '/description',
      text: 'ACME',
    },
  ],
  since: minutesAgo(minutes),
  due,
  needs: 2,
  approvals: [],
})

const ledgerRow = (number: number, act: string, object: string | null) => ({
  number,
  at: minutesAgo(number * 7),
  act,
  organisation: 'bolt',
  collection: 'one',
  object,
})

export const submissionId = 'aa4f6a06-6bb4-4c3c-9d1c-0d1f6c6b0f2a'
const submission = {
  id: submissionId,
  state: 'complete',
  at: minutesAgo(14),
  person: 'taro',
  group: 'g1',
  collection: 'one',
  objects: 2,
  successes: [{ id: indicatorId }, { id: malwareId }],
  failures: [],
}

const draft = {
  id: 'd1',
  title: '偽ログインページ',
  state: 'proposed',
  person: 'taro',
  envelope: { group: 'g1', collection: 'one', objects: [indicator] },
}

const recognised = (body: string | null): Answer => {
  const { text = '' } = JSON.parse(body ?? '{}') as { text?: string }
  const objects = text.includes('203.0.113.7')
    ? [
        {
          object: {
            ...indicator,
            id: `indicator--${randomUUID()}`,
            created_by_ref: identityOfA,
            name: 'Seen at ACME',
            pattern: "[ipv4-addr:value = '203.0.113.7']",
          },
          from: { start: 0, end: 11, text: '203.0.113.7' },
          notes: [],
          confidence: 80,
        },
      ]
    : []
  return { body: { kind: 'text', objects, ignored: [] } }
}

const page = (...entries: unknown[]): unknown => ({ entries })

const answers: Answers = {
  'GET /api/session': signedIn,
  'GET /api/home': home,
  'GET /api/gates': { gates: [], more: false },
  'GET /api/submissions': page(submission),
  [`GET /api/submissions/${submissionId}`]: submission,
  'GET /api/drafts': page(draft),
  'GET /api/reviews': page(held('r1', 300, minutesAgo(10)), held('r2', 20, inMinutes(200))),
  'GET /api/objects': page(objectEntry(indicator, 'amber'), objectEntry(malware, 'green')),
  [`GET /api/objects/${malwareId}`]: opened,
  [`GET /api/ledger/who-received/${malwareId}`]: {
    named: [{ name: 'Agency', kind: 'government' }],
    others: [{ kind: 'company', organisations: 20 }],
    anonymous: false,
    all: null,
  },
  'GET /api/matrix': matrix,
  'GET /api/groups': page(group),
  'GET /api/groups/g1': group,
  'GET /api/organisations': page(organisation, {
    ...organisation,
    name: 'slow',
    title: 'Slow K.K.',
    status: 'suspended',
    last_seen: null,
  }),
  'GET /api/organisations/bolt': organisation,
  'GET /api/organisations/bolt/people': page({
    name: 'hanako',
    email: 'hanako@bolt.example',
    roles: ['analyst', 'org-admin'],
  }),
  'GET /api/collections': page(collection),
  'GET /api/collections/g1/one': collection,
  'GET /api/organisations/a/credentials': page(
    credential('acme-feed', {}),
    credential('old', { revoked: minutesAgo(5), how: 'basic' }),
  ),
  'GET /api/ledger': page(
    ledgerRow(3, 'deliver', malwareId),
    ledgerRow(2, 'submit', null),
    ledgerRow(1, 'sign-in', null),
  ),
  'POST /api/ledger/verify': { whole: true, rows: 12_034 },
  'GET /api/hub': { title: 'Case hub', contact: 'soc@hub.example', phrases: { 社外秘: 'amber' } },
  'GET /api/warning-lists': page({ name: 'Public DNS resolvers', entries: 1240 }),
  'GET /api/account/preferences': { language: null, digest: 'daily' },
  'GET /api/account/sessions': page({
    id: 's1',
    agent: 'Chromium on Linux',
    since: minutesAgo(40),
    seen: minutesAgo(0),
    current: true,
  }),
}

const isAnswering = (answer: unknown): answer is Answering => typeof answer === 'function'

/** The answer to `GET /api/…`; null where there is none. */
export const answerOf = (
  given: Answers,
  asked: string,
  search: URLSearchParams,
  body: string | null,
): Answer | null => {
  if (Object.hasOwn(given, asked)) {
    const answer = given[asked]
    if (answer === null) return null
    return isAnswering(answer) ? answer(search, body) : { status: 200, body: answer }
  }
  if (asked === 'POST /api/recognise') return { status: 200, ...recognised(body) }
  if (Object.hasOwn(answers, asked)) return { status: 200, body: answers[asked] }
  return null
}
