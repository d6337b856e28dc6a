// What is wrong with an object and where. Knows nothing of who found it or what is done about it.

/**
 * One finding about one object.
 * `pointer` is an RFC 6901 JSON pointer into the object ('' = the object itself).
 * `message` is lower-case, has no full stop, says what to do, and is at most 256 characters long.
 * An `error` breaks a MUST of STIX 2.1; a `warning` a SHOULD, or what only looks wrong.
 */
export type Problem = { pointer: string; message: string; severity: 'error' | 'warning' }

/** The longest message a problem may carry, in UTF-16 code units. */
export const messageLengthMax = 256
