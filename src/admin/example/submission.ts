// Examples for the description: submissions and drafts.
import { type Examples, envelope, indicator } from './object.ts'

const status = {
  id: 'e97043ba-ee18-4343-86a6-2d050bbd491b',
  status: 'complete',
  request_timestamp: '2026-11-22T14:01:14.086000Z',
  total_count: 1,
  success_count: 1,
  successes: [{ id: indicator.id, version: indicator.modified }],
  failure_count: 0,
  pending_count: 0,
}

const submission = {
  ...status,
  group: 'rail',
  collection: 'indicators',
  collection_id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
  submitter: 'taro',
}

const listed = {
  id: '58e6aa22-ef1c-41b6-9159-c4db986bb6a7',
  title: 'Beacons',
  state: 'draft',
  author: 'taro',
  approver: null,
  submission: null,
  changed: '2026-11-22T14:01:14.365778Z',
  objects: 1,
  steps: ['read', 'change', 'propose'],
}
const draft = { ...listed, envelope }
const changed = {
  ...draft,
  title: 'Beacons of Tuesday',
  changed: '2026-11-22T14:01:14.398286Z',
}
const proposed = { ...changed, state: 'proposed', changed: '2026-11-22T14:01:14.408963Z' }
const approved = {
  ...proposed,
  state: 'approved',
  approver: 'yuki',
  changed: '2026-11-22T14:01:14.425808Z',
  steps: ['read', 'change', 'propose', 'send'],
}
const sent = {
  ...approved,
  state: 'sent',
  submission: 'fe04a14e-7142-4af8-8842-566c2af3c75e',
  changed: '2026-11-22T14:01:14.438723Z',
  steps: ['read'],
}

export const submissionExamples: Examples = {
  'POST /api/submissions': { body: envelope, answer: status },
  'GET /api/submissions': { answer: { entries: [submission] } },
  'GET /api/submissions/{id}': { answer: submission },
  'POST /api/drafts': { body: { title: 'Beacons', envelope }, answer: draft },
  'GET /api/drafts': { answer: { entries: [listed] } },
  'GET /api/drafts/{id}': { answer: draft },
  'PUT /api/drafts/{id}': { body: { title: 'Beacons of Tuesday', envelope }, answer: changed },
  'POST /api/drafts/{id}/propose': { body: {}, answer: proposed },
  'POST /api/drafts/{id}/approve': { body: { changed: proposed.changed }, answer: approved },
  'POST /api/drafts/{id}/send': {
    body: { undo_seconds: 600 },
    answer: {
      draft: sent,
      status: { ...status, id: sent.submission, request_timestamp: '2026-11-22T14:01:14.444000Z' },
      until: '2026-11-22T14:11:14.442000Z',
    },
  },
  'POST /api/submissions/{id}/undo': { body: {}, answer: { undone: 1 } },
}
