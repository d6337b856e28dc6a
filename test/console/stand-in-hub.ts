// What the stand-in says of the hub itself: its organisations, groups, collections, credentials.

export const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString()
export const inMinutes = (minutes: number): string => minutesAgo(-minutes)

const cell = (reads: boolean, writes: boolean, profile: string | null) => ({
  can_read: reads,
  can_write: writes,
  profile,
  segment: reads ? 'members' : null,
  condition: null,
  reason: reads ? 'member-of-group' : 'not-a-member',
  words: reads
    ? { en: 'it is a member of the group', ja: 'グループのメンバーです' }
    : { en: 'it is no member of the group', ja: 'グループのメンバーではありません' },
})

export const matrix = {
  collections: [
    { id: 'c1', group: 'g1', name: 'one', title: 'Indicators of the first' },
    { id: 'c2', group: 'g2', name: 'two', title: 'Indicators of the second' },
    { id: 'c3', group: 'community', name: 'shared', title: 'For every member' },
  ],
  entries: ['ACME K.K.', 'Bolt Inc.', 'Core Ltd.', '東日本ふじ鉄道株式会社'].map((title, at) => ({
    organisation: { name: `o${at}`, title, kind: 'company', status: 'active' },
    cells: [
      cell(at < 3, at < 2, at < 3 ? 'P1' : null),
      cell(at === 2, false, at === 2 ? 'P0' : null),
      cell(true, false, 'P2'),
    ],
  })),
}

export const organisation = {
  name: 'bolt',
  title: 'Bolt Inc.',
  kind: 'company',
  status: 'active',
  country: 'JP',
  sectors: ['transport'],
  assets: { domains: ['bolt.example'], cidrs: ['192.0.2.0/24'], terms: ['Bolt', 'ボルト'] },
  etag: '"1"',
  last_seen: minutesAgo(2),
}

export const group = {
  name: 'g1',
  title: 'First ISAC',
  description: 'Railway operators',
  members: { a: 'contributor', bolt: 'consumer', d: 'steward' },
  max_tlp: 'amber+strict',
  clients: 'need-to-know',
  agreement: [{ name: 'charter', version: 2, from: '2026-01-01T00:00:00Z' }],
  etag: '"1"',
}

export const collection = {
  group: 'g1',
  name: 'one',
  title: 'Indicators of the first',
  id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
  alias: 'one',
  spreads_to: { community: 'shared' },
  access: { bolt: 'read' },
  etag: '"1"',
}

export const credential = (name: string, more: object) => ({
  name,
  kind: 'service',
  how: 'token',
  person: null,
  max_tlp: 'amber',
  created: minutesAgo(90_000),
  expires: inMinutes(9_000),
  last_used: minutesAgo(1),
  revoked: null,
  ...more,
})
