// Small readings that many requests need at once, made together.

type Asking<Value> = { resolve(value: Value | undefined): void; reject(error: unknown): void }

/**
 * Answers what `readAll` reads under one key; undefined where it has nothing. INVARIANT: it is read
 * after it was asked for; requests that come while a reading is under way share the next one, and
 * those that come together share theirs. `readAll` gets each key once, `most` keys at most.
 */
export const shareReading = <Value>(
  readAll: (keys: string[]) => Promise<Map<string, Value>>,
  most = 1_000,
): ((key: string) => Promise<Value | undefined>) => {
  const waiting = new Map<string, Asking<Value>[]>()
  let running = false

  const readOnce = async (keys: string[]): Promise<void> => {
    const asked = keys.map((key) => [key, waiting.get(key) ?? []] as const)
    for (const key of keys) waiting.delete(key)
    try {
      const found = await readAll(keys)
      for (const [key, all] of asked) for (const { resolve } of all) resolve(found.get(key))
    } catch (error) {
      for (const [, all] of asked) for (const { reject } of all) reject(error)
    }
  }
  const run = async (): Promise<void> => {
    running = true
    while (waiting.size > 0) await readOnce([...waiting.keys()].slice(0, most))
    running = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const others = waiting.get(key)
      if (others === undefined) waiting.set(key, [{ resolve, reject }])
      else others.push({ resolve, reject })
      if (!running) void run()
    })
}
