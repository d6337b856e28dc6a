// The hub's log: ids and reasons, never what anybody shared. What is not on the list is left out.
// Knows no room; each names its own events.
import pino, { type DestinationStream, type Logger } from 'pino'

/** The only fields a line may carry: ids, counts, and names of the hub file. */
const allowed = new Set([
  ...['alarm', 'applied', 'attempt', 'code', 'collection', 'collection_id', 'constraint', 'count'],
  ...['credential', 'credential_id', 'epoch', 'error_id', 'failure_count', 'group', 'host', 'job'],
  ...['method', 'ms', 'organisation', 'organisation_id', 'pending_count', 'port', 'position'],
  ...['principal_id', 'reason', 'reqId', 'request_id', 'retry_after', 'route', 'row', 'signal'],
  ...[
    'state',
    'status',
    'submission',
    'submission_id',
    'success_count',
    'syscall',
    'type',
    'variable',
  ],
])

const errorFields = new Set(['cause', 'err', 'error'])

/** Errors of the engine and our own say what code wrote. A parser's or a database's quote. */
const spoken = new Set(['Error', 'TypeError', 'ReferenceError', 'RangeError'])

const textMax = 200
const listMax = 20
const framesMax = 12

const cut = (text: string): string => (text.length > textMax ? `${text.slice(0, textMax)}…` : text)

const plain = (value: unknown): unknown => {
  if (typeof value === 'string') return cut(value)
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.slice(0, listMax).map(plain)
  return typeof value === 'object' || typeof value === 'function' ? undefined : value
}

type Fault = Error & { code?: unknown; syscall?: unknown; severity?: unknown; constraint?: unknown }

/** What may be told of an error: its kind and place, and its message only where code wrote it. */
export const describeError = (error: Fault): Record<string, unknown> => ({
  type: plain(error.name),
  code: plain(error.code),
  syscall: plain(error.syscall),
  constraint: plain(error.constraint),
  message:
    spoken.has(error.name) && error.severity === undefined ? plain(error.message) : undefined,
  frames: frames(error.stack),
})

// The first lines of a stack are the message again, which may have lines of its own.
const frames = (stack: unknown): string[] | undefined =>
  typeof stack === 'string'
    ? stack
        .split('\n')
        .filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
        .slice(0, framesMax)
        .map((line) => line.trim())
    : undefined

/** The part of `fields` that may be logged. */
export const allowFields = (fields: object): Record<string, unknown> => {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (allowed.has(name)) kept[name] = plain(value)
    else if (errorFields.has(name)) kept[name] = keepError(value)
  }
  return kept
}

const keepError = (value: unknown): unknown => {
  if (value instanceof Error) return describeError(value)
  if (typeof value !== 'object' || value === null) return undefined
  const bare = value as { type?: unknown; code?: unknown; frames?: unknown; message?: unknown }
  const message = spoken.has(String(bare.type)) ? plain(bare.message) : undefined
  return { type: plain(bare.type), code: plain(bare.code), message, frames: plain(bare.frames) }
}

/** One line's fields and message; a message that is an error's own is not repeated. */
const arrange = (first: unknown, second: unknown): [object, string] => {
  if (typeof first === 'string') return [{}, first]
  const fields = first instanceof Error ? { err: first } : ((first ?? {}) as { err?: unknown })
  const quoted = fields.err instanceof Error ? fields.err.message : null
  return [fields, typeof second === 'string' && second !== quoted ? second : 'failed']
}

/**
 * Opens the log. Everything goes through the list: fields, a child's bindings, errors, messages.
 */
export const createLog = (
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger => {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {},
      hooks: {
        logMethod(args, method) {
          const [fields, message] = arrange(args[0], args[1])
          method.call(this, allowFields(fields), cut(message).replaceAll('%', '%%'))
        },
      },
    },
    destination,
  )
  const { child } = log
  log.child = function (this: Logger, bindings: pino.Bindings, options?: object) {
    return child.call(this, allowFields(bindings), options as undefined)
  } as Logger['child']
  return log
}
