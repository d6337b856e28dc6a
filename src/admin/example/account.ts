// Examples for the description: sessions, accounts, invitations.
import type { Examples } from './object.ts'

export const accountExamples: Examples = {
  'GET /api/session': {
    answer: {
      signed_in: true,
      csrf: '4mJ0…',
      methods: {
        local: true,
        oidc: null,
      },
      setup_needed: false,
      person: {
        organisation: 'acme',
        organisation_title: 'Acme Rail K.K.',
        name: 'taro',
        email: 'taro@acme.example',
        roles: ['submitter'],
        groups: [
          {
            name: 'rail',
            title: 'Rail ISAC',
            level: 'contributor',
          },
        ],
        second_factor: 'none',
        language: null,
      },
    },
  },
  'GET /api/account/totp': {
    answer: {
      enrolled: false,
      recovery_codes: 0,
    },
  },
  'GET /api/account/preferences': {
    answer: {
      language: null,
      digest: 'none',
    },
  },
  'PUT /api/account/preferences': {
    body: {
      language: 'ja',
      digest: 'daily',
    },
    answer: {
      language: 'ja',
      digest: 'daily',
    },
  },
  'GET /api/account/sessions': {
    answer: {
      entries: [
        {
          id: 'df2793c6-c7be-4a3d-81d6-0eb9f1e3b5be',
          agent: 'lightMyRequest',
          since: '2026-11-22T14:01:13.574Z',
          seen: '2026-11-22T14:01:13.574Z',
          current: true,
        },
      ],
    },
  },
  'POST /api/account/totp': {
    answer: {
      secret: 'JBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Rail%20ISAC:taro?secret=JBSWY3DPEHPK3PXP',
    },
  },
  'POST /api/session': {
    body: {
      organisation: 'acme',
      person: 'taro',
      password: 'eleven plum trees in rain',
    },
    answer: {
      second_factor: 'needed',
    },
  },
  'POST /api/session/second-factor': {
    body: {
      code: '123456',
    },
  },
  'PUT /api/account/totp': {
    body: {
      code: '123456',
    },
    answer: {
      recovery_codes: ['k7qd-93fm-x2vt'],
    },
  },
  'PUT /api/account/password': {
    body: {
      old: 'eleven plum trees in rain',
      'new': 'nine grey herons by the gate',
    },
  },
  'POST /api/invitation/oidc': {
    body: {
      token: 'mX3…',
    },
    answer: {
      url: 'https://login.isac.example/authorize?client_id=sekisho',
    },
  },
  'POST /api/invitation/accept': {
    body: {
      token: 'mX3…',
      password: 'nine grey herons by the gate',
    },
    answer: {
      second_factor: 'needed',
    },
  },
  'POST /api/setup': {
    body: {
      token: 'mX3…',
      organisation: {
        name: 'secretariat',
        title: 'Secretariat',
      },
      person: {
        name: 'root',
        email: 'root@isac.example',
      },
      password: 'nine grey herons by the gate',
    },
    answer: {
      second_factor: 'needed',
    },
  },
}
