// A wire between hubs and PostgreSQL that understands the protocol's messages: it can be cut or go
// silent at any one of them, in either direction, and can lie. Knows no SQL.
import { connect, createServer, type Socket } from 'node:net'
import type { Ground } from './row.ts'

/** One message (PostgreSQL 18 §54.7). `type` is its letter, `startup` for the first of all. */
export type Message = {
  from: 'hub' | 'server'
  type: string
  /** What follows the length. */
  payload: Buffer
  connection: number
}

/**
 * What becomes of a message: it passes; the connection is cut instead of it, or right after it; the
 * connection falls silent, open, from it on; or something else passes in its place.
 */
export type Fate = 'pass' | 'cut' | 'cut-after' | 'stall' | Buffer

export type Wire = {
  /** The same database, through the wire. */
  url: string
  /** Decides the fate of each message; null = all pass. */
  decide: ((message: Message) => Fate) | null
  /** While true, new connections are closed at once. */
  refuses: boolean
  /** Cuts every connection, the silent ones too. */
  cutAll(): void
}

/** A message as it goes over the wire; the first one has no letter. */
export const printMessage = (type: string, payload: Buffer): Buffer => {
  const letter = type === 'startup' ? Buffer.alloc(0) : Buffer.from(type)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(payload.length + 4)
  return Buffer.concat([letter, length, payload])
}

type Read = (chunk: Buffer) => { type: string; payload: Buffer }[]

/** Splits a stream of one direction into whole messages. */
export const createReader = (first: 'startup' | null): Read => {
  let rest: Buffer = Buffer.alloc(0)
  let begun = first === null
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const messages: { type: string; payload: Buffer }[] = []
    for (;;) {
      const letters = begun ? 1 : 0
      if (rest.length < letters + 4) break
      const end = letters + rest.readUInt32BE(letters)
      if (rest.length < end) break
      const type = begun ? String.fromCharCode(rest[0] as number) : 'startup'
      messages.push({ type, payload: rest.subarray(letters + 4, end) })
      rest = rest.subarray(end)
      begun = true
    }
    return messages
  }
}

type Ends = { near: Socket; far: Socket; stalled: boolean }

const carry = (wire: Wire, ends: Ends, from: Message['from'], connection: number): void => {
  const [source, target] = from === 'hub' ? [ends.near, ends.far] : [ends.far, ends.near]
  const read = createReader(from === 'hub' ? 'startup' : null)
  const cut = (): void => {
    ends.near.destroy()
    ends.far.destroy()
  }
  source.on('data', (chunk: Buffer) => {
    for (const { type, payload } of read(chunk)) {
      if (ends.stalled || target.destroyed) return
      const fate = wire.decide?.({ from, type, payload, connection }) ?? 'pass'
      if (fate === 'cut') return cut()
      if (fate === 'stall') {
        ends.stalled = true
        return
      }
      target.write(Buffer.isBuffer(fate) ? fate : printMessage(type, payload))
      if (fate === 'cut-after') return cut()
    }
  })
  source.on('error', cut)
  source.on('close', () => target.end())
}

/** Opens one before the server at `socket`; it ends with the ground. */
export const openWire = async (
  ground: Pick<Ground, 'teardown'>,
  { socket, url }: { socket: string; url: string },
): Promise<Wire> => {
  const open = new Set<Ends>()
  const cutAll = (): void => {
    for (const { near, far } of open) {
      near.destroy()
      far.destroy()
    }
  }
  const wire: Wire = { url: '', decide: null, refuses: false, cutAll }
  let count = 0
  const server = createServer((near) => {
    if (wire.refuses) {
      near.destroy()
      return
    }
    const ends: Ends = { near, far: connect({ path: socket }), stalled: false }
    open.add(ends)
    // Messages are small and each is waited for.
    near.setNoDelay(true)
    near.on('close', () => open.delete(ends))
    const connection = ++count
    carry(wire, ends, 'hub', connection)
    carry(wire, ends, 'server', connection)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ground.teardown(() => {
    cutAll()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const through = new URL(url)
  through.host = `127.0.0.1:${port}`
  wire.url = through.href
  return wire
}

const isCommit = ({ type, payload }: Message): boolean =>
  type === 'Q' && payload.toString('latin1').replace('\0', '').trim().toLowerCase() === 'commit'

/** The reply of the server that a transaction is committed. */
export const isCommitted = ({ from, type, payload }: Message): boolean =>
  from === 'server' && type === 'C' && payload.toString('latin1') === 'COMMIT\0'

/**
 * The unsafe control: a database that says it committed and did not, for every transaction that
 * `strikes` names.
 */
export const lieAboutCommits = (strikes: () => boolean): ((message: Message) => Fate) => {
  const lied = new Set<number>()
  return (message) => {
    const { connection } = message
    if (message.from === 'hub' && isCommit(message) && strikes()) {
      lied.add(connection)
      return printMessage('Q', Buffer.from('rollback\0'))
    }
    if (message.from === 'server' && message.type === 'C' && lied.delete(connection)) {
      return printMessage('C', Buffer.from('COMMIT\0'))
    }
    return 'pass'
  }
}

/** Makes new connections relax what the hub sets at their start: they no longer wait for disks. */
export const relaxCommits = (message: Message): Fate => {
  if (message.type !== 'startup') return 'pass'
  const asked = message.payload.toString('latin1')
  const relaxed = asked.replace('synchronous_commit=on', 'synchronous_commit=off')
  return relaxed === asked ? 'pass' : printMessage('startup', Buffer.from(relaxed, 'latin1'))
}
