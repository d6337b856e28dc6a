// What a script is made of. Knows neither how it is thought up nor how it is run.
import type { CollectionName, Edits, OrganisationName } from './place.ts'
import { collections } from './place.ts'

/**
 * A request of somebody. `{status N}` in a path is the id of what step N submitted, `{seen N}` the
 * N-th id the viewer was shown. A `walk` follows `next` to its end.
 */
export type Request = {
  do: 'ask'
  by: string
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body: unknown
  walk: boolean
}

/** The hub file as it is from now on. */
export type Edit = { do: 'edit'; edits: Edits }

/** A reviewer decides on what an owner has waiting under this id, where it does. */
export type Decide = {
  do: 'decide'
  owner: OrganisationName
  id: string
  to: CollectionName
  how: 'release' | 'refuse'
}

/** The calls that an organisation's webhook would get now. */
export type Notice = { do: 'notice'; organisation: OrganisationName }

export type Act = Request | Edit | Decide | Notice

/**
 * One moment of both worlds; what is `compared` is the viewer's, and the same in both. Time stands
 * `still` where nothing but looking goes on. What `leans` is the same for the viewer only after the
 * step before it.
 */
export type Step = {
  worlds: [Act | null, Act | null]
  compared: boolean
  note: string
  still?: boolean
  leans?: boolean
}

/** Steps are a minute apart. */
export type Script = { seed: number; viewer: string; steps: Step[] }

export const stepMs = 60_000

/** The moment of a step, in a path or a body of any request: known only when it is run. */
export const atStep = (step: number): string => `@${step}@`

/** A text with its moments as STIX and TAXII print them, for a run that begins at `start`. */
export const tellMoments = (text: string, start: number): string =>
  text.replace(/@(-?\d+)@/g, (_, step) => new Date(start + Number(step) * stepMs).toISOString())

export const get = (by: string, path: string, walk = false): Request => ({
  do: 'ask',
  by,
  method: 'GET',
  path,
  body: null,
  walk,
})

export const pathOf = (to: CollectionName, rest = ''): string =>
  `/taxii2/${collections[to].root}/collections/${collections[to].id}/${rest}`

/** A submission of objects, with sharing options where they are given. */
export const post = (
  by: string,
  to: CollectionName,
  objects: object[],
  options: object | null,
): Request => ({
  do: 'ask',
  by,
  method: 'POST',
  path: pathOf(to, 'objects/'),
  body: { objects, ...(options === null ? {} : { x_sekisho_sharing: options }) },
  walk: false,
})

export const remove = (by: string, to: CollectionName, id: string, search: string): Request => ({
  do: 'ask',
  by,
  method: 'DELETE',
  path: pathOf(to, `objects/${id}/${search}`),
  body: null,
  walk: false,
})

/** Something that is written at the API. */
export const postTo = (by: string, path: string, body: object): Request => ({
  do: 'ask',
  by,
  method: 'POST',
  path,
  body,
  walk: false,
})

/** The same act in both worlds. */
export const both = (act: Act, note: string, compared = false): Step => ({
  worlds: [act, act],
  compared,
  note,
})

export type Owner = OrganisationName
