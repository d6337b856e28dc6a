// Where the scanner stands between two chunks, and how values begin and end. Knows no characters.

/** Why a body is refused. `offset` counts bytes; `message` repeats nothing of the body. */
export type JsonFault = {
  status: 400 | 413 | 422
  reason: string
  offset: number
  message: string
}

/** Byte offsets in the whole body, the end exclusive. */
export type Slice = { start: number; end: number }

/** `sharing` is the value of the member `x_sekisho_sharing` beside `objects`. */
export type Scanned = { objects: Slice[]; sharing: Slice | null }

/**
 * How much a body may hold: containers inside one another; members of one JSON object; members and
 * list elements anywhere inside one STIX object; STIX objects; elements of any other list; UTF-16
 * units of a key.
 */
export type ScanLimits = {
  depth: number
  keysPerObject: number
  keys: number
  elements: number
  objects: number
  arrayLength: number
  keyLength: number
}

export const objectKind = 1
export const arrayKind = 2

export const envelopeMode = 0
export const valueMode = 1
export const firstValueMode = 2
export const keyMode = 3
export const firstKeyMode = 4
export const colonMode = 5
export const afterMode = 6
export const doneMode = 7
export const stringMode = 8
export const utf8Mode = 9
export const escapeMode = 10
export const hexMode = 11
export const lowSurrogateMode = 12
export const lowSurrogateHexMode = 13
export const numberMode = 14
export const literalMode = 15

/** How many texts `recent` keeps; a power of two. */
export const recentSlots = 1_024

/** `offset` is that of this chunk; `start` and `tokenStart` are offsets in the whole body. */
export type ScanState = {
  limits: ScanLimits
  offset: number
  mode: number
  fault: JsonFault | null
  depth: number
  kinds: Uint8Array
  counts: Float64Array
  keySets: (Set<string> | undefined)[]
  keys: number
  elements: number
  member: 'objects' | 'sharing' | 'other'
  inObjects: boolean
  start: number
  objects: Slice[]
  sharing: Slice | null
  tokenStart: number
  text: string
  inKey: boolean
  utf8Need: number
  utf8Low: number
  utf8High: number
  codePoint: number
  hexDigits: number
  highSurrogate: number
  literal: string
  recent: string[]
}

export const createState = (limits: ScanLimits): ScanState => ({
  limits,
  offset: 0,
  mode: envelopeMode,
  fault: null,
  depth: 0,
  kinds: new Uint8Array(limits.depth + 1),
  counts: new Float64Array(limits.depth + 1),
  keySets: [],
  keys: 0,
  elements: 0,
  member: 'other',
  inObjects: false,
  start: 0,
  objects: [],
  sharing: null,
  tokenStart: 0,
  text: '',
  inKey: false,
  utf8Need: 0,
  utf8Low: 0,
  utf8High: 0,
  codePoint: 0,
  hexDigits: 0,
  highSurrogate: 0,
  literal: '',
  recent: new Array(recentSlots).fill(''),
})

const faults = {
  encoding: [400, 'text that is not UTF-8', 'send the body as UTF-8'],
  bom: [400, 'a byte order mark', 'leave it out'],
  nul: [400, 'a NUL character', 'leave it out'],
  noncharacter: [400, 'a code point that is no character', 'leave it out'],
  surrogate: [400, 'half a surrogate pair', 'write both halves or neither'],
  depth: [400, 'nesting too deep', 'flatten the object'],
  'duplicate-key': [400, 'a key that its object already has', 'keep one of them'],
  'forbidden-key': [400, 'a key that is not allowed', 'leave it out'],
  'key-length': [400, 'a key that is too long', 'shorten it'],
  keys: [400, 'more keys than allowed', 'split the object'],
  number: [400, 'a number that a double cannot hold exactly', 'send it as a string'],
  elements: [422, 'more list elements than allowed', 'split the object'],
  objects: [422, 'more objects than one envelope may hold', 'send several envelopes'],
  envelope: [422, 'no envelope', 'send an object with a non-empty list `objects`'],
  syntax: [422, 'malformed JSON', 'send the body whole and well-formed'],
} as const satisfies Record<string, readonly [400 | 422, string, string]>

export type FaultReason = keyof typeof faults

/** Ends the scan at a byte of the whole body. */
export const fail = (state: ScanState, reason: FaultReason, offset: number): void => {
  const [status, what, remedy] = faults[reason]
  const message = `${what} at byte ${offset}; ${remedy}`
  state.fault = { status, reason, offset, message }
}

/** Takes note that a value starts at this offset of the whole body. */
export const beginValue = (state: ScanState, offset: number): void => {
  const { depth, limits } = state
  if (depth === 2 && state.inObjects) {
    if (state.objects.length === limits.objects) fail(state, 'objects', offset)
    state.start = offset
    state.keys = 0
    state.elements = 0
    return
  }
  if (depth === 1) state.start = offset
  if (state.kinds[depth] !== arrayKind) return
  const count = state.counts[depth]! + 1
  state.counts[depth] = count
  state.elements += 1
  if (count > limits.arrayLength || state.elements > limits.elements) {
    fail(state, 'elements', offset)
  }
}

/** Takes note that the value at hand ends before this offset of the whole body. */
export const endValue = (state: ScanState, end: number): void => {
  state.mode = state.depth === 0 ? doneMode : afterMode
  if (state.depth === 2 && state.inObjects) state.objects.push({ start: state.start, end })
  else if (state.depth === 1 && state.member === 'sharing') {
    state.sharing = { start: state.start, end }
  }
}

export const openContainer = (state: ScanState, kind: number, offset: number): void => {
  if (state.depth === state.limits.depth) {
    fail(state, 'depth', offset)
    return
  }
  if (state.depth === 1 && state.member === 'objects') state.inObjects = true
  state.depth += 1
  state.kinds[state.depth] = kind
  state.counts[state.depth] = 0
  state.mode = kind === objectKind ? firstKeyMode : firstValueMode
}

export const closeContainer = (state: ScanState, end: number): void => {
  state.keySets[state.depth]?.clear()
  state.depth -= 1
  if (state.depth === 1) state.inObjects = false
  endValue(state, end)
}

/** Takes note of the key just read, unescaped, which stands at `tokenStart`. */
export const addKey = (state: ScanState): void => {
  const { text: key, depth, limits, tokenStart } = state
  const keys = state.keySets[depth] ?? new Set<string>()
  state.keySets[depth] = keys
  // INVARIANT: neither key ever reaches JSON.parse, so no later copy can touch a prototype.
  const before = keys.size
  keys.add(key)
  state.keys += 1
  if (key === '__proto__' || key === 'constructor') fail(state, 'forbidden-key', tokenStart)
  else if (keys.size === before) fail(state, 'duplicate-key', tokenStart)
  else if (keys.size > limits.keysPerObject || state.keys > limits.keys) {
    fail(state, 'keys', tokenStart)
  }
  if (depth === 1) {
    state.keys = 0
    state.elements = 0
    state.member = key === 'objects' ? 'objects' : key === 'x_sekisho_sharing' ? 'sharing' : 'other'
  }
  state.mode = colonMode
}
