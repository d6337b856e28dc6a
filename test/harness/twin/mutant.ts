// A leak that can be put into a world and taken out again. Shape only.
import type { World } from './world.ts'

/** `seed` puts the leak into a world and answers how to take it out again. */
export type Mutant = {
  name: string
  seed(world: World): Promise<() => unknown> | (() => unknown)
}
