// Thinks up scripts: what several organisations do in two worlds that differ only in what one
// viewer may not see, and what that viewer asks meanwhile. Equal seeds give equal scripts.
import { type Chance, makeChance } from '../chance.ts'
import type { Script, Step } from './act.ts'
import { editHub, readAlong, withdrawSomething } from './deeds.ts'
import {
  draftSomething,
  noticeViewer,
  postHeld,
  postReleased,
  refuseHidden,
  renameHidden,
} from './held.ts'
import { lookAround, lookWell } from './look.ts'
import { postParts, postTimes } from './parts.ts'
import { viewers } from './place.ts'
import { openPlot, type Plot } from './plot.ts'
import { postHidden, postLeaning, postMixed, postOwn, postSame } from './posts.ts'

type Move = (plot: Plot) => Step[]

/** How often each happens. */
const moves: [number, Move][] = [
  [30, postSame],
  [30, postHidden],
  [10, postParts],
  [8, postTimes],
  [10, postOwn],
  [8, postMixed],
  [8, postLeaning],
  [8, withdrawSomething],
  [4, editHub],
  [4, readAlong],
  [8, postHeld],
  [5, postReleased],
  [3, refuseHidden],
  [3, draftSomething],
  [2, renameHidden],
  [4, noticeViewer],
]

const drawMove = (chance: Chance): Move => {
  const total = moves.reduce((sum, [weight]) => sum + weight, 0)
  let left = chance.below(total)
  for (const [weight, move] of moves) {
    if (left < weight) return move
    left -= weight
  }
  return postSame
}

const stepsMost = 12
const stepsLeast = 5

/** The script of a seed. */
export const writeScript = (seed: number): Script => {
  const chance = makeChance(seed * 7919 + 17)
  const viewer = viewers[seed % viewers.length]!
  const plot = openPlot(chance, viewer)
  const count = stepsLeast + chance.below(stepsMost - stepsLeast)
  plot.steps.push(...noticeViewer(plot))
  for (let move = 0; move < count; move++) {
    plot.steps.push(...drawMove(chance)(plot))
    if (chance.chance(0.4)) plot.steps.push(...lookAround(plot, 3))
  }
  plot.steps.push(...noticeViewer(plot), ...lookWell(plot))
  return { seed, viewer: viewer.name, steps: plot.steps }
}
