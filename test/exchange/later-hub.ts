// What tests of an object's later life have in common: a hub whose rules change and whose clock
// goes on, what is shared there, and what each viewer is shown.
import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { redrawAsked } from '../../src/exchange/redraw.ts'
import { openAppliedHub } from '../fixture/applied-hub.ts'
import { home, rootOf, shared, tokenOf } from './preview-hub.ts'

export const marked = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

export const newId = (type: string): string => `${type}--${randomUUID()}`

export type Sent = Record<string, unknown>

const common = (id: string, time: string, more: Sent): Sent => ({
  type: id.slice(0, id.indexOf('--')),
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: `2026-01-02T${time}:00.000Z`,
  object_marking_refs: [marked.clear],
  ...more,
})

/** What is marked otherwise than TLP:CLEAR. */
export const markedAs = (tlp: keyof typeof marked): Sent => ({ object_marking_refs: [marked[tlp]] })

/** A malware of this name, as of a time of one day. */
export const malware = (id: string, time: string, name: string, more: Sent = {}): Sent =>
  common(id, time, { name, is_family: false, ...more })

export const indicator = (id: string, time: string, host: string, more: Sent = {}): Sent =>
  common(id, time, {
    pattern: `[domain-name:value = '${host}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...more,
  })

export const relate = (id: string, source_ref: unknown, target_ref: unknown): Sent =>
  common(id, '10:00', { relationship_type: 'related-to', source_ref, target_ref })

export const grouping = (id: string, object_refs: unknown[], more: Sent = {}): Sent =>
  common(id, '10:00', { object_refs, context: 'suspicious-activity', ...more })

/** A moment that `pass` goes past. */
export const soon = (): string => new Date(Date.now() + 600_000).toISOString()

export type Shown = Record<string, string>

/** A hub with these rules; what is shared without a wish is shared with `usual`. */
export const openLater = async (t: Test, text: string, usual: Sent = {}) => {
  const hub = await openAppliedHub(t, text)
  const asks = { accept: 'application/taxii+json;version=2.1' }
  return {
    hub,
    async share(by: string, objects: Sent[], options: Sent = usual): Promise<string> {
      const posted = { collection: home, objects, x_sekisho_sharing: options }
      const { status, json } = await hub.ask('POST', '/api/submissions', tokenOf(by), posted)
      if (status >= 300 || json.failure_count > 0) throw new Error(JSON.stringify(json))
      return json.id
    },
    async undo(by: string, submission: string): Promise<number> {
      const url = `/api/submissions/${submission}/undo`
      return (await hub.ask('POST', url, tokenOf(by), {})).status
    },
    /** The rules change, and everything is drawn anew. */
    async change(next: string): Promise<void> {
      await hub.apply(next)
      await redrawAsked(hub.ctx)
    },
    /** What waits or ends soon is due. */
    async pass(): Promise<void> {
      await hub.query(`create or replace function hub_clock() returns bigint language sql volatile
        as 'select (extract(epoch from clock_timestamp()) * 1000000)::bigint + 700000000'`)
    },
    /** The answer's status. */
    async withdraw(by: string, id: string, more = ''): Promise<number> {
      const { statusCode } = await hub.app.inject({
        method: 'DELETE',
        url: `/taxii2/rail/collections/${home}/objects/${id}/${more}`,
        headers: { ...asks, authorization: `Bearer ${tokenOf(by)}` },
      })
      return statusCode
    },
    /** Every version a viewer, null for anybody, is shown of what is no identity and no marking. */
    async sees(
      by: string | null,
      collection = by === 'outsider' ? shared : home,
    ): Promise<Shown[]> {
      const path = `/taxii2/${rootOf[collection]}/collections/${collection}/objects/`
      const { json } = await hub.ask('GET', `${path}?match[version]=all`, by && tokenOf(by))
      const beside = ['identity', 'marking-definition']
      return (json.objects ?? []).filter(({ type }: Shown) => !beside.includes(String(type)))
    },
    async reads(by: string, id: string): Promise<{ status: number; objects: Shown[] }> {
      const path = `/taxii2/rail/collections/${home}/objects/${id}/?match[version]=all`
      const { status, json } = await hub.ask('GET', path, tokenOf(by))
      return { status, objects: json.objects ?? [] }
    },
  }
}

export type Later = Awaited<ReturnType<typeof openLater>>

export const namesOf = (shown: Shown[]): (string | undefined)[] => shown.map(({ name }) => name)
