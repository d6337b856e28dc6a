// Which model belongs to which type, and which structures the schemas share by name.
// Knows no schema language; scripts/schemas.ts prints these as JSON Schema.

import type { z } from 'zod'
import * as assessment from './assessment.ts'
import * as file from './file.ts'
import * as host from './host.ts'
import * as meta from './meta.ts'
import * as network from './network.ts'
import { customObject, customVersionedObject } from './object.ts'
import * as primitive from './primitive.ts'
import * as relationship from './relationship.ts'
import * as structure from './structure.ts'
import * as threat from './threat.ts'

/** The model of every type STIX 2.1 defines, §4 to §7. */
export const models: Record<string, z.ZodType> = {
  'attack-pattern': threat.attackPattern,
  campaign: threat.campaign,
  'course-of-action': assessment.courseOfAction,
  grouping: assessment.grouping,
  identity: assessment.identity,
  incident: assessment.incident,
  indicator: assessment.indicator,
  infrastructure: threat.infrastructure,
  'intrusion-set': threat.intrusionSet,
  location: assessment.location,
  malware: threat.malware,
  'malware-analysis': threat.malwareAnalysis,
  note: assessment.note,
  'observed-data': assessment.observedData,
  opinion: assessment.opinion,
  report: assessment.report,
  'threat-actor': threat.threatActor,
  tool: threat.tool,
  vulnerability: threat.vulnerability,
  relationship: relationship.relationship,
  sighting: relationship.sighting,
  artifact: file.artifact,
  'autonomous-system': network.autonomousSystem,
  directory: file.directory,
  'domain-name': network.domainName,
  'email-addr': network.emailAddr,
  'email-message': file.emailMessage,
  file: file.file,
  'ipv4-addr': network.ipv4Addr,
  'ipv6-addr': network.ipv6Addr,
  'mac-addr': network.macAddr,
  mutex: host.mutex,
  'network-traffic': network.networkTraffic,
  process: host.process,
  software: host.software,
  url: network.url,
  'user-account': host.userAccount,
  'windows-registry-key': host.windowsRegistryKey,
  'x509-certificate': host.x509Certificate,
  'extension-definition': meta.extensionDefinition,
  'language-content': meta.languageContent,
  'marking-definition': meta.markingDefinition,
}

/** What the models share, under the names of STIX 2.1 §2 and §6; printed once, in common.json. */
export const structures: Record<string, z.ZodType> = {
  identifier: primitive.identifier,
  timestamp: primitive.timestamp,
  'version-timestamp': primitive.versionTimestamp,
  'language-tag': primitive.languageTag,
  hex: primitive.hex,
  binary: primitive.binary,
  'identity-ref': structure.identityRef,
  'marking-ref': structure.markingRef,
  hashes: structure.hashes,
  'external-reference': structure.externalReference,
  'kill-chain-phase': structure.killChainPhase,
  'granular-marking': structure.granularMarking,
  'unknown-extension': structure.unknownExtension,
  extensions: structure.extensions,
  'archive-ext': file.archiveExt,
  'alternate-data-stream-type': file.alternateDataStream,
  'ntfs-ext': file.ntfsExt,
  'pdf-ext': file.pdfExt,
  'raster-image-ext': file.rasterImageExt,
  'windows-pe-optional-header-type': file.windowsPeOptionalHeader,
  'windows-pe-section-type': file.windowsPeSection,
  'windows-pebinary-ext': file.windowsPebinaryExt,
  'email-mime-part-type': file.emailMimePart,
  'http-request-ext': network.httpRequestExt,
  'icmp-ext': network.icmpExt,
  'socket-ext': network.socketExt,
  'tcp-ext': network.tcpExt,
  'windows-process-ext': host.windowsProcessExt,
  'windows-service-ext': host.windowsServiceExt,
  'unix-account-ext': host.unixAccountExt,
  'windows-registry-value-type': host.windowsRegistryValue,
  'x509-v3-extensions-type': host.x509V3Extensions,
  'custom-object': customObject,
  'custom-versioned-object': customVersionedObject,
}
