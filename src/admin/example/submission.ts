// Examples for the description: submissions and drafts.
import { type Examples, envelope } from './object.ts'

export const submissionExamples: Examples = {
  'POST /api/submissions': {
    body: envelope,
    answer: {
      id: 'e97043ba-ee18-4343-86a6-2d050bbd491b',
      status: 'complete',
      request_timestamp: '2026-11-22T14:01:14.086000Z',
      total_count: 1,
      success_count: 1,
      successes: [
        {
          id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          version: '2026-11-22T00:00:00.000Z',
        },
      ],
      failure_count: 0,
      pending_count: 0,
    },
  },
  'GET /api/submissions': {
    answer: {
      entries: [
        {
          id: 'e97043ba-ee18-4343-86a6-2d050bbd491b',
          status: 'complete',
          request_timestamp: '2026-11-22T14:01:14.086000Z',
          total_count: 1,
          success_count: 1,
          successes: [
            {
              id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
              version: '2026-11-22T00:00:00.000Z',
            },
          ],
          failure_count: 0,
          pending_count: 0,
          group: 'rail',
          collection: 'indicators',
          collection_id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
          submitter: 'taro',
        },
      ],
    },
  },
  'GET /api/submissions/{id}': {
    answer: {
      id: 'e97043ba-ee18-4343-86a6-2d050bbd491b',
      status: 'complete',
      request_timestamp: '2026-11-22T14:01:14.086000Z',
      total_count: 1,
      success_count: 1,
      successes: [
        {
          id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
          version: '2026-11-22T00:00:00.000Z',
        },
      ],
      failure_count: 0,
      pending_count: 0,
      group: 'rail',
      collection: 'indicators',
      collection_id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
      submitter: 'taro',
    },
  },
  'POST /api/drafts': {
    body: {
      title: 'Beacons',
      envelope: envelope,
    },
    answer: {
      id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
      title: 'Beacons',
      state: 'draft',
      author: 'taro',
      approver: null,
      submission: null,
      changed: '2026-11-22T14:01:14.365778Z',
      objects: 1,
      steps: ['read', 'change', 'propose'],
      envelope: envelope,
    },
  },
  'GET /api/drafts': {
    answer: {
      entries: [
        {
          id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
          title: 'Beacons',
          state: 'draft',
          author: 'taro',
          approver: null,
          submission: null,
          changed: '2026-11-22T14:01:14.365778Z',
          objects: 1,
          steps: ['read', 'change', 'propose'],
        },
      ],
    },
  },
  'GET /api/drafts/{id}': {
    answer: {
      id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
      title: 'Beacons',
      state: 'draft',
      author: 'taro',
      approver: null,
      submission: null,
      changed: '2026-11-22T14:01:14.365778Z',
      objects: 1,
      steps: ['read', 'change', 'propose'],
      envelope: envelope,
    },
  },
  'PUT /api/drafts/{id}': {
    body: {
      title: 'Beacons of Tuesday',
      envelope: envelope,
    },
    answer: {
      id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
      title: 'Beacons of Tuesday',
      state: 'draft',
      author: 'taro',
      approver: null,
      submission: null,
      changed: '2026-11-22T14:01:14.398286Z',
      objects: 1,
      steps: ['read', 'change', 'propose'],
      envelope: envelope,
    },
  },
  'POST /api/drafts/{id}/propose': {
    body: {},
    answer: {
      id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
      title: 'Beacons of Tuesday',
      state: 'proposed',
      author: 'taro',
      approver: null,
      submission: null,
      changed: '2026-11-22T14:01:14.408963Z',
      objects: 1,
      steps: ['read', 'change', 'propose'],
      envelope: envelope,
    },
  },
  'POST /api/drafts/{id}/approve': {
    body: {
      changed: '2026-11-22T14:01:14.408963Z',
    },
    answer: {
      id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
      title: 'Beacons of Tuesday',
      state: 'approved',
      author: 'taro',
      approver: 'yuki',
      submission: null,
      changed: '2026-11-22T14:01:14.425808Z',
      objects: 1,
      steps: ['read', 'change', 'propose', 'send'],
      envelope: envelope,
    },
  },
  'POST /api/drafts/{id}/send': {
    body: {
      undo_seconds: 600,
    },
    answer: {
      draft: {
        id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
        title: 'Beacons of Tuesday',
        state: 'sent',
        author: 'taro',
        approver: 'yuki',
        submission: 'fe04a14e-7142-4af8-8842-566c2af3c75e',
        changed: '2026-11-22T14:01:14.438723Z',
        objects: 1,
        steps: ['read'],
        envelope: envelope,
      },
      status: {
        id: 'fe04a14e-7142-4af8-8842-566c2af3c75e',
        status: 'complete',
        request_timestamp: '2026-11-22T14:01:14.444000Z',
        total_count: 1,
        success_count: 1,
        successes: [
          {
            id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
            version: '2026-11-22T00:00:00.000Z',
          },
        ],
        failure_count: 0,
        pending_count: 0,
      },
      until: '2026-11-22T14:11:14.442000Z',
    },
  },
  'POST /api/submissions/{id}/undo': {
    body: {},
    answer: {
      undone: 1,
    },
  },
}
