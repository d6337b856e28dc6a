// T27: catalogues and public pages stay, tickets and intranets go.

import t from 'tap'
import { filterReference } from '../../../src/core/anonymity/external-reference.ts'

const cve = { source_name: 'cve', external_id: 'CVE-2026-12345' }
const attack = {
  source_name: 'mitre-attack',
  external_id: 'T1059.001',
  url: 'https://attack.mitre.org/techniques/T1059/001/',
}

const kept = [
  cve,
  attack,
  { source_name: 'cwe', external_id: 'CWE-79' },
  { source_name: 'capec', external_id: 'CAPEC-98' },
  { source_name: 'www.jpcert.or.jp', url: 'https://www.jpcert.or.jp/at/2026/at260001.html' },
  { source_name: 'cisa.gov', url: 'https://cisa.gov' },
]
for (const reference of kept) {
  t.equal(filterReference(reference), reference, `${reference.source_name} is left as it is`)
}

const changed: [given: object, told: object][] = [
  [{ ...cve, description: 'our ticket 4711' }, cve],
  [{ ...cve, url: 'https://jira.acme.example/CVE-2026-12345' }, cve],
  [{ ...cve, hashes: { MD5: 'a' } }, cve],
  [
    { source_name: 'ACME SOC', url: 'https://jvn.jp/vu/JVNVU1/' },
    { source_name: 'jvn.jp', url: 'https://jvn.jp/vu/JVNVU1/' },
  ],
  [
    { ...attack, external_id: 'ACME-1' },
    { source_name: 'mitre-attack', url: attack.url },
  ],
]
for (const [given, told] of changed) {
  t.strictSame(filterReference(given), told)
  t.equal(filterReference(told), told, 'T(T(x)) = T(x)')
}

const gone: unknown[] = [
  { source_name: 'jira', external_id: 'SEC-1', url: 'https://jira.acme.internal/SEC-1' },
  { source_name: 'cve', external_id: 'see the ticket' },
  { source_name: 'mitre-attack', external_id: 'G0016' },
  { source_name: 'x', url: 'https://attack.mitre.org/groups/G0016' },
  { source_name: 'x', url: 'http://attack.mitre.org/techniques/T1059' },
  { source_name: 'x', url: 'https://attack.mitre.org.acme.example/' },
  { source_name: 'x', url: 'https://attack.mitre.org@acme.example/' },
  { source_name: 'x', url: 'https://attack.mitre.org/?from=acme' },
  { source_name: 'x', url: 'https://attack.mitre.org/#acme' },
  { source_name: 'x', url: 'https://attack.mitre.org:8443/' },
  { source_name: 'x', description: 'seen at acme' },
  { source_name: 7 },
  'cve',
  null,
]
for (const reference of gone) {
  t.equal(filterReference(reference), undefined, JSON.stringify(reference))
}
