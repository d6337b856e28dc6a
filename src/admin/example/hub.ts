// Examples for the description: the hub, groups, collections.
import type { Examples } from './object.ts'

export const hubExamples: Examples = {
  'POST /api/groups/{name}/agreement/accept': {
    answer: {
      name: 'rules',
      version: 1,
      accepted: '2026-11-22T14:01:13.736Z',
    },
  },
  'GET /api/hub': {
    answer: {
      title: 'Rail ISAC',
      contact: 'soc@isac.example',
      phrases: {
        社外秘: 'amber',
      },
      etag: '"Ym0q46RtZxE4O5BlsKIrnE"',
    },
  },
  'PUT /api/hub': {
    body: {
      title: 'Rail ISAC',
      contact: 'soc@isac.example',
      phrases: {
        社外秘: 'amber',
      },
    },
    answer: {
      title: 'Rail ISAC',
      contact: 'soc@isac.example',
      phrases: {
        社外秘: 'amber',
      },
      etag: '"Ym0q46RtZxE4O5BlsKIrnE"',
    },
  },
  'GET /api/groups': {
    answer: {
      entries: [
        {
          name: 'rail',
          title: 'Rail ISAC',
          members: {
            acme: 'contributor',
            bolt: 'contributor',
            railcert: 'steward',
          },
          max_tlp: 'amber+strict',
          default_tlp: 'amber',
          clients: 'need-to-know',
          consent: 'none',
          history: 'all',
          agreement: [
            {
              name: 'rules',
              version: 1,
            },
          ],
          attribution: 'cleared',
          provider_approval: false,
          recall: false,
          two_person: false,
          allow: {
            types: [],
            properties: [],
            extensions: [],
            labels: [],
          },
          etag: '"Fkcj457tRT4hA1DonF2hgJ"',
          level: 'steward',
        },
      ],
    },
  },
  'GET /api/groups/{name}': {
    answer: {
      name: 'rail',
      title: 'Rail ISAC',
      members: {
        acme: 'contributor',
        bolt: 'contributor',
        railcert: 'steward',
      },
      max_tlp: 'amber+strict',
      default_tlp: 'amber',
      clients: 'need-to-know',
      consent: 'none',
      history: 'all',
      agreement: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      attribution: 'cleared',
      provider_approval: false,
      recall: false,
      two_person: false,
      allow: {
        types: [],
        properties: [],
        extensions: [],
        labels: [],
      },
      etag: '"Fkcj457tRT4hA1DonF2hgJ"',
      level: 'steward',
    },
  },
  'PUT /api/groups/{name}': {
    body: {
      title: 'Rail ISAC',
      default_tlp: 'amber',
      clients: 'need-to-know',
      agreement: [
        {
          name: 'rules',
          version: 1,
        },
      ],
    },
    answer: {
      name: 'rail',
      title: 'Rail ISAC',
      members: {
        acme: 'contributor',
        bolt: 'contributor',
        railcert: 'steward',
      },
      max_tlp: 'amber+strict',
      default_tlp: 'amber',
      clients: 'need-to-know',
      consent: 'none',
      history: 'all',
      agreement: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      attribution: 'cleared',
      provider_approval: false,
      recall: false,
      two_person: false,
      allow: {
        types: [],
        properties: [],
        extensions: [],
        labels: [],
      },
      etag: '"Fkcj457tRT4hA1DonF2hgJ"',
      level: null,
    },
  },
  'PUT /api/groups/{name}/members/{organisation}': {
    body: {
      level: 'trusted',
    },
    answer: {
      name: 'rail',
      title: 'Rail ISAC',
      members: {
        acme: 'contributor',
        bolt: 'trusted',
        railcert: 'steward',
      },
      max_tlp: 'amber+strict',
      default_tlp: 'amber',
      clients: 'need-to-know',
      consent: 'none',
      history: 'all',
      agreement: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      attribution: 'cleared',
      provider_approval: false,
      recall: false,
      two_person: false,
      allow: {
        types: [],
        properties: [],
        extensions: [],
        labels: [],
      },
      etag: '"kEEKZuiqlSy2mE2xpPDNDN"',
      level: 'steward',
    },
  },
  'DELETE /api/groups/{name}/members/{organisation}': {
    answer: {
      name: 'rail',
      title: 'Rail ISAC',
      members: {
        acme: 'contributor',
        railcert: 'steward',
      },
      max_tlp: 'amber+strict',
      default_tlp: 'amber',
      clients: 'need-to-know',
      consent: 'none',
      history: 'all',
      agreement: [
        {
          name: 'rules',
          version: 1,
        },
      ],
      attribution: 'cleared',
      provider_approval: false,
      recall: false,
      two_person: false,
      allow: {
        types: [],
        properties: [],
        extensions: [],
        labels: [],
      },
      etag: '"lwq-Uiwi3P4NO6ADzwgEKf"',
      level: 'steward',
    },
  },
  'GET /api/collections': {
    answer: {
      entries: [
        {
          group: 'rail',
          name: 'indicators',
          title: 'Indicators',
          id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          alias: 'indicators',
          validation: 'strict',
          media_types: ['application/stix+json;version=2.1'],
          access: {},
          spreads_to: {},
          review: 'flagged',
          review_within: 'PT24H',
          etag: '"q0vm1k7XsKQ_ieluHJlosv"',
          can_read: true,
          can_write: true,
        },
      ],
    },
  },
  'GET /api/collections/{group}/{name}': {
    answer: {
      group: 'rail',
      name: 'indicators',
      title: 'Indicators',
      id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      alias: 'indicators',
      validation: 'strict',
      media_types: ['application/stix+json;version=2.1'],
      access: {},
      spreads_to: {},
      review: 'flagged',
      review_within: 'PT24H',
      etag: '"q0vm1k7XsKQ_ieluHJlosv"',
      can_read: true,
      can_write: true,
    },
  },
  'PUT /api/collections/{group}/{name}': {
    body: {
      title: 'Indicators',
      id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      alias: 'indicators',
    },
    answer: {
      group: 'rail',
      name: 'indicators',
      title: 'Indicators',
      id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      alias: 'indicators',
      validation: 'strict',
      media_types: ['application/stix+json;version=2.1'],
      access: {},
      spreads_to: {},
      review: 'flagged',
      review_within: 'PT24H',
      etag: '"q0vm1k7XsKQ_ieluHJlosv"',
      can_read: true,
      can_write: true,
    },
  },
}
