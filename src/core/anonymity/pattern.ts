// A pattern as others may see it: intact, changed in a way that is told, or not at all (I1–I10).
// Knows no object: whose files a pattern is about, the caller says.

import type { Reason } from '../sharing/reason.ts'
import type { PatternAst } from '../stix/pattern/ast.ts'
import { parsePattern } from '../stix/pattern/parse.ts'
import { printPattern } from '../stix/pattern/print.ts'
import { visitComparisons } from '../stix/pattern/walk.ts'
import { type Dictionary, emptyDictionary, findTerms } from './dictionary.ts'
import { findBlocks, namesNeighbours } from './pattern-address.ts'
import { type Findings, type Ground, judgeComparison, makeFindings } from './pattern-atom.ts'
import { holdsLookAlike } from './pattern-look-alike.ts'
import { truncateTimes } from './pattern-time.ts'
import { rewriteTree } from './pattern-tree.ts'
import type { DrawnProfile } from './scope.ts'

/** Whom the pattern must not betray, and to whom it goes. */
export type PatternScope = {
  /** The owner's; null where nothing of it need be hidden. */
  dictionary: Dictionary | null
  /** Other members': what equals an asset of theirs is theirs to know first (I7). */
  bystanders: readonly { organisation_id: string; dictionary: Dictionary }[]
  profile: DrawnProfile
  /** The victim may be known: its values stay in P1, look-alikes of its names everywhere. */
  victim_consent: boolean
  /** The files compared are the victim's own, such as stolen documents (I10). */
  stolen_files?: boolean
}

/**
 * What becomes of a pattern. Of a changed one, `relation` says what it matches compared with the
 * one given: more (`generalises`), less (`narrows`), or some of each (`both`). `only`: the
 * organisations that may see the pattern as it was given.
 */
export type AnonymisedPattern =
  | { fate: 'same' }
  | { fate: 'changed'; pattern: string; relation: 'generalises' | 'narrows' | 'both' }
  | { fate: 'withheld'; reason: Reason; only?: string[] }

const same = { fate: 'same' } as const

const withhold = (reason: Reason, only?: string[]): AnonymisedPattern =>
  only === undefined ? { fate: 'withheld', reason } : { fate: 'withheld', reason, only }

const groundOf = (scope: PatternScope): Ground => {
  const { profile, victim_consent, bystanders } = scope
  const dictionary = scope.dictionary ?? emptyDictionary
  const isMembers = profile === 'P1'
  return {
    dictionary,
    bystanders,
    hidesVictim: !(isMembers && victim_consent),
    hidesLookAlikes: !(isMembers || victim_consent),
    hidesFiles: scope.stolen_files === true,
  }
}

/** Why the whole stays at home; null when nothing found says so. */
const refuse = ({ internal, owners, lookAlike, changes }: Findings): AnonymisedPattern | null => {
  if (internal) return withhold('victim-content')
  if (owners.size > 0) {
    // One owner may see all of it only when all the rest of it may be seen.
    const isTheirs = owners.size === 1 && changes.size === 0 && !lookAlike
    return withhold('member-asset', isTheirs ? [...owners] : [])
  }
  return lookAlike ? withhold('look-alike') : null
}

const assets = new Set(['domain', 'address', 'host'])

/** I5: a rule of another language is never rewritten. */
const judgeRule = (text: string, ground: Ground): AnonymisedPattern => {
  const findings = makeFindings()
  if (ground.hidesVictim && findTerms(text, ground.dictionary).length > 0) {
    return withhold('victim-content')
  }
  findings.internal = findBlocks(text).some(namesNeighbours)
  findings.lookAlike = ground.hidesLookAlikes && holdsLookAlike(text, ground.dictionary)
  for (const { organisation_id, dictionary } of ground.bystanders) {
    const hits = findTerms(text, dictionary)
    if (hits.some(({ kind }) => assets.has(kind))) findings.owners.add(organisation_id)
  }
  return refuse(findings) ?? same
}

const grains = { P1: null, P2: 'hour', P3: 'day' } as const

const printed = (
  ast: PatternAst,
  wide: boolean,
  narrow: boolean,
  ground: Ground,
  version: '2.0' | '2.1',
): AnonymisedPattern => {
  const pattern = printPattern(ast)
  const leaks = ground.hidesVictim && findTerms(pattern, ground.dictionary).length > 0
  // What was opened may nest one level deeper than a pattern may.
  if (leaks || !parsePattern(pattern, version).ok) return withhold('pattern-revealing')
  return {
    fate: 'changed',
    pattern,
    relation: wide ? (narrow ? 'both' : 'generalises') : 'narrows',
  }
}

/**
 * Judges a pattern for one profile. STIX patterns (`pattern_type` `stix`) lose the victim's
 * conditions where what is left still tells an attacker, and their times become as coarse as the
 * profile; any other language stays whole or stays at home. `pattern_version` is the indicator's,
 * 2.1 where it has none. A STIX pattern that cannot be read is withheld.
 */
export const anonymisePattern = (
  pattern: string,
  pattern_type: string,
  pattern_version: string | undefined,
  scope: PatternScope,
): AnonymisedPattern => {
  const ground = groundOf(scope)
  if (pattern_type !== 'stix') return judgeRule(pattern, ground)
  const version = pattern_version === '2.0' ? '2.0' : '2.1'
  const parsed = parsePattern(pattern, version)
  if (!parsed.ok) return withhold('pattern-revealing')
  const findings = makeFindings()
  visitComparisons(parsed.pattern, (comparison) => judgeComparison(comparison, ground, findings))
  const refused = refuse(findings)
  if (refused !== null) return refused
  const { changes } = findings
  const rewritten =
    changes.size === 0
      ? { pattern: parsed.pattern, wide: false, narrow: false }
      : rewriteTree(parsed.pattern, changes)
  if (rewritten === null) return withhold('pattern-nothing-left')
  const grain = grains[scope.profile]
  const coarse = grain === null ? rewritten.pattern : truncateTimes(rewritten.pattern, grain)
  if (coarse === parsed.pattern) return same
  const isWider = rewritten.wide || coarse !== rewritten.pattern
  return printed(coarse, isWider, rewritten.narrow, ground, version)
}
