// The words the registry is written in: the classes of information and the closed list of what a
// profile may do to a property. Knows no type and no property.

/**
 * What a property tells of: the attack, neutral context, the victim, the source, natural persons,
 * the content or parties of communication, secrets, attribution; or it only holds the object
 * together.
 */
export type InformationClass =
  | 'ATK'
  | 'CTX'
  | 'VIC'
  | 'SRC'
  | 'PII'
  | 'COM'
  | 'SEC'
  | 'NAT'
  | 'structural'

/**
 * Everything a profile may do to a property, and how much of it is left: a profile further out
 * never has an action that leaves more.
 */
export const disclosures = {
  /** As it is. */
  keep: 9,
  /** Attackers' values: whole, or the object is withheld. */
  value: 8,
  url: 8,
  pattern: 8,
  definition: 8,
  /** Lists and structures of which some members go. */
  labels: 8,
  'external-references': 8,
  markings: 8,
  headers: 8,
  /** By the pseudonym, or the hub. */
  creator: 8,
  'floor-time': 8,
  'ceil-time': 8,
  /** Free text with what may not be told masked. */
  text: 7,
  /** Of the markings, TLP's: a statement of its own tells whose it is. */
  'tlp-markings': 7,
  path: 7,
  command: 7,
  /** The texts of the object that a language-content translates. */
  translations: 7,
  /** Short technical text: whole when nothing in it may not be told, else gone. */
  clean: 6,
  bucket: 6,
  'round-confidence': 6,
  language: 6,
  /** What is in STIX's open vocabularies. */
  vocabulary: 5,
  /** One end of a connection: kept only where it is not the victim's. */
  subscriber: 5,
  /** As `text` and `keep`, if the victim consents; else gone. */
  'victim-text': 4,
  victim: 4,
  /** Written anew from what is left of the object. */
  'generate-text': 2,
  /** Gone. */
  drop: 1,
  /** The whole object is gone. */
  withhold: 0,
} as const

export type Action = keyof typeof disclosures

/**
 * One property. `path` is its property names from the top, joined by dots, without list indices; a
 * row without rows below it covers all that is below the property. `required` says that the
 * structure the property stands in is invalid without it.
 */
export type Row = {
  path: string
  required: boolean
  class: InformationClass
  actions: { P1: Action; P2: Action; P3: Action }
}

/**
 * Rows of the properties in `names`, which are set apart by spaces; `!` behind a name means
 * required. An action not given is that of the profile before.
 */
export const rows = (
  names: string,
  informationClass: InformationClass,
  p1: Action,
  p2: Action = p1,
  p3: Action = p2,
): Row[] =>
  names.split(' ').map((name) => ({
    path: name.replace('!', ''),
    required: name.endsWith('!'),
    class: informationClass,
    actions: { P1: p1, P2: p2, P3: p3 },
  }))

/** Rows of properties inside a structure, whose own path is `inside`. */
export const below = (inside: string, inner: Row[]): Row[] =>
  inner.map((row) => ({ ...row, path: `${inside}.${row.path}` }))
