// What of a version a segment may hold, by level: all of it, what a tear-line leaves, or nothing.
// Knows no reader.
import type { Label } from './label.ts'
import type { SharedName } from './relation.ts'
import type { Situation } from './situation.ts'
import { reachesTlp, stricterTlp, type Tlp } from './tlp.ts'

/** `ceiling`: parts above it are cut. `holds`: the strictest level of what is left. */
export type Contents = { ceiling: Tlp; holds: Tlp; tearline: Tlp | null }

/** TLP 2.0: how far each level may go. */
const ceilings: Record<SharedName, Tlp> = {
  members: 'amber+strict',
  authorities: 'amber+strict',
  peers: 'amber+strict',
  clients: 'amber',
  community: 'clear',
  public: 'clear',
}

/** GREEN goes to the community where it is addressed to it; a stage for it addresses it. */
const isAddressed = ({ options }: Situation): boolean =>
  options.community === true || options.stages.some(({ to }) => to === 'community')

const ceilingOf = (s: Situation, name: SharedName): Tlp => {
  const ceiling = name === 'community' && isAddressed(s) ? 'green' : ceilings[name]
  return reachesTlp(s.group.max_tlp, ceiling) ? ceiling : s.group.max_tlp
}

/** Null for a segment that may not have any of it (M2, M3). */
export const contentsOf = (s: Situation, name: SharedName, label: Label): Contents | null => {
  const ceiling = ceilingOf(s, name)
  const parts = label.parts.map(({ tlp }) => tlp).filter((tlp) => reachesTlp(ceiling, tlp))
  if (reachesTlp(ceiling, label.tlp)) {
    return { ceiling, holds: parts.reduce(stricterTlp, label.tlp), tearline: null }
  }
  if (!s.options.tearline || parts.length === 0) return null
  const tearline = parts.reduce(stricterTlp)
  return { ceiling: tearline, holds: tearline, tearline }
}
