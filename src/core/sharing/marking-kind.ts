// What a marking definition asks, by its kind: statement, IEP, AIS, PAP, ACS, CUI. What is of no
// kind known here is unknown, and so is TLP under an id that is not TLP's. Knows no marked object.
import { tlpOf } from '../stix/marking.ts'
import type { StixObject } from '../stix/object.ts'
import { isContent } from '../stix/rules/rule.ts'
import { isAis, readAis } from './ais.ts'
import { type Demand, joinDemands, noDemand, type Pap, unknownDemand } from './demand.ts'
import { iepExtensionId, readIep } from './iep.ts'
import { readPapWord, readStatement } from './tag.ts'
import type { Tlp } from './tlp.ts'

type Content = Record<string, unknown>
type Reading = { phrases: Readonly<Record<string, Tlp>>; now: bigint }
type Reader = (content: Content, reading: Reading) => Demand

/** The Access Control Specification of the Information Sharing Architecture, version 3. */
export const acsExtensionId = 'extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce'
/** Controlled Unclassified Information. */
export const cuiExtensionId = 'extension-definition--dff17fb3-edcb-4f99-ad1b-4b751c95738a'
/** The Permissible Actions Protocol. */
export const papExtensionId = 'extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b'

/** The marking definitions of PAP in the OASIS common objects, by their fixed ids. */
const papByDefinition = new Map<string, Pap>([
  ['marking-definition--ad15a0cd-55b6-4588-a14c-a66105329b92', 'clear'],
  ['marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730', 'clear'],
  ['marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9', 'green'],
  ['marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab', 'amber'],
  ['marking-definition--740d36e5-7714-4c30-961a-3ae632ceee0e', 'red'],
])

const classified =
  'this hub holds nothing classified: an access control marking must say classification `U`'

const foreign: Demand = { ...noDemand, foreign: true }

/** M9. An AIS consent may stand where ACS does. */
const readAcs: Reader = (content) => {
  const controls = content.control_set
  if (!isContent(controls)) {
    return isAis(content) ? readAis(content) : { ...foreign, refused: classified }
  }
  const { classification } = controls
  const isOpen = typeof classification === 'string' && classification.trim() === 'U'
  const demand = isOpen ? foreign : { ...foreign, refused: classified }
  return isAis(content) ? joinDemands(demand, readAis(content)) : demand
}

const readPap: Reader = (content) => {
  const level = readPapWord(content.pap ?? content.PAP)
  if (level !== null) return { ...noDemand, pap: level }
  const words = 'a marking names no level of PAP and is read as PAP:RED'
  return { ...noDemand, pap: 'red', warnings: [words] }
}

const readStatementMarking: Reader = ({ statement }, { phrases }) =>
  typeof statement === 'string' ? readStatement(statement, phrases) : unknownDemand

const byExtension = new Map<string, Reader>([
  [acsExtensionId, readAcs],
  [cuiExtensionId, () => foreign],
  [papExtensionId, readPap],
  [iepExtensionId, (content, { now }) => readIep(content, now)],
])

const byType = new Map<string, Reader>([
  ['statement', readStatementMarking],
  ['ais', readAis],
  ['aisconsent', readAis],
  ['acs', readAcs],
  ['isa', readAcs],
  ['cui', () => foreign],
  ['pap', readPap],
  ['iep', (content, { now }) => readIep(content, now)],
])

const readPart = (reader: Reader | undefined, content: unknown, reading: Reading): Demand =>
  reader === undefined || !isContent(content) ? unknownDemand : reader(content, reading)

/** A name is no demand of its own, but a level in it is not passed over. */
const readName = (name: unknown, { phrases }: Reading): Demand =>
  typeof name === 'string' ? readStatement(name, phrases) : noDemand

/** All that one definition asks: each of its extensions, its own definition, its name. */
const readContents = (definition: StixObject, reading: Reading): Demand => {
  const { definition_type, extensions } = definition
  const parts: Demand[] = []
  if (extensions !== undefined && !isContent(extensions)) parts.push(unknownDemand)
  for (const [id, content] of isContent(extensions) ? Object.entries(extensions) : []) {
    // NOTE: the published text of the PAP extension has a blank in its id.
    parts.push(readPart(byExtension.get(id.replace(/\s/g, '')), content, reading))
  }
  if (definition_type !== undefined || definition.definition !== undefined) {
    const type = String(definition_type).toLowerCase().replace(/[_-]/g, '')
    parts.push(readPart(byType.get(type), definition.definition, reading))
  }
  if (parts.length === 0) return unknownDemand
  return parts.reduce(joinDemands, readName(definition.name, reading))
}

/**
 * What the marking with this id asks. TLP's nine ids and PAP's five mean what they mean whatever
 * `find` answers; another id means what its definition says, and is unknown when `find` has none.
 */
export const readMarking = (
  id: string,
  find: (id: string) => StixObject | null,
  reading: Reading,
): Demand => {
  const tlp = tlpOf(id)
  if (tlp !== null) return { ...noDemand, tlp }
  const pap = papByDefinition.get(id)
  if (pap !== undefined) return { ...noDemand, pap }
  const definition = find(id)
  if (definition?.type !== 'marking-definition') return unknownDemand
  return readContents(definition, reading)
}
