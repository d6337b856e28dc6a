// What a profile asks of an object as a whole, by its type, before its properties are gone through.
// Knows the rules of each type, not what is done to a property.

import { typeOfIdentifier } from '../stix/identifier.ts'
import { tlpDefinitionOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import { emptyDictionary } from './dictionary.ts'
import { isClean, isCleanThroughout } from './lint.ts'
import { type Pass, tellsVictim, withhold } from './pass.ts'
import { victimSide } from './surroundings.ts'
import { drawTranslations } from './translation.ts'

/** The object to go through; what it may not show it withholds. */
type TypeRule = (object: StixObject, pass: Pass) => StixObject

/** STIX identities of the owner stay where it is named; else the hub shows a pseudonym instead. */
const identity: TypeRule = (object, pass) => {
  const { scope, around } = pass
  const own = scope.identities.has(object.id)
  if (own || around.creators.has(object.id)) {
    if (!scope.attributed) withhold(pass, 'source-content')
    if (own) pass.dictionary = emptyDictionary
    return object
  }
  const names = [object.name, object.description].filter((text) => typeof text === 'string')
  const general = object.identity_class === 'class' && names.every((text) => isClean(text, pass))
  if (scope.profile === 'P1' && general) return object
  if (object.identity_class === 'individual') withhold(pass, 'personal-content')
  if (!tellsVictim(scope)) withhold(pass, 'victim-content')
  return object
}

const attackerLabels = new Set(['malicious-activity', 'compromised'])

/** Only an account that is marked as the attacker's is more than a person's. */
const userAccount: TypeRule = (object, pass) => {
  const { labels } = object
  const marked = Array.isArray(labels) && labels.some((label) => attackerLabels.has(label))
  if (!marked) withhold(pass, 'personal-content')
  return object
}

/** Who is talking to whom is told only where one end is the attacker's. */
const networkTraffic: TypeRule = (object, pass) => {
  if (victimSide(object, pass.around.victims) === 'both') withhold(pass, 'communication-content')
  return object
}

const publicTypes = new Set([
  ...['attack-pattern', 'indicator', 'malware', 'tool', 'vulnerability'],
  ...['autonomous-system', 'domain-name', 'email-addr', 'file', 'ipv4-addr', 'ipv6-addr'],
  ...['mutex', 'url', 'windows-registry-key', 'x509-certificate'],
])
const placing = new Set(['location', 'incident'])

/** An edge tells what its ends do: that somebody was hit, or who did it, is not told by it. */
const relationship: TypeRule = (object, pass) => {
  const ends = [object.source_ref, object.target_ref].map((ref) => typeOfIdentifier(String(ref)))
  const { profile } = pass.scope
  if (!tellsVictim(pass.scope)) {
    const targets = object.relationship_type === 'targets' && ends.some((end) => placing.has(end!))
    if (targets || ends.includes('identity')) withhold(pass, 'victim-content')
  }
  if (profile !== 'P1' && ends.includes('location')) withhold(pass, 'victim-content')
  if (profile === 'P3' && !ends.every((end) => publicTypes.has(end!))) {
    withhold(pass, 'type-not-shared')
  }
  return object
}

/** What stands in place of a statement that names its source. */
const genericStatement = 'Handling as agreed in this trust group'

const markingDefinition: TypeRule = (object, pass) => {
  if (pass.scope.attributed) pass.dictionary = emptyDictionary
  const { definition_type, definition, extensions, ...rest } = object
  const told = [definition_type, definition, extensions]
  if (told.every((part) => isCleanThroughout(part, pass))) return object
  return {
    ...(rest as StixObject),
    definition_type: 'statement',
    definition: { statement: genericStatement },
  }
}

const extensionDefinition: TypeRule = (object, pass) => {
  if (!pass.scope.allowed.extensions.has(object.id)) withhold(pass, 'type-not-shared')
  return object
}

const rules: Record<string, TypeRule> = {
  identity,
  'user-account': userAccount,
  'network-traffic': networkTraffic,
  relationship,
  'marking-definition': markingDefinition,
  'extension-definition': extensionDefinition,
  'language-content': drawTranslations,
}

const sideReasons: Record<string, 'personal-content' | 'source-content'> = {
  'email-addr': 'personal-content',
  software: 'source-content',
}

/** Applies the rule of the object's type, if there is one. */
export const applyTypeRule = (object: StixObject, pass: Pass): StixObject => {
  if (pass.around.sides.has(object.id)) {
    withhold(pass, sideReasons[object.type] ?? 'communication-content')
  }
  return Object.hasOwn(rules, object.type) ? rules[object.type]!(object, pass) : object
}

/** TLP's own definitions are constants that everybody is shown as they are. */
export const isConstant = (object: StixObject): boolean => tlpDefinitionOf(object.id) !== null
