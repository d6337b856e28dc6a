// Whose an observed value is: the owner's, another member's, or nobody's here. Knows no property.

import {
  type Dictionary,
  findTerms,
  matchAddress,
  matchDomain,
  matchMail,
  revealsTerm,
} from './dictionary.ts'
import { type Pass, tellsVictim, withhold } from './pass.ts'
import { isInternal, parseBlock } from './pattern-address.ts'

const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]*)/i

const belongsToHost = (host: string, dictionary: Dictionary): boolean =>
  matchDomain(host, dictionary) || matchAddress(host.replace(/^\[|\]$/g, ''), dictionary)

const tests: Record<string, (value: string, dictionary: Dictionary) => boolean> = {
  'ipv4-addr': matchAddress,
  'ipv6-addr': matchAddress,
  'domain-name': matchDomain,
  'email-addr': matchMail,
  url: (value, dictionary) => belongsToHost(authority.exec(value)?.[1] ?? '', dictionary),
}

const mentions = (value: string, dictionary: Dictionary): boolean =>
  findTerms(value, dictionary).length > 0

/** Whether a value that an object of the type observes belongs to whom the dictionary is of. */
export const belongsTo = (type: string, value: string, dictionary: Dictionary): boolean =>
  (tests[type] ?? mentions)(value, dictionary)

const addressTypes = new Set(['ipv4-addr', 'ipv6-addr'])

/** Whether a value is an address inside some network: whose, only those in it know. */
const isInside = (type: string, value: string): boolean => {
  const block = addressTypes.has(type) ? parseBlock(value) : null
  return block !== null && isInternal(block)
}

/** Whether an attacker's value tells whom it was aimed at, where that may not be told (I6). */
const tellsAim = (value: string, { scope, dictionary }: Pass): boolean =>
  scope.profile !== 'P1' && !scope.victim_consent && revealsTerm(value, dictionary)

/**
 * Withholds the object when its value is the owner's, whose consent is not given, or another
 * member's, who alone may see it then (I7). True when it did.
 */
export const claimValue = (value: string, pass: Pass): boolean => {
  const { type } = pass.object
  const own = !tellsVictim(pass.scope) && belongsTo(type, value, pass.dictionary)
  const owners = pass.scope.bystanders.filter(({ dictionary }) =>
    belongsTo(type, value, dictionary),
  )
  if (own) {
    withhold(pass, type === 'email-addr' ? 'personal-content' : 'victim-content')
  } else if (owners.length > 0) {
    const ids = owners.map(({ organisation_id }) => organisation_id)
    withhold(pass, 'member-asset', ids)
  } else if (isInside(type, value)) {
    withhold(pass, 'victim-content')
  } else if (tellsAim(value, pass)) {
    withhold(pass, 'look-alike')
  } else {
    return false
  }
  return true
}
