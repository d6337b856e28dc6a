// Ids and names that mean something inside one scope only: nobody can join two scopes by them, nor
// guess them from a dictionary. Knows no object's content.

import { createHmac } from 'node:crypto'
import { stringify } from 'uuid'
import { typeOfIdentifier } from '../stix/identifier.ts'
import type { StixObject } from '../stix/object.ts'
import type { Scope } from './scope.ts'

const separator = '\x1f'
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const digestOf = (key: Buffer, parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(parts.join(separator)).digest()

const uuidOf = (digest: Buffer): string => {
  digest[6] = (digest[6]! & 0x0f) | 0x40
  digest[8] = (digest[8]! & 0x3f) | 0x80
  return stringify(digest)
}

/**
 * The first 16 octets of HMAC-SHA-256 over the parts, joined by U+001F, in the form of a UUIDv4.
 * Parts hold no U+001F.
 */
export const hv4 = (key: Buffer, ...parts: string[]): string => uuidOf(digestOf(key, parts))

/** The id a changed object of the scope's owner has in the scope; its type stays (T09, T10). */
export const deriveId = (
  scope: Pick<Scope, 'key' | 'name' | 'epoch' | 'owner_id'>,
  id: string,
): string =>
  `${typeOfIdentifier(id)}--${hv4(scope.key, scope.name, scope.epoch, scope.owner_id, id)}`

/**
 * Whether an id is that of an identity of the owner which the scope shows under another one,
 * whatever becomes of its content: beyond the group, where the owner is named.
 */
export const isRenamed = (
  { attributed, profile, identities }: Pick<Scope, 'attributed' | 'profile' | 'identities'>,
  id: unknown,
): boolean => attributed && profile !== 'P1' && typeof id === 'string' && identities.has(id)

/** Who a group sees in place of the source. */
export type Pseudonym = { id: string; name: string }

/**
 * The pseudonym of an organisation in one group during one epoch (T07). The name's four letters are
 * taken from octets of the digest that the id does not show.
 */
export const pseudonymOf = (
  key: Buffer,
  epoch: string,
  group_id: string,
  owner_id: string,
): Pseudonym => {
  const digest = digestOf(key, [group_id, epoch, owner_id])
  const bits = digest.readUIntBE(16, 3)
  const letters = [19, 14, 9, 4].map((shift) => base32[(bits >>> shift) & 31]).join('')
  return { id: `identity--${uuidOf(digest)}`, name: `Member-${letters}` }
}

const makeIdentity = (id: string, name: string, created: string): StixObject => ({
  type: 'identity',
  spec_version: '2.1',
  id,
  created,
  modified: created,
  name,
  identity_class: 'organization',
})

/**
 * The identity object of a pseudonym. `created` is a timestamp with milliseconds that says nothing
 * of when the organisation joined or submitted. It bears no sector: in a small sector that names
 * the organisation.
 */
export const makePseudonymIdentity = (pseudonym: Pseudonym, created: string): StixObject =>
  makeIdentity(pseudonym.id, pseudonym.name, created)

/** The one identity that stands for the hub, whatever the group and the epoch (T08). */
export const hubIdOf = (key: Buffer): string => `identity--${hv4(key, 'hub')}`

/** The identity object of the hub; `created` as above. */
export const makeHubIdentity = (key: Buffer, title: string, created: string): StixObject =>
  makeIdentity(hubIdOf(key), title, created)
