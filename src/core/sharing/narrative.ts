// The narrative guard: which texts of an object name something of an object that it no longer may
// refer to. Knows texts and names, no audience and no graph.
import { canonicalValue } from '../anonymity/canonical-text.ts'
import type { StixObject } from '../stix/object.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { visitComparisons } from '../stix/pattern/walk.ts'
import type { Path } from '../stix/pointer.ts'
import { observableObjectTypes, standardTypes } from '../stix/vocabulary.ts'

/**
 * One text of an object. `text` is canonical. `fate`: what becomes of it when it names what is
 * hidden: what stands at `path` goes, the name gives way to a plain one, or the object has to.
 * `tells`: it is the author's account, which is held even where nothing of the hidden is known.
 */
export type Text = {
  path: Path
  text: string
  fate: 'drop' | 'rename' | 'withhold'
  tells: boolean
}

const tellingNames = new Set([
  ...['description', 'abstract', 'content', 'explanation', 'objective', 'goals'],
])
const textNames = new Set([...tellingNames, 'name', 'aliases', 'authors', 'labels', 'comment'])
const structuralNames = new Set([
  ...['type', 'id', 'spec_version', 'created', 'modified', 'granular_markings', 'extension_type'],
])
// STIX lets these types have no name, or lets it be a plain one (M4).
const containerTypes = new Set(['report', 'grouping', 'incident'])
const namelessTypes = new Set(['grouping', 'indicator', 'location', 'malware', 'observed-data'])

const isReferenceName = (name: string): boolean => /_refs?$/.test(name)

const fateOf = (object: StixObject, name: string): Text['fate'] => {
  const { type } = object
  if (!standardTypes.has(type)) return 'drop'
  if (name === 'content') return 'withhold'
  if (name !== 'name') return 'drop'
  if (type === 'report' || type === 'incident') return 'rename'
  return namelessTypes.has(type) && object.is_family !== true ? 'drop' : 'withhold'
}

const isTelling = (type: string, path: Path): boolean => {
  const name = path.findLast((step) => typeof step === 'string')!
  return tellingNames.has(name) || (path[0] === 'name' && containerTypes.has(type))
}

const isText = (type: string, name: string): boolean =>
  textNames.has(name) ||
  name === 'extensions' ||
  (name === 'contents' && type === 'language-content') ||
  name === 'external_references' ||
  name.startsWith('x_') ||
  !standardTypes.has(type)

/** What goes with a text: an external reference whole, of a list translated all of it. */
const unitOf = (path: Path): Path => {
  if (path[0] === 'external_references') return path.slice(0, 2)
  return path[0] === 'contents' ? path.slice(0, 3) : path
}

/**
 * The texts of an object, in canonical form. None of an SCO: what it holds are values, each one
 * released or not on its own account.
 */
export const listTexts = (object: StixObject): Text[] => {
  const { type } = object
  if (observableObjectTypes.has(type)) return []
  const texts: Text[] = []
  const collect = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      const fate = path.length === 1 ? fateOf(object, path[0] as string) : 'drop'
      texts.push({
        path: unitOf(path),
        text: canonicalValue(value),
        fate,
        tells: isTelling(type, path),
      })
    } else if (Array.isArray(value)) {
      for (const [index, inner] of value.entries()) collect(inner, [...path, index])
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (!structuralNames.has(name) && !isReferenceName(name)) collect(inner, [...path, name])
      }
    }
  }
  for (const [name, value] of Object.entries(object)) {
    if (structuralNames.has(name) || isReferenceName(name)) continue
    if (isText(type, name)) collect(value, [name])
  }
  return texts
}

// Properties whose values name the thing itself.
const valueNames = new Set([
  ...['name', 'aliases', 'value', 'path', 'key', 'url', 'subject', 'issuer', 'serial_number'],
  ...['account_login', 'user_id', 'display_name', 'credential', 'message_id', 'command_line'],
  ...['cwd', 'data', 'result_name', 'contact_information', 'street_address', 'city'],
  ...['administrative_area', 'postal_code', 'external_id', 'subject_alternative_name'],
])

const collectValues = (value: unknown, name: string, values: string[]): void => {
  if (typeof value === 'string') {
    if (valueNames.has(name)) values.push(value)
  } else if (Array.isArray(value)) {
    for (const inner of value) collectValues(inner, name, values)
  } else if (typeof value === 'object' && value !== null) {
    for (const [innerName, inner] of Object.entries(value)) {
      // A hash names the thing whatever its algorithm is called.
      collectValues(inner, name === 'hashes' ? 'value' : innerName, values)
    }
  }
}

// Of an expression only the runs between its signs are text.
const runLengthMin = 6
const runsOf = (expression: string): string[] =>
  expression
    .replace(/\\([^a-z0-9])/gi, '$1')
    .split(/[%^$*+?()[\]{}|\\]+/)
    .filter((run) => run.length >= runLengthMin)

/** The constants of a pattern; null when it is in no language known here. */
const constantsOf = (object: StixObject): string[] | null => {
  const { pattern, pattern_type } = object
  if (typeof pattern !== 'string') return []
  if (pattern_type !== 'stix') return null
  const parsed = parsePattern(pattern)
  if (!parsed.ok) return null
  const constants: string[] = []
  visitComparisons(parsed.pattern, ({ operator, literals }) => {
    const isExpression = operator === 'LIKE' || operator === 'MATCHES'
    for (const literal of literals) {
      const text = 'value' in literal ? String(literal.value) : literal.text
      constants.push(...(isExpression ? runsOf(text) : [text]))
    }
  })
  return constants
}

const dottedForm = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/g

// Shorter ones are found in every text. Two letters are a name in Chinese characters.
const isTellingTerm = (term: string): boolean =>
  term.length >= 3 || (term.length === 2 && !/^[ -~]+$/.test(term))

/**
 * What an object is called and what its values are, with hosts and file names inside them, in
 * canonical form and each once. Null when that cannot be told.
 */
export const listTerms = (object: StixObject): string[] | null => {
  const constants = constantsOf(object)
  if (constants === null) return null
  const values = [object.id, ...constants]
  collectValues(object, '', values)
  if (object.type === 'autonomous-system') values.push(`AS${object.number}`)
  const terms = values
    .map(canonicalValue)
    .flatMap((value) => [value, ...(value.match(dottedForm) ?? [])])
  return [...new Set(terms)].filter(isTellingTerm)
}

// Short names would be found inside of other words.
const wholeWordMax = 4
const isWordSign = (text: string, at: number): boolean => /^[a-z0-9]$/.test(text[at] ?? '')

const occurs = (text: string, term: string): boolean => {
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
    if (term.length > wholeWordMax) return true
    const before = isWordSign(text, at - 1) && isWordSign(term, 0)
    const after = isWordSign(text, at + term.length) && isWordSign(term, term.length - 1)
    if (!before && !after) return true
  }
  return false
}

// What one look costs whatever it reads.
const perLook = 100

/** How much may still be compared, in characters of text times terms; all texts are held then. */
export type Budget = { left: number }

/** The texts that name one of the terms; without terms to look for, every account. */
export const findTelling = (
  texts: readonly Text[],
  terms: readonly string[] | null,
  budget: Budget,
): Text[] => {
  if (terms === null) return texts.filter(({ tells }) => tells)
  const length = texts.reduce((sum, { text }) => sum + text.length, perLook)
  budget.left -= length * terms.length
  if (budget.left < 0) return [...texts]
  return texts.filter(({ text }) => terms.some((term) => occurs(text, term)))
}
