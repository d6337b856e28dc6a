// The names of STIX 2.1's own object types, by kind (STIX 2.1 §4 to §7).
// Knows no closed enumerations of properties: those stand in the models.

/** STIX Domain Objects, STIX 2.1 §4. */
export const domainObjectTypes: ReadonlySet<string> = new Set([
  'attack-pattern',
  'campaign',
  'course-of-action',
  'grouping',
  'identity',
  'incident',
  'indicator',
  'infrastructure',
  'intrusion-set',
  'location',
  'malware',
  'malware-analysis',
  'note',
  'observed-data',
  'opinion',
  'report',
  'threat-actor',
  'tool',
  'vulnerability',
])

/** STIX Relationship Objects, STIX 2.1 §5. */
export const relationshipObjectTypes: ReadonlySet<string> = new Set(['relationship', 'sighting'])

/** STIX Cyber-observable Objects, STIX 2.1 §6. */
export const observableObjectTypes: ReadonlySet<string> = new Set([
  'artifact',
  'autonomous-system',
  'directory',
  'domain-name',
  'email-addr',
  'email-message',
  'file',
  'ipv4-addr',
  'ipv6-addr',
  'mac-addr',
  'mutex',
  'network-traffic',
  'process',
  'software',
  'url',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
])

/** STIX Meta Objects, STIX 2.1 §7. */
export const metaObjectTypes: ReadonlySet<string> = new Set([
  'extension-definition',
  'language-content',
  'marking-definition',
])

/** Every type that STIX 2.1 itself defines, without `bundle`. */
export const standardTypes: ReadonlySet<string> = new Set([
  ...domainObjectTypes,
  ...relationshipObjectTypes,
  ...observableObjectTypes,
  ...metaObjectTypes,
])
