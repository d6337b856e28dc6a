// How far a provider lets its name travel. Knows no object and no reader.

/** To whom the source may be named: nobody, the hub, government members, the group, everyone. */
export type Consent = 'none' | 'hub' | 'government' | 'group' | 'everyone'

/** From nobody to everybody; each includes those before it. */
export const consents: readonly Consent[] = ['none', 'hub', 'government', 'group', 'everyone']

/** The one that names the source to fewer. */
export const stricterConsent = (a: Consent, b: Consent): Consent =>
  consents.indexOf(a) <= consents.indexOf(b) ? a : b

/** True when whoever may know the source by `least` may know it by `given`. */
export const reachesConsent = (given: Consent, least: Consent): boolean =>
  consents.indexOf(given) >= consents.indexOf(least)
