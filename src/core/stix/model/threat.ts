// Who attacks, how, with what and against what: the SDOs of STIX 2.1 §4 about threats.
// Knows no rules between properties.

import { z } from 'zod'
import { versionedObject } from './object.ts'
import { list, refTo, text, timestamp } from './primitive.ts'
import { observableRef } from './reference.ts'
import { killChainPhase } from './structure.ts'

const texts = list(text).optional()
const phases = list(killChainPhase).optional()
const softwareRef = refTo('software')
const seen = { first_seen: timestamp.optional(), last_seen: timestamp.optional() }
const named = { name: text, description: text.optional() }

/** STIX 2.1 §4.1. */
export const attackPattern = versionedObject('attack-pattern', {
  ...named,
  aliases: texts,
  kill_chain_phases: phases,
})

/** STIX 2.1 §4.2. */
export const campaign = versionedObject('campaign', {
  ...named,
  aliases: texts,
  ...seen,
  objective: text.optional(),
})

/** STIX 2.1 §4.8. */
export const infrastructure = versionedObject('infrastructure', {
  ...named,
  infrastructure_types: texts,
  aliases: texts,
  kill_chain_phases: phases,
  ...seen,
})

/** STIX 2.1 §4.9. */
export const intrusionSet = versionedObject('intrusion-set', {
  ...named,
  aliases: texts,
  ...seen,
  goals: texts,
  resource_level: text.optional(),
  primary_motivation: text.optional(),
  secondary_motivations: texts,
})

/** STIX 2.1 §4.11. That a family has a name is a rule. */
export const malware = versionedObject('malware', {
  name: text.optional(),
  description: text.optional(),
  malware_types: texts,
  is_family: z.boolean(),
  aliases: texts,
  kill_chain_phases: phases,
  ...seen,
  operating_system_refs: list(softwareRef).optional(),
  architecture_execution_envs: texts,
  implementation_languages: texts,
  capabilities: texts,
  sample_refs: list(refTo('artifact', 'file')).optional(),
})

/** STIX 2.1 §4.12. That a result or what was seen stands there is a rule. */
export const malwareAnalysis = versionedObject('malware-analysis', {
  product: text,
  version: text.optional(),
  host_vm_ref: softwareRef.optional(),
  operating_system_ref: softwareRef.optional(),
  installed_software_refs: list(softwareRef).optional(),
  configuration_version: text.optional(),
  modules: texts,
  analysis_engine_version: text.optional(),
  analysis_definition_version: text.optional(),
  submitted: timestamp.optional(),
  analysis_started: timestamp.optional(),
  analysis_ended: timestamp.optional(),
  result_name: text.optional(),
  result: text.optional(),
  analysis_sco_refs: list(observableRef).optional(),
  sample_ref: observableRef.optional(),
})

/** STIX 2.1 §4.17. */
export const threatActor = versionedObject('threat-actor', {
  ...named,
  threat_actor_types: texts,
  aliases: texts,
  ...seen,
  roles: texts,
  goals: texts,
  sophistication: text.optional(),
  resource_level: text.optional(),
  primary_motivation: text.optional(),
  secondary_motivations: texts,
  personal_motivations: texts,
})

/** STIX 2.1 §4.18. */
export const tool = versionedObject('tool', {
  ...named,
  tool_types: texts,
  aliases: texts,
  kill_chain_phases: phases,
  tool_version: text.optional(),
})

/** STIX 2.1 §4.19. */
export const vulnerability = versionedObject('vulnerability', named)

export type AttackPattern = z.infer<typeof attackPattern>
export type Campaign = z.infer<typeof campaign>
export type Infrastructure = z.infer<typeof infrastructure>
export type IntrusionSet = z.infer<typeof intrusionSet>
export type Malware = z.infer<typeof malware>
export type MalwareAnalysis = z.infer<typeof malwareAnalysis>
export type ThreatActor = z.infer<typeof threatActor>
export type Tool = z.infer<typeof tool>
export type Vulnerability = z.infer<typeof vulnerability>
