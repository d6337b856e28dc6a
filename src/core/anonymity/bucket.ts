// Numbers told more coarsely: counts by their magnitude (T13), confidence by its band (T31).
// Knows no property.

const edges = [101, 21, 6, 2, 1, 0]

/**
 * The least number of the bucket a count is in: 1, 2–5, 6–20, 21–100, more than 100; 0 stays.
 * Undefined for what is no count.
 */
export const bucketOf = (count: unknown): number | undefined =>
  typeof count === 'number' ? edges.find((edge) => count >= edge) : undefined

/** From each of these up to the next is one band, which the number beside it stands for. */
const bands: readonly [from: number, told: number][] = [
  [100, 100],
  [90, 95],
  [80, 85],
  [60, 70],
  [40, 50],
  [20, 30],
  [10, 15],
  [1, 5],
  [0, 0],
]

/** The value that stands for a confidence's band (STIX 2.1 Appendix A, DNI scale). */
export const roundConfidence = (confidence: unknown): number | undefined =>
  typeof confidence === 'number' ? bands.find(([from]) => confidence >= from)?.[1] : undefined

/** The value of the next band below a confidence; what nobody is sure of stays so. */
export const lowerConfidence = (confidence: number): number =>
  bands.find(([, told]) => told < confidence)?.[1] ?? 0
