// References that are open to every type but some (STIX 2.1 §3.3). Knows types by their kind only.

import {
  domainObjectTypes,
  metaObjectTypes,
  observableObjectTypes,
  relationshipObjectTypes,
} from '../vocabulary.ts'
import { refExcept } from './primitive.ts'

const neverTargets = [...metaObjectTypes, 'bundle']

/** An SDO or SCO, custom types among them. */
export const domainOrObservableRef = refExcept(
  [...relationshipObjectTypes, ...neverTargets],
  'a domain object or a cyber-observable object',
)

/** An SDO, custom types among them. */
export const domainRef = refExcept(
  [...relationshipObjectTypes, ...observableObjectTypes, ...neverTargets],
  'a domain object',
)

/** An SCO, custom types among them. */
export const observableRef = refExcept(
  [...domainObjectTypes, ...relationshipObjectTypes, ...neverTargets],
  'a cyber-observable object',
)

/** An SCO or SRO, custom types among them. */
export const observableOrRelationshipRef = refExcept(
  [...domainObjectTypes, ...neverTargets],
  'a cyber-observable object or a relationship object',
)
