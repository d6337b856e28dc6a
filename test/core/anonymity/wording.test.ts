// T05: texts written anew, in English and Japanese, with no word that is not in a field.

import t from 'tap'
import { languageOf, writeDescription, writeName } from '../../../src/core/anonymity/wording.ts'
import { minimal, minimalObjects } from '../stix/model/minimal.ts'

const indicator = minimal('indicator', {
  name: 'Acme was hit',
  description: 'Acme was hit on Monday',
  indicator_types: ['malicious-activity'],
  kill_chain_phases: [{ kill_chain_name: 'lockheed', phase_name: 'delivery' }],
  external_references: [{ source_name: 'cve', external_id: 'CVE-2026-1234' }, { source_name: 'x' }],
})
const japanese = { ...indicator, lang: 'ja' }

t.equal(writeName(indicator), 'Indicator: CVE-2026-1234, malicious-activity')
t.equal(writeName(japanese), 'インジケータ: CVE-2026-1234, malicious-activity')
t.equal(writeDescription(indicator), 'observes: url. phases: delivery. references: CVE-2026-1234.')
t.equal(writeDescription(japanese), '観測対象: url。段階: delivery。参照: CVE-2026-1234。')

t.equal(writeName(minimal('report')), 'Report')
t.equal(writeName(minimal('url')), 'url', 'a type without a title')
t.equal(writeDescription(minimal('report')), undefined, 'nothing to say')
t.equal(writeDescription(minimal('indicator', { pattern_type: 'yara' })), undefined)
t.equal(writeDescription(minimal('indicator', { pattern: 7 })), undefined)
t.equal(
  writeDescription(minimal('indicator', { pattern: "[x-own:a = 1 AND (file:name = 'x')]" })),
  'observes: file.',
  'own types are left unsaid',
)
t.equal(writeName(minimal('malware', { malware_types: 'x' })), 'Malware', 'an odd value')
t.equal(writeDescription(minimal('malware', { kill_chain_phases: [null] })), undefined)

for (const object of Object.values(minimalObjects)) {
  const told = `${writeName({ ...object, name: 'zzz' })} ${writeDescription({ ...object })}`
  t.notMatch(told, /zzz/, `${object.type}: no word of the name`)
}

for (const [lang, expected] of [
  ['ja', 'ja'],
  ['ja-JP', 'ja'],
  ['jav', 'en'],
  ['fr', 'en'],
  [undefined, 'en'],
] as const) {
  t.equal(languageOf(lang), expected)
}
