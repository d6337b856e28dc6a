// A run that shares nothing ends what it started when it is over, not when everything is: twenty
// servers at once would slow each other down.
import type { Ground, Row, Run } from './row.ts'

const alone =
  (run: Run): Run =>
  async (ground: Ground) => {
    const undos: (() => unknown)[] = []
    const end = async (): Promise<void> => {
      for (const undo of undos.splice(0)) await undo()
    }
    // Also when a signal ends everything in between.
    ground.teardown(end)
    try {
      return await run({ ...ground, teardown: (undo) => void undos.unshift(undo) })
    } finally {
      await end()
    }
  }

/** The same row, whose run and control each clear up after themselves. */
export const clearingUp = (row: Row): Row => {
  if ('tests' in row.proof) return row
  const { run, control } = row.proof
  return { ...row, proof: { run: alone(run), control: control === null ? null : alone(control) } }
}
