// What an example is, and the object that the examples share.

/** By method and path, as the description writes them. */
export type Examples = Record<string, { body?: unknown; answer?: unknown }>

export const indicator = {
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  created: '2026-11-22T00:00:00.000Z',
  modified: '2026-11-22T00:00:00.000Z',
  name: 'Beacon seen at Acme',
  pattern: "[ipv4-addr:value = '203.0.113.7']",
  pattern_type: 'stix',
  valid_from: '2026-11-22T00:00:00Z',
  object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
}

/** As others are shown it. */
export const shown = {
  ...indicator,
  id: 'indicator--6db723aa-b06a-405b-ad52-ac3635481174',
  name: 'Beacon seen at [VICTIM-1]',
}

export const envelope = { collection: 'indicators', objects: [indicator] }
