// Sends bundles to a collection in envelopes the hub takes, and keeps account of what must be
// there.
import { canonicalJson, sameContent } from '../../src/core/json/canonical.ts'
import type { StixObject } from '../../src/core/stix/object.ts'
import { orderOf } from '../../src/core/stix/timestamp.ts'
import { specVersionOf } from '../../src/core/stix/version.ts'
import type { Bundle } from './bundles.ts'
import type { Client } from './client.ts'
import { readVerdicts, type Verdict } from './verdict.ts'

/** An object version the hub said it took. */
export type Kept = {
  id: string
  version: string
  order: string
  specVersion: '2.0' | '2.1'
  object: StixObject
  canonical: string
}

/** What one collection must hold, by id and version. */
export type Account = Map<string, Kept>

export type Pushed = { bundle: Bundle; envelopes: number; verdicts: Verdict[]; faults: string[] }

const opening = '{"objects":['
const closing = ']}'

type Chunk = { objects: StixObject[]; texts: string[]; bytes: number }

/**
 * Cuts objects into envelopes of at most `lengthMax` octets. An object longer than that is alone.
 */
export const cutEnvelopes = (
  objects: StixObject[],
  lengthMax: number,
): { objects: StixObject[]; envelope: string }[] => {
  const chunks: Chunk[] = []
  for (const object of objects) {
    const text = JSON.stringify(object)
    const bytes = Buffer.byteLength(text) + 1
    const chunk = chunks.at(-1)
    if (chunk === undefined || chunk.bytes + bytes > lengthMax) {
      const frame = opening.length + closing.length
      chunks.push({ objects: [object], texts: [text], bytes: frame + bytes })
    } else {
      chunk.objects.push(object)
      chunk.texts.push(text)
      chunk.bytes += bytes
    }
  }
  return chunks.map((chunk) => ({
    objects: chunk.objects,
    envelope: `${opening}${chunk.texts.join(',')}${closing}`,
  }))
}

const keep = (account: Account, { object, version }: Verdict): string | null => {
  const key = `${object.id} ${version} ${specVersionOf(object)}`
  if (account.has(key)) return `${key} was accepted twice`
  account.set(key, {
    id: object.id,
    version,
    order: orderOf(version),
    specVersion: specVersionOf(object),
    object,
    canonical: canonicalJson(object),
  })
  return null
}

/** A duplicate must say what is kept. A TLP marking is what its id says, whatever its name. */
const checkDuplicate = (account: Account, { object, version }: Verdict): string | null => {
  const kept = account.get(`${object.id} ${version} ${specVersionOf(object)}`)
  if (kept === undefined) return `${object.id} is called present and was never accepted`
  if (object.definition_type === 'tlp' || sameContent(kept.object, object)) return null
  return `${object.id} is called present and differs from what was accepted`
}

const note = (account: Account, verdict: Verdict): string | null => {
  if (verdict.outcome === 'accepted') return keep(account, verdict)
  return verdict.outcome === 'duplicate' ? checkDuplicate(account, verdict) : null
}

/** Pushes one bundle and enters what was accepted into the collection's account. */
export const pushBundle = async (
  client: Client,
  collectionId: string,
  account: Account,
  bundle: Bundle,
  lengthMax: number,
): Promise<Pushed> => {
  const pushed: Pushed = { bundle, envelopes: 0, verdicts: [], faults: [] }
  for (const { objects, envelope } of cutEnvelopes(bundle.objects, lengthMax)) {
    const verdicts = readVerdicts(objects, await client.push(collectionId, envelope))
    pushed.envelopes += 1
    pushed.verdicts.push(...verdicts)
    for (const verdict of verdicts) {
      const fault = note(account, verdict)
      if (fault !== null) pushed.faults.push(fault)
    }
  }
  return pushed
}
