// Streaming replicas that polls are read from: which of them answer now, and how far behind they
// are. A replica only ever saves the primary work: whoever cannot use one asks the primary.
import { openReplicaPool, type Pool, type PoolSettings } from './pools.ts'

export type Replica = { name: string; pool: Pool }

/** `lagBytes` of the primary's log are not replayed yet; null while the replica does not answer. */
export type ReplicaState = { name: string; used: boolean; lagBytes: number | null }

export type Replicas = {
  /** Those that answered last, beginning with another one each time. */
  list(): Replica[]
  /** Leaves one out until it answers and has caught up. */
  leaveOut(replica: Replica, why: string): void
  states(): ReplicaState[]
  close(): Promise<void>
}

export type ReplicaSettings = PoolSettings & { replicas: string[] }

type Standing = { standby: boolean; system: string; lsn: bigint }
type Watched = Replica & { used: boolean; checked: boolean; lagBytes: number | null }

const watchEveryMs = 1_000
const answerMs = 2_000

/** Where a server stands in the log, and which database it is a copy of. */
const readStanding = async (pool: Pool): Promise<Standing> => {
  const result = await pool.query(`select s.standby, c.system_identifier::text as system,
      (case when s.standby then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end
        - '0/0'::pg_lsn)::bigint as lsn
    from (select pg_is_in_recovery() as standby) s, pg_control_system() c`)
  return result.rows[0]
}

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  let late: NodeJS.Timeout | undefined
  const patience = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('no answer in time')), answerMs)
  })
  try {
    return await Promise.race([answer, patience])
  } finally {
    clearTimeout(late)
  }
}

/** `wrong`: no waiting makes it a replica of this primary. */
type Fault = { why: string; wrong: boolean }

const faultOf = (replica: Standing, primary: Standing): Fault | null => {
  if (replica.system !== primary.system) {
    return { why: 'is a copy of another database', wrong: true }
  }
  return replica.standby ? null : { why: 'follows no other server', wrong: true }
}

const nameOf = (url: string): string => URL.parse(url)?.host ?? 'replica'

/** `judge` finds what of a replica is not safe to serve from; `tell` hears what comes and goes. */
type Watch = { judge(pool: Pool): Promise<string[]>; tell(name: string, why: string | null): void }

const openChecks = (primary: Pool, { judge, tell }: Watch) => {
  let before = 0n
  const check = async (replica: Watched, now: Standing): Promise<Fault | null> => {
    const standing = await inTime(readStanding(replica.pool))
    const fault = faultOf(standing, now)
    if (fault !== null) return fault
    if (!replica.checked) {
      const faults = await inTime(judge(replica.pool))
      if (faults.length > 0) return { why: faults.join('; '), wrong: true }
      replica.checked = true
    }
    replica.lagBytes = Number(now.lsn > standing.lsn ? now.lsn - standing.lsn : 0n)
    // One that was behind may come back when it has what the primary had a moment ago.
    return replica.used || standing.lsn >= before ? null : { why: 'is behind', wrong: false }
  }
  const settle = async (replica: Watched, now: Standing): Promise<Fault | null> => {
    const fault = await check(replica, now).catch((error: unknown) => {
      replica.lagBytes = null
      replica.checked = false
      const why = error instanceof Error ? error.message : 'does not answer'
      return { why, wrong: false }
    })
    if (replica.used !== (fault === null)) tell(replica.name, fault?.why ?? null)
    replica.used = fault === null
    return fault
  }
  return async (replicas: Watched[]): Promise<(Fault | null)[]> => {
    const now = await inTime(readStanding(primary))
    const faults = await Promise.all(replicas.map((replica) => settle(replica, now)))
    before = now.lsn
    return faults
  }
}

/**
 * Opens the pools and checks each replica once. One that does not answer is left out until it does;
 * throws where a server that answers is no replica of this primary.
 */
export const openReplicas = async (
  settings: ReplicaSettings,
  primary: Pool,
  watch: Watch,
): Promise<Replicas> => {
  const replicas = settings.replicas.map((url): Watched => {
    const pool = openReplicaPool({ ...settings, databaseUrl: url })
    return { name: nameOf(url), pool, used: false, checked: false, lagBytes: null }
  })
  const close = async (): Promise<void> => {
    clearInterval(timer)
    await Promise.allSettled(replicas.map(({ pool }) => pool.end()))
  }
  const look = openChecks(primary, watch)
  let running = false
  const again = async (): Promise<void> => {
    if (running) return
    running = true
    await look(replicas).catch(() => {})
    running = false
  }
  const timer = setInterval(() => void again(), watchEveryMs).unref()
  if (replicas.length === 0) clearInterval(timer)
  else {
    const faults = await look(replicas)
    const wrong = faults.findIndex((fault) => fault?.wrong)
    if (wrong >= 0) {
      await close()
      throw new Error(`the replica at \`${replicas[wrong]?.name}\` ${faults[wrong]?.why}`)
    }
  }
  let turn = 0
  return {
    list() {
      const used = replicas.filter(({ used }) => used)
      turn = (turn + 1) % Math.max(1, used.length)
      return [...used.slice(turn), ...used.slice(0, turn)]
    },
    leaveOut(replica, why) {
      const watched = replicas.find(({ pool }) => pool === replica.pool)
      if (watched?.used !== true) return
      watched.used = false
      watch.tell(watched.name, why)
    },
    states: () => replicas.map(({ name, used, lagBytes }) => ({ name, used, lagBytes })),
    close,
  }
}
