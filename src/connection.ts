// The manners of a connection: malformed requests, bodies nobody reads, and leaving when the hub
// stops. Knows HTTP, and of TAXII only its error resource.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { headerValues } from './taxii/authorization.ts'
import { type Fault, HttpRefusal, printError } from './taxii/refusal.ts'
import { taxiiHeaders } from './taxii/reply.ts'

/** A body left unread that is this short is read and dropped, and the connection stays. */
const dropBytesMax = 65_536
const lingerMs = 5_000

/** RFC 9112 §3.2: one Host, and no absolute URL, which could name another. */
const requirePlainTarget = (raw: IncomingMessage): void => {
  const hosts = headerValues(raw, 'host')
  const target = raw.url ?? ''
  const hostMissing =
    hosts.length === 0 && raw.httpVersion === '1.1' && !('isLightMyRequest' in raw)
  if (hosts.length > 1 || hostMissing || !(target.startsWith('/') || target === '*')) {
    throw new HttpRefusal(400, 'bad-request', 'send one Host header and a path')
  }
}

const isUnread = (raw: IncomingMessage): boolean => {
  if (raw.complete !== false) return false
  const length = raw.headers['content-length']
  return length === undefined ? raw.headers['transfer-encoding'] !== undefined : Number(length) > 0
}

/**
 * Reads and drops what still comes, so that the client can finish and see its answer; not for
 * ever.
 */
const drop = async (raw: IncomingMessage): Promise<void> => {
  const stop = new AbortController()
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) raw.once(event, () => resolve())
  })
  raw.resume()
  const patience = sleep(lingerMs, undefined, { signal: stop.signal }).catch(() => {})
  await Promise.race([ended, patience])
  stop.abort()
}

async function* answerThenDrop(payload: Buffer, raw: IncomingMessage) {
  yield payload
  await drop(raw)
}

/**
 * An answer given while a long body is still coming ends the connection. The answer goes out at
 * once and whole; the rest of the body is dropped for a while, because a reset would destroy the
 * answer too.
 */
const leaveUnread = (request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown => {
  const { raw } = request
  if (!isUnread(raw)) return payload
  const waiting = raw.headers.expect !== undefined && raw.readableFlowing === null
  const length = raw.headers['content-length']
  if (!waiting && length !== undefined && Number(length) <= dropBytesMax) return payload
  reply.header('connection', 'close')
  if (waiting || !Buffer.isBuffer(payload)) return payload
  reply.header('content-length', String(payload.length))
  return Readable.from(answerThenDrop(payload, raw))
}

const clientFaults: Record<string, [number, string, string]> = {
  HPE_HEADER_OVERFLOW: [431, 'too-large', 'the request line and headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout', 'the request took too long to arrive'],
}

const printRaw = (fault: Fault, errorId: string): string => {
  const body = printError(fault, errorId)
  const headers: Record<string, string> = {
    date: new Date().toUTCString(),
    ...taxiiHeaders,
    'content-length': String(body.length),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const top = [`HTTP/1.1 ${fault.status} ${fault.title}`, ...lines].join('\r\n')
  return `${top}\r\n\r\n${body.toString()}`
}

type Answering = { _httpMessage?: { headersSent: boolean } | null }

/**
 * Answers bytes that never became a request, where no answer has begun, and ends the connection.
 */
export const createClientErrorAnswer =
  (log: FastifyBaseLogger) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    const begun = (socket as Answering)._httpMessage?.headersSent === true
    if (error.code === 'ECONNRESET' || !socket.writable || begun) {
      socket.destroy()
      return
    }
    const found = clientFaults[error.code ?? ''] ?? [400, 'bad-request', 'the request is malformed']
    const errorId = randomUUID()
    log.info(
      { error_id: errorId, status: found[0], code: error.code },
      'refused a malformed request',
    )
    socket.write(printRaw(new HttpRefusal(...found).fault, errorId))
    socket.destroySoon()
  }

/**
 * Installs the manners. From `drain()` on, every answer asks the client to close its connection.
 */
export const mindConnections = (app: FastifyInstance): { drain(): void } => {
  let draining = false
  // The body is asked for only after the request has passed every check that needs no body.
  app.server.on('checkContinue', (raw, response) => app.server.emit('request', raw, response))
  app.server.on('checkExpectation', (raw, response) => app.server.emit('request', raw, response))
  app.addHook('onRequest', async (request) => requirePlainTarget(request.raw))
  app.addHook('onSend', async (request, reply, payload) => {
    if (draining) reply.header('connection', 'close')
    return leaveUnread(request, reply, payload)
  })
  return {
    drain: () => {
      draining = true
    },
  }
}
