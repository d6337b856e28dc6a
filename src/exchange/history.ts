// How an owner's objects were shown before, in one segment. Reads what is known; asks for nothing.
import { type Form, isSameStrand } from '../core/sharing/form.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { Drawing } from './drawing.ts'
import type { Known } from './known.ts'

/** Where a drawn version stands among the others of its object. */
export const orderIn = ({ accepted }: Drawing): string => accepted.version?.order ?? ''

const isIn = (form: Form, { name, profile, collection_id }: Segment): boolean =>
  isSameStrand(form, { segment: name, profile, collection_id })

/** The latest form that an owner's earlier object has in this segment. */
export const formOf = (known: Known, segment: Segment, id: string): Form | undefined => {
  return known.own
    .get(id)
    ?.at(-1)
    ?.forms.find((form) => isIn(form, segment))
}

/** True for an object that its viewers know under another id. */
export const isDerived = (known: Known, segment: Segment, id: string): boolean => {
  const form = formOf(known, segment, id)
  return form !== undefined && form.state !== 'withheld' && form.stix_id !== id
}

/** The last version an id was shown in, before `order`; null when it is new or comes late. */
export const openPrevious = (known: Known, segment: Segment) => {
  const shown = new Map<string, string>()
  return {
    before(drawing: Drawing, id: string): string | null {
      const met = shown.get(id)
      if (met !== undefined) return met
      let last: string | null = null
      for (const version of known.own.get(drawing.accepted.stix_id) ?? []) {
        if (version.version_order >= orderIn(drawing)) continue
        const form = version.forms.find((each) => isIn(each, segment))
        if (form?.stix_id === id && form.state !== 'withheld') last = form.version
      }
      return last
    },
    /** How this very version was shown under the id, where it is drawn anew. */
    shownAs(drawing: Drawing, id: string): Form | null {
      const kept = known.own.get(drawing.accepted.stix_id) ?? []
      const same = kept.find(({ version_order }) => version_order === orderIn(drawing))
      const form = same?.forms.find((each) => isIn(each, segment))
      return form?.stix_id === id && form.digest !== null ? form : null
    },
    note(id: string, version: string | null): void {
      if (version !== null) shown.set(id, version)
    },
  }
}
