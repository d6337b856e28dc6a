// Examples for the description: what waits for somebody.
import { type Examples, indicator, shown } from './object.ts'

export const reviewExamples: Examples = {
  'GET /api/gates': {
    answer: {
      gates: [
        {
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          rendition_id: '1795356074575719',
          digest: 'ls7Arxv+7qRuNPDRzWAqEiefK9YdDzAiow5/tbcBLsc=',
          gate: 'approval',
          acts: ['approval'],
          segment: 'members',
          profile: 'P1',
          id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          version: '2026-11-22T00:00:00.000Z',
          source_id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          opens: null,
          closes: null,
          object: indicator,
        },
      ],
      more: false,
    },
  },
  'POST /api/gates/pass': {
    body: {
      collection: 'indicators',
      act: 'approval',
      forms: [
        {
          rendition_id: '1795356074575719',
          digest: 'ls7Arxv+7qRuNPDRzWAqEiefK9YdDzAiow5/tbcBLsc=',
        },
      ],
    },
    answer: {
      opened: 1,
      waiting: 0,
    },
  },
  'GET /api/reviews': {
    answer: {
      entries: [
        {
          id: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11.1795356075022845.147c66666acddfd6',
          collection: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11',
          group: 'rail',
          submission: '06eb5944-4601-4287-99b3-71096f42c73f',
          owner: 'acme',
          object: indicator,
          renditions: [
            {
              segment: 'members',
              profile: 'P1',
              collection: '6f1d1c1e-3c58-4b60-9d8b-0a2f7c1f5b11',
              state: 'waiting',
              reason: null,
              words: null,
              object: shown,
              diff: [
                {
                  path: '/id',
                  kind: 'changed',
                  before: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
                  after: 'indicator--6db723aa-b06a-405b-ad52-ac3635481174',
                },
              ],
            },
          ],
          findings: [
            {
              check: 'always-reviewed',
              words: {
                en: 'everything is reviewed in this collection',
                ja: 'このコレクションはすべて審査します',
              },
              path: '',
              text: '',
            },
          ],
          since: '2026-11-22T14:01:15.005083Z',
          due: '2026-11-23T14:01:15.005083Z',
          escalated: false,
          needs: 1,
          approvals: [],
        },
      ],
    },
  },
  'POST /api/reviews/{id}/release': {
    body: {
      reason: 'read; nothing of the victim is left',
    },
    answer: {
      state: 'released',
      needs: 0,
    },
  },
  'POST /api/reviews/{id}/refuse': {
    body: {
      reason: 'it names the victim',
    },
    answer: {
      state: 'refused',
      needs: 0,
    },
  },
  'POST /api/reviews/{id}/narrow': {
    body: {
      reason: 'only the indicator',
      profile: 'P3',
    },
    answer: {
      state: 'open',
      needs: 1,
    },
  },
  'PUT /api/warning-lists': {
    body: {
      name: 'List of known public DNS resolvers',
      description: 'Resolvers that many use',
      version: 1,
      type: 'cidr',
      matching_attributes: ['ip-dst'],
      list: ['192.0.2.53/32'],
    },
  },
  'GET /api/warning-lists': {
    answer: {
      entries: [
        {
          name: 'List of known public DNS resolvers',
          description: 'Resolvers that many use',
          version: '1',
          type: 'cidr',
          entries: 1,
          changed_at: '2026-11-22 14:01:15.116183+00',
        },
      ],
    },
  },
}
