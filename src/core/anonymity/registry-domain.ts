// The registry's rows for SDOs and SROs (STIX 2.1 §4, §5): what each property tells of, and what
// becomes of it. Knows not how an action is done.

import { below, type Row, rows } from './registry-row.ts'

const killChain = below('kill_chain_phases', rows('kill_chain_name! phase_name!', 'CTX', 'clean'))
const seen = rows('first_seen last_seen', 'VIC', 'floor-time')
const told = rows('description', 'VIC', 'text', 'generate-text')
const named = (required: '!' | '') => rows(`name${required}`, 'ATK', 'text', 'clean')
const aliases = rows('aliases', 'ATK', 'clean')
const authors = rows('authors', 'SRC', 'drop')

/** The type is not shown outside the group, or not to the public. */
const members = rows('type!', 'structural', 'keep', 'withhold')
const notPublic = rows('type!', 'structural', 'keep', 'keep', 'withhold')

const actor = [
  ...notPublic,
  ...rows('name!', 'NAT', 'text', 'clean'),
  ...rows('description', 'NAT', 'text', 'generate-text'),
  ...rows('aliases', 'NAT', 'clean'),
  ...seen,
]

/** What is believed of an actor's reasons and means. */
const judged = [
  ...rows('goals', 'NAT', 'text', 'drop'),
  ...rows('resource_level primary_motivation secondary_motivations', 'NAT', 'clean'),
]

export const domainRows: Record<string, Row[]> = {
  'attack-pattern': [...named('!'), ...told, ...aliases, ...killChain],
  campaign: [...actor, ...rows('objective', 'NAT', 'text', 'drop')],
  'course-of-action': [...notPublic, ...named('!'), ...told],
  grouping: [
    ...notPublic,
    ...rows('name description', 'VIC', 'text', 'generate-text'),
    ...rows('context!', 'CTX', 'clean'),
    ...rows('object_refs!', 'structural', 'keep'),
  ],
  // Only the owner's own, where it is named, and classes such as a sector come this far.
  identity: [
    ...rows('name!', 'SRC', 'text', 'clean'),
    ...rows('description', 'SRC', 'text', 'drop'),
    ...rows('roles', 'SRC', 'clean', 'drop'),
    ...rows('identity_class', 'CTX', 'clean'),
    ...rows('sectors', 'VIC', 'clean', 'drop'),
    ...rows('contact_information', 'SRC', 'drop'),
  ],
  incident: [...notPublic, ...rows('name! description', 'VIC', 'victim-text', 'generate-text')],
  indicator: [
    ...rows('name description', 'VIC', 'text', 'generate-text'),
    ...rows('indicator_types', 'CTX', 'clean', 'vocabulary'),
    ...rows('pattern!', 'ATK', 'pattern'),
    ...rows('pattern_type! pattern_version', 'ATK', 'clean'),
    ...rows('valid_from!', 'ATK', 'floor-time'),
    ...rows('valid_until', 'ATK', 'ceil-time'),
    ...killChain,
  ],
  infrastructure: [
    ...notPublic,
    ...named('!'),
    ...told,
    ...rows('infrastructure_types', 'CTX', 'clean', 'vocabulary'),
    ...aliases,
    ...killChain,
    ...seen,
  ],
  'intrusion-set': [...actor, ...judged],
  location: [
    ...notPublic,
    ...rows('name description', 'VIC', 'victim-text', 'drop'),
    ...rows('latitude longitude precision street_address postal_code', 'VIC', 'drop'),
    ...rows('administrative_area city', 'VIC', 'victim-text', 'drop'),
    ...rows('region country', 'VIC', 'clean'),
  ],
  malware: [
    ...named(''),
    ...told,
    ...rows('malware_types', 'CTX', 'clean', 'vocabulary'),
    ...rows('is_family!', 'CTX', 'keep'),
    ...aliases,
    ...killChain,
    ...seen,
    ...rows('operating_system_refs sample_refs', 'ATK', 'keep'),
    ...rows('architecture_execution_envs implementation_languages capabilities', 'ATK', 'clean'),
  ],
  'malware-analysis': [
    ...notPublic,
    ...rows('product! version', 'CTX', 'clean'),
    ...rows('host_vm_ref operating_system_ref installed_software_refs', 'SRC', 'drop'),
    ...rows('configuration_version modules', 'SRC', 'clean', 'drop'),
    ...rows('analysis_engine_version analysis_definition_version', 'CTX', 'clean'),
    ...rows('submitted analysis_started analysis_ended', 'SRC', 'floor-time'),
    ...rows('result_name result', 'ATK', 'clean'),
    ...rows('analysis_sco_refs sample_ref', 'ATK', 'keep'),
  ],
  note: [
    ...members,
    ...rows('abstract content!', 'VIC', 'text', 'drop'),
    ...authors,
    ...rows('object_refs!', 'structural', 'keep'),
  ],
  'observed-data': [
    ...notPublic,
    ...rows('first_observed! last_observed!', 'VIC', 'floor-time'),
    ...rows('number_observed!', 'VIC', 'keep', 'bucket'),
    // Objects of STIX 2.0 inside another: nothing here knows their properties.
    ...rows('objects', 'COM', 'withhold'),
    ...rows('object_refs', 'structural', 'keep'),
  ],
  opinion: [
    ...notPublic,
    ...rows('explanation', 'VIC', 'text', 'drop'),
    ...authors,
    ...rows('opinion!', 'CTX', 'keep'),
    ...rows('object_refs!', 'structural', 'keep'),
  ],
  report: [
    ...notPublic,
    ...rows('name! description', 'VIC', 'text', 'generate-text'),
    ...rows('report_types', 'CTX', 'clean', 'vocabulary'),
    ...rows('published!', 'SRC', 'floor-time'),
    ...rows('object_refs!', 'structural', 'keep'),
  ],
  'threat-actor': [
    ...actor,
    ...judged,
    ...rows('threat_actor_types', 'NAT', 'clean', 'vocabulary'),
    ...rows('roles sophistication personal_motivations', 'NAT', 'clean'),
  ],
  tool: [
    ...named('!'),
    ...told,
    ...rows('tool_types', 'CTX', 'clean', 'vocabulary'),
    ...aliases,
    ...killChain,
    ...rows('tool_version', 'ATK', 'clean'),
  ],
  vulnerability: [...named('!'), ...told],

  relationship: [
    ...rows('relationship_type!', 'ATK', 'clean'),
    ...rows('description', 'VIC', 'text', 'drop'),
    ...rows('source_ref! target_ref!', 'ATK', 'keep'),
    ...rows('start_time', 'VIC', 'floor-time'),
    ...rows('stop_time', 'VIC', 'ceil-time'),
  ],
  // Further out a sighting says that some one organisation was hit; only sums of them may.
  sighting: [
    ...rows('type!', 'VIC', 'keep', 'withhold'),
    ...rows('description', 'VIC', 'text', 'drop'),
    ...seen,
    ...rows('count', 'VIC', 'keep', 'bucket'),
    ...rows('sighting_of_ref!', 'ATK', 'keep'),
    ...rows('observed_data_refs', 'VIC', 'keep', 'drop'),
    ...rows('where_sighted_refs', 'VIC', 'victim', 'drop'),
    ...rows('summary', 'CTX', 'keep'),
  ],
}
