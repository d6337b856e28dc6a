// Examples for the description: the hub, groups, collections.
import type { Examples } from './object.ts'

const hub = { title: 'Rail ISAC', contact: 'soc@isac.example', phrases: { 社外秘: 'amber' } }
const hubKept = { ...hub, etag: '"Ym0q46RtZxE4O5BlsKIrnE"' }

const rules = [{ name: 'rules', version: 1 }]
const members = { acme: 'contributor', bolt: 'contributor', railcert: 'steward' }

const group = {
  name: 'rail',
  title: 'Rail ISAC',
  members,
  max_tlp: 'amber+strict',
  default_tlp: 'amber',
  clients: 'need-to-know',
  consent: 'none',
  history: 'all',
  agreement: rules,
  attribution: 'cleared',
  provider_approval: false,
  recall: false,
  two_person: false,
  allow: { types: [], properties: [], extensions: [], labels: [] },
  etag: '"Fkcj457tRT4hA1DonF2hgJ"',
  level: 'steward',
}

const collection = {
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
}

export const hubExamples: Examples = {
  'POST /api/groups/{name}/agreement/accept': {
    answer: { name: 'rules', version: 1, accepted: '2026-11-22T14:01:13.736Z' },
  },
  'GET /api/hub': { answer: hubKept },
  'PUT /api/hub': { body: hub, answer: hubKept },
  'GET /api/groups': { answer: { entries: [group] } },
  'GET /api/groups/{name}': { answer: group },
  'PUT /api/groups/{name}': {
    body: {
      title: 'Rail ISAC',
      default_tlp: 'amber',
      clients: 'need-to-know',
      agreement: rules,
    },
    answer: { ...group, level: null },
  },
  'PUT /api/groups/{name}/members/{organisation}': {
    body: { level: 'trusted' },
    answer: {
      ...group,
      members: { ...members, bolt: 'trusted' },
      etag: '"kEEKZuiqlSy2mE2xpPDNDN"',
    },
  },
  'DELETE /api/groups/{name}/members/{organisation}': {
    answer: {
      ...group,
      members: { acme: 'contributor', railcert: 'steward' },
      etag: '"lwq-Uiwi3P4NO6ADzwgEKf"',
    },
  },
  'GET /api/collections': { answer: { entries: [collection] } },
  'GET /api/collections/{group}/{name}': { answer: collection },
  'PUT /api/collections/{group}/{name}': {
    body: {
      title: 'Indicators',
      id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      alias: 'indicators',
    },
    answer: collection,
  },
}
