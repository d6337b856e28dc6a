// Starts the program that floods and hears what it was answered. Knows no request.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const program = join(import.meta.dirname, 'flood.ts')

/** Who floods which collection of which hub, and for how long once it is let go. */
export type Ask = { url: string; organisation: number; path: string; minutes: number }

export type Told = 'ready' | { statuses: [number, number][] }

/**
 * Resolves when the flood is ready. `begin` lets it go and resolves to how often it was answered
 * with which status, 0 for no answer; throws when the program ends without telling.
 */
export const openFlood = async (ask: Ask): Promise<{ begin(): Promise<Map<number, number>> }> => {
  const child = fork(program, [JSON.stringify(ask)])
  const end = (): void => void child.kill()
  process.once('exit', end)
  const gone = once(child, 'exit').then(([code]) => {
    process.off('exit', end)
    throw new Error(`the flood ended with ${code}`)
  })
  gone.catch(() => {})
  const hear = async (): Promise<Told> => (await Promise.race([once(child, 'message'), gone]))[0]
  await hear()
  return {
    async begin() {
      const heard = hear()
      child.send('begin')
      const told = await heard
      return new Map(told === 'ready' ? [] : told.statuses)
    },
  }
}
