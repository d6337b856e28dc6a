// An example of every body and every answer of the API, of a hub that does not exist. A test holds
// each to its schema.
import { accountExamples } from './account.ts'
import { hubExamples } from './hub.ts'
import type { Examples } from './object.ts'
import { organisationExamples } from './organisation.ts'
import { previewExamples } from './preview.ts'
import { readingExamples } from './reading.ts'
import { reviewExamples } from './review.ts'
import { submissionExamples } from './submission.ts'

/** All of them, by method and path. */
export const examples: Examples = {
  ...accountExamples,
  ...hubExamples,
  ...organisationExamples,
  ...previewExamples,
  ...readingExamples,
  ...reviewExamples,
  ...submissionExamples,
}
