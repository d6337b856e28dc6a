// Whose forms hang on what became of an object: what refers to something that is shown otherwise
// than before is hidden at once, and drawn anew soon after.
import { implies } from '../core/sharing/audience.ts'
import { type Form, isSameStrand } from '../core/sharing/form.ts'
import type { Histories } from '../core/sharing/past.ts'
import { findReferrers } from '../storage/references.ts'
import { findByNumber } from '../storage/versions.ts'
import { changeForms } from './change-forms.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { type Ground, historiesIn } from './ground.ts'
import { seenBy } from './histories.ts'
import type { Lineage } from './place.ts'

/** An object's forms before and after; `before` is null for one that was not kept at all. */
export type Affected = { owner_id: string; stix_id: string; before: Form[] | null; after: Form[] }

type Verdict = 'same' | 'again' | 'hide'

/**
 * Remembers the forms of the latest versions, of all that are given, earliest first; the answer
 * lists these objects with the forms they have by then. What refers to an object refers to its
 * latest version, whichever of them changed.
 */
export const watchLatest = (kept: KeptVersion[]): (() => Map<string, Affected>) => {
  const latest = new Map(kept.map((version) => [`${version.owner_id} ${version.stix_id}`, version]))
  const before = new Map([...latest].map(([key, { forms }]) => [key, forms]))
  return () =>
    new Map(
      [...latest].map(([key, { owner_id, stix_id, forms: after }]) => [
        key,
        { owner_id, stix_id, before: before.get(key) ?? null, after },
      ]),
    )
}

const isVisible = (form: Form | undefined): form is Form =>
  form?.state === 'shown' || form?.state === 'covered'

/** What a referrer's form must do, now that its target has other forms. */
const judge = (
  referrer: Form,
  { before, after, stix_id }: Affected,
  histories: Histories,
): Verdict => {
  if (referrer.segment === 'owner' || referrer.profile === 'P0') return 'same'
  const now = after.find((form) => isSameStrand(form, referrer))
  const then = before?.find((form) => isSameStrand(form, referrer))
  const idThen = isVisible(then) ? then.stix_id : before === null ? stix_id : null
  const idNow = isVisible(now) ? now.stix_id : null
  const covered = isVisible(now) && implies(seenBy(referrer, histories), seenBy(now, histories))
  if (idThen === idNow && (idNow === null || covered)) return 'same'
  return isVisible(referrer) && (idThen !== idNow || !covered) && idThen !== null ? 'hide' : 'again'
}

const worst = (
  referrer: KeptVersion,
  affected: Affected[],
  histories: Histories,
): Map<Form, Verdict> => {
  const verdicts = new Map<Form, Verdict>()
  for (const form of referrer.forms) {
    for (const each of affected) {
      const verdict = judge(form, each, histories)
      const known = verdicts.get(form) ?? 'same'
      if (verdict === 'hide' || known === 'same') verdicts.set(form, verdict)
    }
  }
  return verdicts
}

const hide = (form: Form): Form => ({
  ...form,
  state: 'withheld',
  reason: 'reference-hidden',
  rendition_id: null,
  pieces: [],
})

/**
 * Hides, in the same transaction, every form that refers to something its viewers no longer see as
 * it says, and whatever refers to that; asks for all of them to be drawn anew. What is new in this
 * transaction was drawn knowing it.
 */
export const hideReferrers = async (
  ground: Ground,
  affected: Map<string, Affected>,
  together: ReadonlySet<bigint> = new Set(),
): Promise<void> => {
  const { ctx, client, home } = ground
  const added = new Set([...ground.added].map(({ version_id }) => version_id))
  for (const number of together) added.add(number)
  const seen = new Map<bigint, KeptVersion>()
  if (affected.size === 0) return
  const histories = historiesIn(ground)
  let round = [...affected.values()].filter((each) => hasChanged(each, histories))
  while (round.length > 0) {
    const owners = [...new Set(round.map(({ owner_id }) => owner_id))]
    const targets = round.map(({ stix_id }) => stix_id)
    const found = await findReferrers(client, home, owners, targets)
    const fresh = found.filter(({ version_id }) => !added.has(version_id))
    const strange = fresh.map(({ version_id }) => version_id).filter((id) => !seen.has(id))
    const rows = await findByNumber(client, home, [...new Set(strange)])
    for (const kept of await reviveKept(ctx, client, rows)) {
      seen.set(kept.version_id, ground.changed.get(kept.version_id) ?? kept)
    }
    const next: Affected[] = []
    for (const number of new Set(fresh.map(({ version_id }) => version_id))) {
      const referrer = seen.get(number)
      if (referrer === undefined) continue
      const named = new Set(
        fresh.filter(({ version_id }) => version_id === number).map(({ target }) => target),
      )
      const mine = round.filter(
        ({ owner_id, stix_id }) => owner_id === referrer.owner_id && named.has(stix_id),
      )
      const one = touch(ground, referrer, mine)
      if (one !== null) next.push(one)
    }
    round = next
  }
}

/**
 * Whoever this owner showed an object, and shows it no longer, is shown it again by the others that
 * keep the same.
 */
export const askCovered = (ground: Ground, { own, foreign }: Lineage): void => {
  if (!own.some(({ version_id }) => ground.changed.has(version_id))) return
  for (const { owner_id, stix_id } of foreign) {
    ground.redraws.push({ home_id: ground.home, owner_id, stix_id })
  }
}

const hasChanged = ({ before, after }: Affected, histories: Histories): boolean =>
  before === null ||
  after.some((form) => {
    const then = before.find((each) => isSameStrand(each, form))
    return (
      then?.state !== form.state ||
      then.stix_id !== form.stix_id ||
      seenBy(then, histories) !== seenBy(form, histories)
    )
  }) ||
  before.some((form) => !after.some((each) => isSameStrand(each, form)))

const touch = (ground: Ground, referrer: KeptVersion, affected: Affected[]): Affected | null => {
  const verdicts = worst(referrer, affected, historiesIn(ground))
  if ([...verdicts.values()].every((verdict) => verdict === 'same')) return null
  const { owner_id, stix_id } = referrer
  ground.redraws.push({ home_id: ground.home, owner_id, stix_id })
  if (![...verdicts.values()].includes('hide')) return null
  const before = referrer.forms
  const after = before.map((form) => (verdicts.get(form) === 'hide' ? hide(form) : form))
  changeForms(ground, referrer, after)
  return { owner_id, stix_id, before, after }
}
