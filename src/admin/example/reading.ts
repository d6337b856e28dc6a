// Examples for the description: what one may see, and what was done.
import { type Examples, indicator } from './object.ts'

export const readingExamples: Examples = {
  'GET /api/me': {
    answer: {
      organisation: 'acme',
      status: 'active',
      kind: 'person',
      max_tlp: null,
      groups: [
        {
          name: 'rail',
          level: 'contributor',
        },
      ],
    },
  },
  'GET /api/effective-markings': {
    answer: {
      organisation: 'acme',
      max_tlp: null,
      clearances: [],
      red: true,
      collections: [
        {
          id: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11',
          group: 'rail',
          title: 'Reports',
          alias: 'reports',
          can_read: true,
          can_write: true,
          level: 'contributor',
          agreement: {
            accepted: true,
            versions: [
              {
                name: 'rules',
                version: 1,
                from: null,
              },
            ],
          },
          hidden_until: null,
          default_tlp: 'amber',
          consent: 'none',
          read: [
            {
              tlp: 'clear',
              segment: 'members',
              profile: 'P1',
              source_named: false,
              gate: null,
              condition: null,
            },
          ],
          attribution: false,
          write: ['clear'],
        },
      ],
    },
  },
  'GET /api/home': {
    answer: {
      waits: {
        gates: 0,
        agreements: [],
        expiring_credentials: [],
      },
      arrived: [
        {
          collection: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11',
          count: 3,
          last: '2026-11-22T14:01:15.022845Z',
        },
      ],
      freshness: {
        shared: 3,
        fetched: 1,
        p50: 0.194286,
        p95: 0.194286,
      },
      uptake: [],
      health: null,
    },
  },
  'GET /api/objects': {
    answer: {
      entries: [
        {
          id: 'indicator--815e7358-2168-4fd9-a449-ae00deb2c41e',
          type: 'indicator',
          title: 'Beacon seen at [VICTIM-1]',
          tlp: 'green',
          version: '2026-11-22T00:00:00.000Z',
          added: '2026-11-22T14:01:14.819594Z',
          collection: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11',
          profile: 'P1',
          revoked: false,
          mine: false,
        },
      ],
    },
  },
  'GET /api/objects/{id}': {
    answer: {
      id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
      mine: true,
      versions: [
        {
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          version: '2026-11-22T00:00:00.000Z',
          added: '2026-11-22T14:01:14.139713Z',
          profile: 'P0',
          revoked: false,
          object: indicator,
        },
      ],
      audiences: [
        {
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          segment: 'owner',
          profile: 'P0',
          state: 'shown',
          reason: null,
          words: null,
          id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          opens: null,
          closes: null,
          gate: null,
          viewers: {
            anyone: false,
            organisations: ['acme'],
            persons: [],
            others: null,
          },
        },
      ],
      relations: {
        nodes: [],
        edges: [],
      },
    },
  },
  'GET /api/objects/{id}/explain': {
    answer: {
      id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
      organisation: 'acme',
      sees: true,
      versions: [
        {
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          version: '2026-11-22T00:00:00.000Z',
          revoked: false,
          forms: [
            {
              segment: 'owner',
              profile: 'P0',
              collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
              sees: true,
              reason: 'own-organisation',
              words: 'it is its own',
              id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
              version: '2026-11-22T00:00:00.000Z',
              since: '2026-11-22T14:01:14.000000Z',
              opens: null,
              closes: null,
              gate: null,
              persons: [],
            },
          ],
        },
      ],
    },
  },
  'GET /api/ledger/who-received/{id}': {
    answer: {
      named: [],
      others: [
        {
          kind: 'company',
          organisations: null,
        },
      ],
      anonymous: false,
      all: null,
    },
  },
  'GET /api/ledger': {
    answer: {
      entries: [
        {
          seq: '47',
          at: '2026-11-22T14:01:15.348491Z',
          act: 'disclose',
          organisation: 'acme',
          principal: 'taro',
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          object_id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          endpoint: 'object',
          count: 1,
          facts: null,
          hash: '4488c9bc8aecd76e12af0301f5ee8745525c20304b4be2979c633f41d037d426',
        },
      ],
    },
  },
  'GET /api/ledger/received-by/{organisation}': {
    answer: {
      entries: [
        {
          seq: '29',
          at: '2026-11-22T14:01:14.333659Z',
          endpoint: 'objects',
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          count: 1,
          objects: ['indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'],
        },
      ],
    },
  },
  'POST /api/ledger/verify': {
    answer: {
      rows: '47',
      seals: 0,
      whole: true,
      fault: null,
    },
  },
  'GET /api/matrix': {
    answer: {
      collections: [
        {
          id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          group: 'rail',
          name: 'indicators',
          title: 'Indicators',
        },
      ],
      entries: [
        {
          organisation: {
            name: 'bolt',
            title: 'Bolt K.K.',
            kind: 'company',
            status: 'active',
          },
          cells: [
            {
              can_read: true,
              can_write: true,
              profile: 'P1',
              segment: 'members',
              condition: null,
              reason: 'member-of-group',
              words: {
                en: 'it is a member of the group',
                ja: 'トラストグループのメンバーです',
              },
            },
          ],
        },
      ],
    },
  },
}
