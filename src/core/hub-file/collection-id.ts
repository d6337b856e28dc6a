// Ids of collections that a hub file does not give. Knows no database.
import { createHash } from 'node:crypto'

/**
 * The id of the collection `name` of `group` where the file gives none: shaped as the UUIDv4 that
 * TAXII 2.1 §5.2 asks for, and the same at every apply, so that clients keep their place.
 */
export const deriveCollectionId = (group: string, name: string): string => {
  const bytes = createHash('sha256').update(`sekisho collection\n${group}\n${name}`).digest()
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}
