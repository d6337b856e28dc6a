// Rules of the STIX Relationship Objects (STIX 2.1 §5). What they may join stands in the
// references.

import { ordered, type Rule, strictlyOrdered } from './rule.ts'

/** The rules of each SRO type. */
export const relationshipObjectRules: Record<string, readonly Rule[]> = {
  relationship: [strictlyOrdered('start_time', 'stop_time')],
  sighting: [ordered('first_seen', 'last_seen')],
}
