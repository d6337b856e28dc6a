// What is submitted to a hub under load.
import { randomUUID } from 'node:crypto'

/** An envelope of new indicators, each of a kilobyte, that carry a mark of twelve hex digits. */
export const makeEnvelope = (count: number, mark: string): Buffer => {
  const now = new Date().toISOString()
  const objects = Array.from({ length: count }, (_, n) => ({
    ...{ type: 'indicator', spec_version: '2.1', id: `indicator--${randomUUID()}` },
    ...{ created: now, modified: now, valid_from: now, name: `Beacon load-${mark}-${n}` },
    ...{ pattern_type: 'stix', pattern: `[ipv4-addr:value = '198.51.100.${n % 256}']` },
    description: 'Seen beaconing from several hosts. '.repeat(18),
  }))
  return Buffer.from(JSON.stringify({ objects }))
}
