// Gives the jobs of a process that was killed to those that live. graphile-worker would wait four
// hours, and everything else in the same queue with it.
import { freeTaker, holdName, listTakers } from '../storage/job-locks.ts'
import type { Pool } from '../storage/pools.ts'

/** Frees what takers that are gone had; answers how many there were. */
export const freeJobs = async (jobs: Pool): Promise<number> => {
  let freed = 0
  for (const name of await listTakers(jobs)) if (await freeTaker(jobs, name)) freed += 1
  return freed
}

/**
 * Says that the takers of these names live, as long as this process does or until the answer is
 * called. One whose name cannot be held may have a job done twice, and nothing worse.
 */
export const liveAs = async (jobs: Pool, names: string[]): Promise<() => void> => {
  const held = await Promise.allSettled(names.map((name) => holdName(jobs, name)))
  return () => {
    for (const one of held) if (one.status === 'fulfilled') one.value()
  }
}
