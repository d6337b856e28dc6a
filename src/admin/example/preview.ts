// Examples for the description: what goes before sharing.
import { type Examples, envelope, shown } from './object.ts'

export const previewExamples: Examples = {
  'POST /api/preview': {
    body: envelope,
    answer: {
      collection: {
        id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
        group: 'rail',
        title: 'Indicators',
      },
      at: '2026-11-22T14:01:13.994496Z',
      segments: [
        {
          segment: 'owner',
          profile: 'P0',
          collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          words: 'your organisation',
          source: 'Acme Rail K.K.',
          companions: [],
          risks: [],
          viewers: {
            anyone: false,
            organisations: ['acme'],
            persons: [],
            others: null,
          },
        },
      ],
      objects: [
        {
          id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          version: '2026-11-22T00:00:00.000Z',
          verdict: 'new',
          message: null,
          tlp: 'green',
          warnings: [],
          narrows: [],
          forms: [
            {
              segment: 'owner',
              profile: 'P0',
              collection: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
              fate: 'as-is',
              reason: null,
              words: null,
              opens: null,
              closes: null,
              gate: null,
              id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
              version: '2026-11-22T00:00:00.000Z',
              digest: 'jRZy17d3CQo96UgYJWAN/8hyzH+zknq4ViDE16l+bIs=',
              object: null,
              changes: [],
              notes: [],
              risks: [],
              viewers: null,
            },
          ],
        },
      ],
    },
  },
  'POST /api/recognise': {
    body: {
      text: '203.0.113[.]9 への通信',
      collection: 'indicators',
    },
    answer: {
      kind: 'text',
      objects: [
        {
          object: shown,
          from: {
            start: 0,
            end: 13,
            text: '203.0.113[.]9',
          },
          again: [],
          notes: [
            {
              word: 'documentation-address',
              about: null,
              words: {
                en: 'an address reserved for examples',
                ja: '文書用に予約されたアドレスです',
              },
            },
          ],
          confidence: 95,
        },
      ],
      ignored: [
        {
          start: 14,
          end: 18,
          text: 'への通信',
          why: 'prose',
          about: null,
          words: {
            en: 'no indicator in it',
            ja: '指標は見つかりませんでした',
          },
        },
      ],
    },
  },
}
