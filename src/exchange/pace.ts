// Gives the event loop to others in the middle of long work. Knows no work.

/** A poll waits so many milliseconds for a slice of others' work, once for each query it asks. */
const sliceMs = 1

/** Resolves at once, or, when a slice is over, after everybody else has had the event loop. */
export type Pace = () => Promise<void> | undefined

const resting: (() => void)[] = []

/** One slice of one work for each turn of the event loop, however many works there are. */
const resume = (): void => {
  resting.shift()?.()
  if (resting.length > 0) setImmediate(resume)
}

const rest = (ahead: boolean): Promise<void> =>
  new Promise((resolve) => {
    if (ahead) resting.unshift(resolve)
    else resting.push(resolve)
    if (resting.length === 1) setImmediate(resume)
  })

/**
 * For one piece of long work, to be awaited between its parts. Who is done within a slice never
 * waits; who is not takes turns with all others who are not, or `ahead` goes before them: for work
 * that others wait for, as under a lock.
 */
export const openPace = (ahead = false): Pace => {
  let began = performance.now()
  return () => {
    if (performance.now() - began < sliceMs) return
    return rest(ahead).then(() => {
      began = performance.now()
    })
  }
}
