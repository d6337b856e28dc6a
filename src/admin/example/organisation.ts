// Examples for the description: organisations, people, credentials, webhooks.
import type { Examples } from './object.ts'

export const organisationExamples: Examples = {
  'POST /api/organisations/{organisation}/people/{person}/invitation': {
    answer: {
      url: 'http://localhost/invitation#7qvlomEZfrGH451kE7Bx-7eWURqeNhrid6b0bzsIFJs',
      expires: '2026-11-29T14:01:13.701Z',
    },
  },
  'PUT /api/organisations/{name}': {
    body: {
      title: 'Bolt K.K.',
      kind: 'company',
      country: 'JP',
      credentials: [
        {
          name: 'bolt-feed',
          kind: 'service',
        },
      ],
      agreements: [
        {
          name: 'rules',
          version: 1,
        },
      ],
    },
    answer: {
      name: 'bolt',
      title: 'Bolt K.K.',
      kind: 'company',
      sectors: [],
      country: 'JP',
      status: 'active',
      identities: [],
      assets: {},
      vouches: [],
      client_of: [],
      credentials: [
        {
          name: 'bolt-feed',
          kind: 'service',
        },
      ],
      people: [],
      agreements: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      clearances: [],
      etag: '"YvfSov9j3-suXBYiDcy_qF"',
      last_seen: null,
    },
  },
  'GET /api/organisations': {
    answer: {
      entries: [
        {
          name: 'acme',
          title: 'Acme Rail K.K.',
          kind: 'company',
          sectors: ['transport'],
          country: 'JP',
          status: 'active',
          groups: [
            {
              name: 'rail',
              level: 'contributor',
            },
          ],
          last_seen: '2026-11-22T14:01:14.552Z',
        },
      ],
    },
  },
  'GET /api/organisations/{name}': {
    answer: {
      name: 'acme',
      title: 'Acme Rail K.K.',
      kind: 'company',
      sectors: ['transport'],
      country: 'JP',
      status: 'active',
      identities: [],
      assets: {
        domains: ['acme.example'],
        terms: ['Acme'],
      },
      vouches: [],
      client_of: [],
      credentials: [
        {
          name: 'acme-feed',
          kind: 'service',
          max_tlp: 'amber',
        },
      ],
      people: [
        {
          name: 'taro',
          email: 'taro@acme.example',
          roles: ['submitter'],
          clearances: [],
        },
      ],
      agreements: [
        {
          name: 'rules',
          version: 1,
          accepted: '2026-11-22T14:01:13.736Z',
        },
      ],
      clearances: [],
      etag: '"bQdAx7hXrJS0sx6Fgzd6tI"',
      last_seen: '2026-11-22T14:01:14.552Z',
    },
  },
  'POST /api/organisations/{name}/status': {
    body: {
      status: 'suspended',
      reason: 'credential found on a paste site',
    },
    answer: {
      name: 'bolt',
      title: 'Bolt K.K.',
      kind: 'company',
      sectors: [],
      country: 'JP',
      status: 'suspended',
      identities: [],
      assets: {},
      vouches: [],
      client_of: [],
      credentials: [
        {
          name: 'bolt-feed',
          kind: 'service',
        },
      ],
      people: [],
      agreements: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      clearances: [],
      etag: '"N2HEgUNwvFbYRLUmYIyy7i"',
      last_seen: '2026-11-22T14:01:14.293Z',
    },
  },
  'GET /api/organisations/{name}/people': {
    answer: {
      entries: [
        {
          name: 'taro',
          email: 'taro@acme.example',
          roles: ['submitter'],
          clearances: [],
          etag: '"7zc0BX_q1zbzwITMtdIAAe"',
        },
      ],
    },
  },
  'PUT /api/organisations/{name}/people/{person}': {
    body: {
      email: 'yuki@acme.example',
      roles: ['approver'],
    },
    answer: {
      name: 'yuki',
      email: 'yuki@acme.example',
      roles: ['approver'],
      clearances: [],
      etag: '"1VvoEHjo8ZsLunRGJVq56g"',
    },
  },
  'GET /api/organisations/{name}/credentials': {
    answer: {
      entries: [
        {
          name: 'acme-feed',
          kind: 'service',
          how: 'token',
          username: null,
          person: null,
          max_tlp: 'amber',
          created: '2026-11-22T14:01:12.798Z',
          expires: null,
          last_used: '2026-11-22T14:01:14.552Z',
          revoked: null,
          old_secret_until: null,
        },
      ],
    },
  },
  'POST /api/organisations/{name}/credentials': {
    body: {
      name: 'acme-push',
      kind: 'service',
      how: 'token',
      max_tlp: 'amber',
    },
    answer: {
      name: 'acme-push',
      how: 'token',
      username: null,
      secret: 'sekisho_service_29AnOQ033LUSu8Qcu5ciZLbBxrY4LPy2M0M74oo',
      old_secret_until: null,
    },
  },
  'POST /api/organisations/{name}/credentials/{credential}/rotate': {
    body: {
      overlap_hours: 24,
    },
    answer: {
      name: 'acme-push',
      how: 'token',
      username: null,
      secret: 'sekisho_service_2QvfQrjapwFrNadyQDV26n0FtCZX8gdrH1BBi5d',
      old_secret_until: '2026-11-23T14:01:15.977Z',
    },
  },
  'POST /api/organisations/{name}/webhooks': {
    body: {
      url: 'https://soc.acme.co.jp/sekisho',
    },
    answer: {
      id: '62abd47f-7676-4eaf-8d9c-49801cacf5c9',
      url: 'https://soc.acme.co.jp/sekisho',
      secret: 'whsec_G7vQ/VThlHSIUqVnyiO1xs1zyowDDXWEYTlXI1tuZ2U=',
    },
  },
  'GET /api/organisations/{name}/webhooks': {
    answer: {
      entries: [
        {
          id: '62abd47f-7676-4eaf-8d9c-49801cacf5c9',
          url: 'https://soc.acme.co.jp/sekisho',
          created: '2026-11-22T14:01:15.999Z',
          last_called: null,
          last_status: null,
          failures: 0,
        },
      ],
    },
  },
}
