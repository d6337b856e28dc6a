// What a version became in one segment, as it is kept with it. A shape only.

/**
 * A form as it is kept: audiences by id, positions as decimal text, nothing that is null. `first`
 * is empty for what never was shown, and not there where it is the position of the first piece.
 */
export type StoredForm = {
  segment: string
  profile: string
  collection_id: string
  state: string
  audience_id: number
  stix_id: string
  version: string
  reason?: string
  opens?: string
  closes?: string
  gate?: string
  rendition_id?: string
  digest?: string
  first?: string
  told?: { stix_id: string; version: string; digest: string | null }
  pieces: { position: string; rendition_id: string; stix_id: string; audience_id: number }[]
}
