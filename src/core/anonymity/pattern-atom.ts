// Judges each comparison of a pattern: the attacker's, which stays as it is; the victim's, which
// goes or is opened; or one for whose sake the whole pattern stays at home. Knows no tree.

import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObjectPath,
  StringLiteral,
} from '../stix/pattern/ast.ts'
import { printObjectPath } from '../stix/pattern/print.ts'
import type { AddressRange } from './address-range.ts'
import { type Dictionary, findTerms } from './dictionary.ts'
import { findBlocks, isInternal, isLoopback, parseBlock } from './pattern-address.ts'
import {
  cutHoles,
  findMails,
  findPersonalHoles,
  type Hole,
  holesFor,
  mergeHoles,
  openComparison,
} from './pattern-hole.ts'
import { holdsLookAlike } from './pattern-look-alike.ts'
import { hasKey, isDigestLike, isTelling, isTellingValue } from './pattern-specificity.ts'
import type { Change } from './pattern-tree.ts'
import { readValue, type Value } from './pattern-value.ts'

/** What must not be told, and to whom something belongs. */
export type Ground = {
  dictionary: Dictionary
  bystanders: readonly { organisation_id: string; dictionary: Dictionary }[]
  /** The victim's own values go. People and machines of no known owner always do. */
  hidesVictim: boolean
  /** A name of the attacker's that tells whom it was aimed at keeps the pattern at home (I6). */
  hidesLookAlikes: boolean
  /** The files are the victim's own documents, and so are their hashes (I10). */
  hidesFiles: boolean
}

/** What was found besides changes. `owners`: organisations whose asset is compared (I7). */
export type Findings = {
  changes: Map<Comparison, Change>
  internal: boolean
  lookAlike: boolean
  owners: Set<string>
}

/** Nothing found. */
export const makeFindings = (): Findings => ({
  changes: new Map(),
  internal: false,
  lookAlike: false,
  owners: new Set(),
})

/** Of one constant: null stays, 'victim' goes, holes are opened. */
type Verdict = null | 'victim' | Hole[]

const judgeBlock = (block: AddressRange, ground: Ground, findings: Findings): Verdict => {
  if (isInternal(block)) findings.internal = true
  const isMet = ({ ranges }: Dictionary): boolean =>
    ranges.some(({ bits, low, high }) => {
      return bits === block.bits && low <= block.high && high >= block.low
    })
  if (ground.hidesVictim && isMet(ground.dictionary)) return 'victim'
  for (const { organisation_id, dictionary } of ground.bystanders) {
    if (isMet(dictionary)) findings.owners.add(organisation_id)
  }
  return null
}

/** A host and everything above it: `a.b.c`, `b.c`, `c`. */
const suffixesOf = (host: string): string[] => {
  const labels = host.split('.')
  return labels.map((_, place) => labels.slice(place).join('.'))
}

const judgeHost = (host: string, ground: Ground, findings: Findings): Verdict => {
  const suffixes = suffixesOf(host)
  const isMet = ({ hosts }: Dictionary): boolean => suffixes.some((suffix) => hosts.has(suffix))
  if (ground.hidesVictim && isMet(ground.dictionary)) return 'victim'
  for (const { organisation_id, dictionary } of ground.bystanders) {
    if (isMet(dictionary)) findings.owners.add(organisation_id)
  }
  return null
}

const judgeValue = (value: Value, ground: Ground, findings: Findings): Verdict => {
  if (value.is === 'text') return null
  const block = 'block' in value ? value.block : null
  if (block !== null) return judgeBlock(block, ground, findings)
  return 'host' in value && value.host !== '' ? judgeHost(value.host, ground, findings) : null
}

const links = /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]+/gi
const urlPath: ObjectPath = { type: 'url', steps: [], span: { start: 0, end: 0 } }

/** What a text names on its way: the machine's own address says nothing, a neighbour's does. */
const judgeInner = (text: string, ground: Ground, findings: Findings): void => {
  for (const block of findBlocks(text)) {
    if (!isLoopback(block)) judgeBlock(block, ground, findings)
  }
  for (const [written] of text.matchAll(links)) {
    judgeValue(readValue(urlPath, written), ground, findings)
  }
}

const isBlank = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text)

const judgeWords = (value: Value, text: string, ground: Ground, findings: Findings): Verdict => {
  const { dictionary, hidesVictim, hidesLookAlikes } = ground
  if (value.is === 'text') judgeInner(text, ground, findings)
  const named = hidesVictim ? findTerms(text, dictionary) : []
  const tokens = value.is === 'url' ? [...named, ...findMails(value, text)] : named
  const opened = holesFor(value, text, tokens)
  if (opened === null) return 'victim'
  const personal = value.is === 'text' ? findPersonalHoles(text) : []
  const holes = mergeHoles([...opened, ...personal])
  const rest = holes.length === 0 ? text : cutHoles(text, holes, String, () => ' ')
  if (isBlank(rest) && holes.length > 0) return 'victim'
  if (hidesLookAlikes && !isDigestLike(rest) && holdsLookAlike(rest, dictionary))
    findings.lookAlike = true
  return holes.length === 0 ? null : holes
}

const judgeText = (path: ObjectPath, text: string, ground: Ground, findings: Findings): Verdict => {
  const value = readValue(path, text)
  const verdict = judgeValue(value, ground, findings)
  if (verdict !== null || value.is === 'block') return verdict
  return judgeWords(value, text, ground, findings)
}

const partialAddress = /^((?:\d{1,3}\.){1,3})%$/

/** A LIKE pattern names what stands between its wildcards, and the network it leaves open. */
const judgeLike = (path: ObjectPath, text: string, ground: Ground, findings: Findings): Verdict => {
  const network = partialAddress.exec(text)?.[1]
  if (network !== undefined) {
    const octets = network.split('.').length - 1
    const block = parseBlock(`${network}${'0.'.repeat(3 - octets)}0/${octets * 8}`)
    return block === null ? null : judgeBlock(block, ground, findings)
  }
  for (const piece of text.split(/[%_]+/)) {
    const bare = piece.replace(/^\.+/, '')
    if (judgeValue(readValue(path, bare), ground, findings) !== null) return 'victim'
  }
  return judgeWords(readValue(path, text), text, ground, findings)
}

/** An expression is not rewritten: nobody can tell what a changed one would match. */
const judgeExpression = (text: string, ground: Ground, findings: Findings): Verdict => {
  const plain = text.replace(/\\(\W)/g, '$1')
  const isTold = ground.hidesVictim && findTerms(text, ground.dictionary).length > 0
  const verdict = judgeWords({ is: 'text' }, plain, ground, findings)
  return isTold || verdict !== null ? 'victim' : null
}

const judgeString = (
  { path, operator }: Comparison,
  text: string,
  ground: Ground,
  findings: Findings,
): Verdict => {
  if (operator === 'MATCHES') return judgeExpression(text, ground, findings)
  if (operator === 'LIKE') return judgeLike(path, text, ground, findings)
  const verdict = judgeText(path, text, ground, findings)
  const isEquality = operator === '=' || operator === '!=' || operator === 'IN'
  return verdict === null || isEquality ? verdict : 'victim'
}

const shortestNumber = 6

/** The text that a constant of another kind may carry; '' when it is too short for any. */
const textOf = (literal: Exclude<Literal, StringLiteral>): string => {
  if (literal.kind === 'hex' || literal.kind === 'binary') {
    const octets = Buffer.from(literal.value, literal.kind === 'hex' ? 'hex' : 'base64')
    return octets.toString('utf8').replaceAll('\0', '')
  }
  const isNumber = literal.kind === 'integer' || literal.kind === 'float'
  return isNumber && literal.text.length >= shortestNumber ? literal.text : ''
}

const judgeLiteral = (
  comparison: Comparison,
  literal: Literal,
  ground: Ground,
  findings: Findings,
): Verdict => {
  if (literal.kind === 'string') return judgeString(comparison, literal.value, ground, findings)
  const text = ground.hidesVictim ? textOf(literal) : ''
  return text !== '' && findTerms(text, ground.dictionary).length > 0 ? 'victim' : null
}

const recipientRefs = ['to_refs', 'cc_refs', 'bcc_refs']
const recipientHeader =
  /^(?:(?:(?:resent|apparently|delivered|x-(?:original|forwarded|rcpt))-)?to|(?:x-)?envelope-to)$/i
const copyHeader = /^(?:resent-|x-)?b?cc$|^x-forwarded-for$/i

const isRecipientHeader = (name: string): boolean =>
  recipientHeader.test(name) || copyHeader.test(name)

/** Whether the path leads to whom a mail was sent: the victim's side, whoever it is (T20). */
const leadsToRecipient = (path: ObjectPath): boolean =>
  path.type === 'email-message' &&
  (recipientRefs.some((name) => hasKey(path, name)) ||
    path.steps.some((step) => step.kind === 'key' && isRecipientHeader(step.name)))

/** Names of properties that STIX has not may be the victim's own. */
const isNamedByVictim = (path: ObjectPath, { hidesVictim, dictionary }: Ground): boolean =>
  hidesVictim &&
  !hasKey(path, 'hashes') &&
  (path.type.startsWith('x-') || path.steps.some((step) => step.kind === 'key' && step.quoted)) &&
  findTerms(printObjectPath(path), dictionary).length > 0

/** The comparison with a constant opened, and whether what is left of it tells an attacker. */
const openOne = (comparison: Comparison, literal: StringLiteral, holes: readonly Hole[]) => {
  const one = openComparison(comparison, literal, holes)
  const left = cutHoles(literal.value, holes, String, () => '')
  const tells = one.operator === 'LIKE' ? isTelling(one) : isTellingValue(comparison.path, left)
  return { one, telling: tells && !one.negated }
}

const joinByOr = (operands: Comparison[]): ComparisonExpression => {
  const [first] = operands
  const { span } = first!
  return operands.length === 1
    ? first!
    : { kind: 'joined-comparisons', operator: 'OR', operands, span }
}

/** The change of a comparison that some constants of may not stay. */
const changeOf = (comparison: Comparison, verdicts: readonly Verdict[]): Change => {
  const { operator, negated, literals } = comparison
  const kept = literals.filter((_, place) => verdicts[place] === null)
  const rest: Comparison[] = kept.length === 0 ? [] : [{ ...comparison, literals: kept }]
  // NOT IN says that each of several is not there: an opened one would be an AND, and goes instead.
  const isOutside = operator === 'IN' && negated
  const opened = literals.flatMap((literal, place) => {
    const verdict = verdicts[place]
    if (verdict === null || verdict === 'victim' || verdict === undefined || isOutside) return []
    return [openOne(comparison, literal as StringLiteral, verdict)]
  })
  const operands = [...rest, ...opened.map(({ one }) => one)]
  if (operands.length === 0) return { is: 'cut' }
  const telling = rest.every(isTelling) && opened.every((one) => one.telling)
  const fewer = kept.length + opened.length < literals.length
  const isTurned = negated !== (operator === '!=')
  const [wide, narrow] = isTurned ? [fewer, opened.length > 0] : [opened.length > 0, fewer]
  return { is: 'put', by: joinByOr(operands), telling, wide, narrow }
}

/** Judges one comparison and adds what it finds. */
export const judgeComparison = (
  comparison: Comparison,
  ground: Ground,
  findings: Findings,
): void => {
  const { path, literals } = comparison
  if (leadsToRecipient(path) || isNamedByVictim(path, ground)) {
    findings.changes.set(comparison, { is: 'cut' })
    return
  }
  if (hasKey(path, 'hashes')) {
    const isFile = path.type === 'file' || path.type === 'artifact'
    if (isFile && ground.hidesFiles) findings.changes.set(comparison, { is: 'cut' })
    return
  }
  const verdicts = literals.map((literal) => judgeLiteral(comparison, literal, ground, findings))
  if (verdicts.every((verdict) => verdict === null)) return
  findings.changes.set(comparison, changeOf(comparison, verdicts))
}
