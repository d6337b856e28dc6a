// The order of the Traffic Light Protocol's levels. Knows no object, no marking and no reader.
import type { Tlp } from '../stix/marking.ts'

export type { Tlp } from '../stix/marking.ts'

/** From open to closed (TLP 2.0). */
export const tlpLevels: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red']

/** The stricter of two levels. */
export const stricterTlp = (a: Tlp, b: Tlp): Tlp =>
  tlpLevels.indexOf(a) >= tlpLevels.indexOf(b) ? a : b

/** True when `tlp` is at or below the ceiling. A ceiling that is no level reaches nothing. */
export const reachesTlp = (ceiling: Tlp, tlp: Tlp): boolean =>
  tlpLevels.indexOf(tlp) <= tlpLevels.indexOf(ceiling)
