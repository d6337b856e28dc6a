// The one sentence above the columns: how many receive how much, and whether they learn from whom.
// Counts only what the hub told.
import { awaitsReview } from '../../../src/core/review/review.ts'
import type { Preview, PreviewSegment, StixObject } from '../api/sharing.ts'
import type { Dictionary } from '../words/dictionary.ts'

/** What is for others, in the order of nearness. */
export const audiencesOf = (preview: Preview): PreviewSegment[] =>
  preview.segments.filter(({ segment }) => segment !== 'owner')

const isOf = (segment: PreviewSegment, form: { segment: string; collection: string }): boolean =>
  form.segment === segment.segment && form.collection === segment.collection

/** The forms of an audience, one for each object that was sent. */
export const formsOf = (preview: Preview, segment: PreviewSegment) =>
  preview.objects.map((object) => ({
    object,
    form:
      object.forms.find((form) => isOf(segment, form) && form.profile === segment.profile) ?? null,
  }))

const reaches = (preview: Preview, segment: PreviewSegment): boolean =>
  formsOf(preview, segment).some(({ form }) => form !== null && form.fate !== 'withheld')

type Reach = { organisations: number; more: boolean; few: boolean; anyone: boolean }

const countReach = (segments: PreviewSegment[]): Reach => {
  const named = new Set(segments.flatMap(({ viewers }) => viewers.organisations))
  const others = segments.reduce((sum, { viewers }) => sum + (viewers.others ?? 0), 0)
  return {
    organisations: named.size + others,
    more: others > 0,
    few: named.size + others === 0,
    anyone: segments.some(({ viewers }) => viewers.anyone),
  }
}

const sayOrganisations = (w: Dictionary, reach: Reach, number: (n: number) => string): string => {
  if (reach.few) return w.preview.fewOrganisations
  if (reach.organisations === 1 && !reach.more) return w.preview.oneOrganisation
  return w.preview.organisations(number(reach.organisations), reach.more)
}

/** What will happen, in a sentence; more where it waits, or where anybody at all can read it. */
export const saySummary = (
  w: Dictionary,
  preview: Preview,
  sent: StixObject[],
  own: string,
  number: (n: number) => string,
): string[] => {
  const reached = audiencesOf(preview).filter((segment) => reaches(preview, segment))
  if (reached.length === 0) return [w.preview.nobody]
  const indexes = new Set(
    reached.flatMap((segment) =>
      formsOf(preview, segment).flatMap(({ form }, index) =>
        form !== null && form.fate !== 'withheld' ? [index] : [],
      ),
    ),
  )
  const indicators = [...indexes].every((index) => sent[index]?.type === 'indicator')
  const what = indicators ? w.preview.indicators(indexes.size) : w.preview.objects(indexes.size)
  const knowing = reached.filter(({ source }) => source === own).length
  const known = knowing === 0 ? 'none' : knowing === reached.length ? 'all' : 'some'
  const reach = countReach(reached)
  const held = reached.every((segment) =>
    formsOf(preview, segment).every(({ form }) => form === null || awaitsReview(form.gate)),
  )
  return [
    w.preview.sentence(sayOrganisations(w, reach, number), what, known),
    ...(held ? [w.preview.afterReview] : []),
    ...(reach.anyone ? [w.preview.anyone] : []),
  ]
}
