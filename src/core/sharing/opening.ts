// When a segment opens and closes, and for whose act it waits. Knows no audience and no form.
import type { Segment, SegmentName } from './segment.ts'
import type { Situation } from './situation.ts'

export type Opening = Pick<Segment, 'opens' | 'closes' | 'gate'>

/** At once and for ever: what an owner has of its own. */
export const atOnce: Opening = { opens: null, closes: null, gate: null }

const present = (moments: (bigint | null | undefined)[]): bigint[] =>
  moments.filter((moment) => typeof moment === 'bigint')

const latest = (...moments: (bigint | null | undefined)[]): bigint | null =>
  present(moments).reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null)

const earliest = (...moments: (bigint | null | undefined)[]): bigint | null =>
  present(moments).reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null)

/**
 * The opening of a segment that is not the owner's. Null for one that never opens: it is over, or
 * the release plan has stages and names others. Open from `opens` on, until just before `closes`
 * (E3, E5).
 */
export const planOpening = (s: Situation, name: SegmentName): Opening | null => {
  const { stages, not_before, not_after, approval } = s.options
  const stage = stages.find(({ to }) => to === name)
  // Who is named is nobody's next stage.
  if (stages.length > 0 && stage === undefined && name !== 'named') return null
  const opens = latest(not_before, stage?.opens)
  const closes = earliest(not_after, stage?.closes)
  if (closes !== null && (closes <= s.now || (opens !== null && closes <= opens))) return null
  const gates = [
    ...(s.group.provider_approval || approval ? ['approval'] : []),
    ...(name === 'public' && s.public?.gate === 'review' ? ['review'] : []),
    ...(stage?.on ? [stage.on] : []),
  ]
  return {
    opens: opens !== null && opens > s.now ? opens : null,
    closes,
    gate: gates.length > 0 ? gates.join('+') : null,
  }
}

/** The name of a segment that the release plan has two stages for; null when there is none. */
export const findDoubledStage = ({ options: { stages } }: Situation): SegmentName | null =>
  stages.find(({ to }, index) => stages.findIndex((stage) => stage.to === to) < index)?.to ?? null
