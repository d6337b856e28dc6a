// People of an organisation, one at a time: the words of its entry, without the rest of it.
import type { OrganisationEntry, PersonEntry } from '../core/hub-file/model.ts'
import type { RequestedPerson } from '../core/hub-file/requested.ts'
import { type HubState, readHub } from '../storage/hub.ts'
import { type Change, type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { etagOf, organisationWordsOf } from './hub-words.ts'
import { findInsideFor, findOrganisationFor } from './organisations.ts'
import { changeFor } from './own-words.ts'
import { Refusal } from './refusal.ts'

export type PersonShown = PersonEntry & { etag: string }

const show = (words: PersonEntry): PersonShown => ({ ...words, etag: etagOf(words) })

/** In the order of their names. Refuses with not-found an organisation that is not there. */
export const listPeople = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
): Promise<PersonShown[]> => {
  const state = await readHub(ctx.db)
  const row = findInsideFor(caller, state, organisation)
  return organisationWordsOf(state, row).people.map(show)
}

const draftPeople =
  (
    caller: Caller,
    organisation: string,
    change: (entry: OrganisationEntry) => OrganisationEntry,
  ): ((state: HubState) => Change) =>
  (state) => {
    const row = findOrganisationFor(caller, state, organisation, 'invite-person')
    const before = organisationWordsOf(state, row)
    return changeFor(caller, before, change(before))
  }

/** Adds a person or changes one. Answers whether it is new. */
export const changePerson = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  name: string,
  requested: RequestedPerson,
  condition: Condition,
): Promise<{ person: PersonShown; added: boolean }> => {
  if (requested.name !== undefined && requested.name !== name) {
    throw new Refusal('unprocessable', '`name` is another than that of the path')
  }
  const person: PersonEntry = { ...requested, name }
  let added = false
  const draft = draftPeople(caller, organisation, (entry) => {
    const before = entry.people.find((one) => one.name === name) ?? null
    requireUnchanged(condition, before)
    added = before === null
    const people = added
      ? [...entry.people, person]
      : entry.people.map((one) => (one.name === name ? person : one))
    return { ...entry, people }
  })
  await changeHub(ctx, caller, draft)
  const people = await listPeople(ctx, caller, organisation)
  return { person: people.find((one) => one.name === name) ?? show(person), added }
}

/** Takes a person out, with every credential of theirs. Refuses with not-found. */
export const removePerson = async (
  ctx: Context,
  caller: Caller,
  organisation: string,
  name: string,
): Promise<void> => {
  const draft = draftPeople(caller, organisation, (entry) => {
    if (!entry.people.some((one) => one.name === name)) {
      throw new Refusal('not-found', 'there is no such person')
    }
    return {
      ...entry,
      people: entry.people.filter((one) => one.name !== name),
      credentials: entry.credentials.filter(({ person }) => person !== name),
    }
  })
  await changeHub(ctx, caller, draft)
}
