// Objects into envelopes that a server takes: neither too many in one nor too long. Knows no
// server.

export type EnvelopeLimits = { objectsMax: number; octetsMax: number }
export type Envelopes = { envelopes: { text: string; count: number }[]; tooLong: string[] }

const opening = '{"objects":['
const closing = ']}'

/**
 * Envelopes as JSON text, objects in their order. An object that alone is longer than an envelope
 * may be is left out and named in `tooLong` by its id.
 */
export const cutEnvelopes = (
  objects: readonly Record<string, unknown>[],
  { objectsMax, octetsMax }: EnvelopeLimits,
): Envelopes => {
  const cut: Envelopes = { envelopes: [], tooLong: [] }
  const room = octetsMax - opening.length - closing.length
  let texts: string[] = []
  let length = 0
  const close = () => {
    if (texts.length === 0) return
    cut.envelopes.push({ text: opening + texts.join(',') + closing, count: texts.length })
    texts = []
    length = 0
  }
  for (const object of objects) {
    const text = JSON.stringify(object)
    const octets = Buffer.byteLength(text)
    if (octets > room) {
      cut.tooLong.push(String(object.id ?? 'an object without id'))
      continue
    }
    if (texts.length >= objectsMax || length + octets + 1 > room) close()
    texts.push(text)
    length += octets + 1
  }
  close()
  return cut
}
