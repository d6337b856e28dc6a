// One envelope to a collection, and what became of each of its objects.
import { CommandFailure } from '../exit.ts'
import type { Connection } from './connect.ts'
import type { RemoteCollection } from './find-collection.ts'

export type PushFailure = { id: string; message: string }

/** `pending` counts objects whose end was not waited for, or that the server never counted. */
export type Pushed = { successes: number; failures: PushFailure[]; pending: number }

export type StatusWaiting = {
  /** 0: do not wait. */
  waitMs: number
  sleep: (ms: number) => Promise<void>
  now: () => number
}

const firstWaitMs = 250
const waitMaxMs = 5_000

type Status = {
  id: string
  complete: boolean
  successes: number
  failures: PushFailure[]
  failureCount: number
}

const count = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0

const readStatus = (body: unknown): Status => {
  const record = (body ?? {}) as Record<string, unknown>
  const listed = Array.isArray(record.failures) ? (record.failures as unknown[]) : []
  const failures = listed.map((entry) => {
    const { id, message } = (entry ?? {}) as Record<string, unknown>
    return {
      id: String(id ?? ''),
      message: typeof message === 'string' ? message : 'no reason given',
    }
  })
  return {
    id: typeof record.id === 'string' ? record.id : '',
    complete: record.status === 'complete',
    successes: count(record.success_count),
    failures,
    failureCount: Math.max(count(record.failure_count), failures.length),
  }
}

const waitForStatus = async (
  connection: Connection,
  root: URL,
  first: Status,
  { waitMs, sleep, now }: StatusWaiting,
): Promise<Status> => {
  const url = new URL(`status/${encodeURIComponent(first.id)}/`, root)
  const end = now() + waitMs
  let status = first
  for (
    let wait = firstWaitMs;
    !status.complete && now() < end;
    wait = Math.min(wait * 2, waitMaxMs)
  ) {
    await sleep(Math.min(wait, Math.max(0, end - now())))
    status = readStatus((await connection.get(url)).body)
  }
  return status
}

/**
 * Posts one envelope of `total` objects and follows its status (TAXII 2.1 §5.5, §4.3) to the end.
 */
export const pushEnvelope = async (
  connection: Connection,
  collection: RemoteCollection,
  envelope: { text: string; count: number },
  waiting: StatusWaiting,
): Promise<Pushed> => {
  const { body } = await connection.post(new URL('objects/', collection.url), envelope.text)
  const first = readStatus(body)
  if (!first.complete && first.id === '') {
    throw new CommandFailure('the server took the objects but gave no status to follow')
  }
  const status = first.complete
    ? first
    : await waitForStatus(connection, collection.root, first, waiting)
  const unnamed = status.failureCount - status.failures.length
  const rest = Array.from({ length: unnamed }, () => ({ id: '', message: 'no reason given' }))
  const failures = [...status.failures, ...rest]
  const pending = Math.max(0, envelope.count - status.successes - failures.length)
  return { successes: status.successes, failures, pending }
}
