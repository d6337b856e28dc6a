// Leaks, seeded one at a time into both worlds while they run: each forgets one thing of the rule,
// of a statement, of the drawing, of the cursor or of an answer. The runner must tell of every one.
import type { Mutant } from './mutant.ts'
import { answerMutants } from './mutants-answer.ts'
import { consoleMutants } from './mutants-console.ts'
import { drawingMutants } from './mutants-drawing.ts'
import { ruleMutants } from './mutants-rule.ts'
import { statementMutants } from './mutants-statement.ts'
import type { Twins } from './world.ts'

export const mutants: readonly Mutant[] = [
  ...ruleMutants,
  ...statementMutants,
  ...drawingMutants,
  ...answerMutants,
  ...consoleMutants,
]

/** Does something while both worlds have the leak. */
export const withMutant = async <T>(
  { worlds }: Twins,
  mutant: Mutant,
  use: () => Promise<T>,
): Promise<T> => {
  const undos: (() => unknown)[] = []
  try {
    for (const world of worlds) undos.push(await mutant.seed(world))
    return await use()
  } finally {
    for (const undo of undos) await undo()
  }
}
