// Rules of the STIX Domain Objects, per type (STIX 2.1 §4). A type without any is not listed.

import { typeOfIdentifier } from '../identifier.ts'
import { parsePattern } from '../pattern/parse.ts'
import { relationshipObjectTypes } from '../vocabulary.ts'
import {
  atLeastOneOf,
  exactlyOneOf,
  isList,
  ordered,
  type Rule,
  refuse,
  requiredWhen,
  requires,
  strictlyOrdered,
  warn,
} from './rule.ts'

/**
 * STIX 2.1 §4.7.1, §9: a STIX pattern parses. Other pattern types are stored as they are. A pattern
 * that says it is in another version of the language is read as that version, or only warned about.
 */
const checkPattern: Rule = (indicator, pointer, problems) => {
  const { pattern, pattern_type, pattern_version } = indicator
  if (pattern_type !== 'stix' || typeof pattern !== 'string') return
  const known = pattern_version === undefined || pattern_version === '2.1'
  const parsed = parsePattern(pattern, pattern_version === '2.0' ? '2.0' : '2.1')
  if (parsed.ok) return
  const report = known || pattern_version === '2.0' ? refuse : warn
  report(problems, `${pointer}/pattern`, `offset ${parsed.position}: ${parsed.message}`)
}

/** STIX 2.1 §4.14.1: relationships alone are no observation. */
const observesSomething: Rule = (object, pointer, problems) => {
  const refs = object.object_refs
  if (!isList(refs) || refs.length === 0) return
  for (const ref of refs) {
    if (typeof ref !== 'string') return
    if (!relationshipObjectTypes.has(typeOfIdentifier(ref) ?? '')) return
  }
  refuse(problems, `${pointer}/object_refs`, 'name at least one cyber-observable object')
}

const seen = ordered('first_seen', 'last_seen')

/** The rules of each SDO type. */
export const domainObjectRules: Record<string, readonly Rule[]> = {
  campaign: [seen],
  indicator: [strictlyOrdered('valid_from', 'valid_until'), checkPattern],
  infrastructure: [seen],
  'intrusion-set': [seen],
  location: [
    atLeastOneOf('region', 'country', 'latitude', 'longitude'),
    requires('latitude', 'longitude'),
    requires('longitude', 'latitude'),
    requires('precision', 'latitude', 'longitude'),
  ],
  malware: [requiredWhen('is_family', true, 'name'), seen],
  'malware-analysis': [atLeastOneOf('result', 'analysis_sco_refs')],
  'observed-data': [
    ordered('first_observed', 'last_observed'),
    exactlyOneOf('objects', 'object_refs'),
    observesSomething,
  ],
  'threat-actor': [seen],
}
