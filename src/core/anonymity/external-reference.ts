// Which references to the world outside may be passed on (T27): those to public catalogues of
// attacks and vulnerabilities, and to pages of public bodies. Knows no object.

type ExternalReference = Record<string, unknown>

/** Catalogues, and what their entries are called. Groups and campaigns say who attacked. */
const catalogues = new Map<string, RegExp>([
  ['cve', /^CVE-[0-9]{4}-[0-9]{4,19}$/],
  ['cwe', /^CWE-[0-9]{1,6}$/],
  ['capec', /^CAPEC-[0-9]{1,6}$/],
  ['mitre-attack', /^(?:T|TA|S|M|DS)[0-9]{4}(?:\.[0-9]{3})?$/],
  ['mitre-mobile-attack', /^(?:T|TA|S|M|DS)[0-9]{4}(?:\.[0-9]{3})?$/],
  ['mitre-ics-attack', /^(?:T|TA|S|M|DS)[0-9]{4}(?:\.[0-9]{3})?$/],
])

const publicHosts = new Set([
  'attack.mitre.org',
  'capec.mitre.org',
  'cve.mitre.org',
  'cwe.mitre.org',
  'cve.org',
  'www.cve.org',
  'nvd.nist.gov',
  'jpcert.or.jp',
  'www.jpcert.or.jp',
  'ipa.go.jp',
  'www.ipa.go.jp',
  'jvn.jp',
  'jvndb.jvn.jp',
  'cisa.gov',
  'www.cisa.gov',
])

// No user, port, query or fragment: those can say who looked.
const plainUrl = /^https:\/\/([a-z0-9.-]{1,253})(\/[A-Za-z0-9._~/-]{0,500})?$/
const attributing = /^\/(?:groups|campaigns)\//

const publicHostOf = (url: unknown): string | null => {
  const parts = typeof url === 'string' ? plainUrl.exec(url) : null
  if (parts === null || !publicHosts.has(parts[1]!)) return null
  return attributing.test(parts[2] ?? '') ? null : parts[1]!
}

/**
 * A reference as it may be passed on, with nothing but its catalogue, its number there and its
 * public page; the same value when that is all it has, undefined when nothing is left. A page
 * outside the catalogues is named after its host.
 */
export const filterReference = (reference: unknown): unknown => {
  if (typeof reference !== 'object' || reference === null) return undefined
  const { source_name, external_id, url } = reference as ExternalReference
  const form = typeof source_name === 'string' ? catalogues.get(source_name) : undefined
  const host = publicHostOf(url)
  const kept: ExternalReference = { source_name: form === undefined ? host : source_name }
  if (form !== undefined && typeof external_id === 'string' && form.test(external_id)) {
    kept.external_id = external_id
  }
  if (host !== null) kept.url = url
  const names = Object.keys(kept)
  if (names.length === 1) return undefined
  const same =
    names.length === Object.keys(reference).length &&
    names.every((name) => kept[name] === (reference as ExternalReference)[name])
  return same ? reference : kept
}
