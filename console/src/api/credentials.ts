// Credentials of an organisation: listed, issued, rotated, revoked. A secret comes once.
import { get, type Page, path, post, query, remove } from './request.ts'

export type CredentialKept = {
  name: string
  kind: 'service' | 'person'
  how: 'token' | 'basic' | 'certificate'
  person: string | null
  username?: string | null
  max_tlp?: string | null
  created: string | null
  expires: string | null
  last_used: string | null
  revoked: string | null
}

export type Wish = {
  name: string
  kind: 'service' | 'person'
  how: 'token' | 'basic'
  person?: string
  username?: string
  expires?: string
  max_tlp?: string
}

export type Issued = { secret: string; username: string | null }

const base = (organisation: string): string => path`/api/organisations/${organisation}/credentials`

export const listCredentials = (
  organisation: string,
  next: string | null,
): Promise<Page<CredentialKept>> => get(base(organisation) + query({ next }))

export const issueCredential = (organisation: string, wish: Wish): Promise<Issued> =>
  post(base(organisation), wish)

const overlapHours = 24

export const rotateCredential = (organisation: string, name: string): Promise<Issued> =>
  post(`${base(organisation)}/${encodeURIComponent(name)}/rotate`, { overlap_hours: overlapHours })

export const revokeCredential = (organisation: string, name: string): Promise<void> =>
  remove(`${base(organisation)}/${encodeURIComponent(name)}`)
