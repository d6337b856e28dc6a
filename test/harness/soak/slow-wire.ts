// A wire between a hub and PostgreSQL that takes its time: everything the hub says arrives late, in
// its order. Knows no message.
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Ground } from '../resilience/row.ts'

export type SlowWire = {
  /** The same database, through the wire. */
  url: string
  /** How late, in milliseconds; 0 = not at all. */
  lateMs: number
}

const carry = (wire: SlowWire, near: Socket, far: Socket): void => {
  let before: Promise<unknown> = Promise.resolve()
  near.on('data', (chunk: Buffer) => {
    const due = performance.now() + wire.lateMs
    before = before.then(async () => {
      const left = due - performance.now()
      if (left > 0) await setTimeout(left)
      if (!far.destroyed) far.write(chunk)
    })
  })
  far.on('data', (chunk: Buffer) => void near.write(chunk))
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}

/** Opens one before the server at `socket`; it ends with the ground. */
export const openSlowWire = async (
  ground: Pick<Ground, 'teardown'>,
  { socket, url }: { socket: string; url: string },
): Promise<SlowWire> => {
  const wire: SlowWire = { url: '', lateMs: 0 }
  const open = new Set<Socket>()
  const server = createServer((near) => {
    near.setNoDelay(true)
    open.add(near)
    near.on('close', () => open.delete(near))
    carry(wire, near, connect({ path: socket }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ground.teardown(() => {
    for (const near of open) near.destroy()
    server.close()
  })
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as { port: number }).port}`
  wire.url = through.href
  return wire
}
