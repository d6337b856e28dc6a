// Paths into a JSON value and their text form, RFC 6901 pointers. Knows nothing of STIX.

/** Steps from the root of a value: a property name, or an index of a list. */
export type Path = readonly (string | number)[]

/** One step as it stands in a pointer: `~` and `/` escaped (RFC 6901 §3). */
export const printStep = (step: string | number): string =>
  typeof step === 'number' ? String(step) : step.replaceAll('~', '~0').replaceAll('/', '~1')

/** The pointer of a path; '' for the root. */
export const printPointer = (path: Path): string =>
  path.map((step) => `/${printStep(step)}`).join('')
