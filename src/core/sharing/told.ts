// Under which ids and at which times an object was told, also where it is told no more: so that
// nothing else is told at those times (V9). Knows no bytes and no storage.
import { orderOf } from '../stix/timestamp.ts'
import { type Form, isSameStrand, isTold, type Strand, type Telling } from './form.ts'

/** The last version that was told under an id in one strand. */
export type Told = Strand & { stix_id: string; version: string }

/** What the viewers of a form are told, or were told last; null where they never were. */
export const tellingOf = (form: Form): Telling | null => {
  if (!isTold(form)) return form.told
  const { stix_id, version, digest } = form
  return { stix_id, version, digest }
}

/**
 * What a version's viewers were told of it. What has waited or been withheld ever since was told to
 * nobody: nobody is to find a trace of it in the time of what comes after it.
 */
export const listTold = (forms: readonly Form[]): Told[] =>
  forms.flatMap((form) => {
    const { segment, profile, collection_id } = form
    const telling = tellingOf(form)
    if (segment === 'owner' || telling === null) return []
    return [{ segment, profile, collection_id, stix_id: telling.stix_id, version: telling.version }]
  })

/** Notes in the forms a version gets what had been told of those that are told no more. */
export const rememberTold = (before: readonly Form[], forms: readonly Form[]): void => {
  for (const form of forms) {
    const then = before.find((each) => isSameStrand(each, form))
    const isKept = !isTold(form) && form.segment !== 'owner' && then !== undefined
    form.told = isKept ? tellingOf(then) : null
  }
}

/** What was told in strands of which a version is left no form. */
export const listVanished = (before: readonly Form[], forms: readonly Form[]): Told[] =>
  listTold(before.filter((form) => !forms.some((each) => isSameStrand(each, form))))

/** The last of each strand and id, of all that was told. */
export const joinTold = (all: readonly Told[]): Told[] => {
  const last: Told[] = []
  for (const one of all) {
    const at = last.findIndex((each) => each.stix_id === one.stix_id && isSameStrand(each, one))
    if (at < 0) last.push(one)
    else if (orderOf((last[at] as Told).version) < orderOf(one.version)) last[at] = one
  }
  return last
}
