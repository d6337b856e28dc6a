// The entries of a hub file as the admin API takes them: the same words, but a secret that is kept
// already need not be said again, and nothing of the server is named: no variable, no file.
import { z } from 'zod'
import {
  credentialWords,
  fingerprint,
  organisationWords,
  password,
  peerOnly,
  personOnly,
  personWords,
  username,
} from './model.ts'

const atMostOne = (entry: object, ctx: z.RefinementCtx): void => {
  const given = ['basic', 'token', 'certificate'].filter(
    (key) => (entry as Record<string, unknown>)[key] !== undefined,
  )
  if (given.length <= 1) return
  const message = 'must have at most one of `basic`, `token`, `certificate`'
  ctx.addIssue({ code: 'custom', message })
}

const requestedCredential = credentialWords
  .omit({ token_env: true })
  .extend({
    basic: z.strictObject({ username, password: password.optional() }).optional(),
    certificate: z.strictObject({ fingerprint }).optional(),
  })
  .superRefine(atMostOne)
  .superRefine(personOnly)

/** `people` and `credentials` that are not given stay; those that are given are all there are. */
export const requestedOrganisationModel = organisationWords
  .extend({
    name: organisationWords.shape.name.optional(),
    credentials: z.array(requestedCredential).max(500).optional(),
    people: z.array(personWords).max(5_000).optional(),
  })
  .superRefine(peerOnly)

export const requestedPersonModel = personWords.extend({
  name: personWords.shape.name.optional(),
})

export type RequestedOrganisation = z.output<typeof requestedOrganisationModel>
export type RequestedPerson = z.output<typeof requestedPersonModel>
