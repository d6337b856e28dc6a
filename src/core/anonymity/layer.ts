// A text rewritten step by step, with the way back: for each character, where in the original it
// comes from. Knows nothing of what the steps are.

/** `starts` and `ends` give, for each character, its span in the original; null: the same place. */
export type Layer = { text: string; starts: Int32Array | null; ends: Int32Array | null }

export type Span = { start: number; end: number }

/** The text itself, each character in its own place. */
export const plainLayer = (text: string): Layer => ({ text, starts: null, ends: null })

/** Where in the original the characters [from, to) come from; `from` is less than `to`. */
export const spanOf = ({ starts, ends }: Layer, from: number, to: number): Span =>
  starts === null || ends === null
    ? { start: from, end: to }
    : { start: starts[from]!, end: ends[to - 1]! }

type Tape = { pieces: string[]; starts: number[]; ends: number[] }

const copyTo = (tape: Tape, layer: Layer, from: number, to: number): void => {
  tape.pieces.push(layer.text.slice(from, to))
  for (let i = from; i < to; i += 1) {
    tape.starts.push(layer.starts === null ? i : layer.starts[i]!)
    tape.ends.push(layer.ends === null ? i + 1 : layer.ends[i]!)
  }
}

/**
 * A layer of given characters, each with its span in the layer it is made from; takes the spans
 * over.
 */
export const layerOf = (from: Layer, text: string, starts: Int32Array, ends: Int32Array): Layer => {
  if (from.starts !== null && from.ends !== null)
    for (let i = 0; i < text.length; i += 1) {
      starts[i] = from.starts[starts[i]!]!
      ends[i] = from.ends[ends[i]! - 1]!
    }
  return { text, starts, ends }
}

/**
 * The layer with every match of a global pattern replaced; each character of a replacement comes
 * from the whole match. The very same layer where nothing matches.
 */
export const rewriteLayer = (
  layer: Layer,
  pattern: RegExp,
  replace: (match: string) => string,
): Layer => {
  const tape: Tape = { pieces: [], starts: [], ends: [] }
  let done = 0
  for (const match of layer.text.matchAll(pattern)) {
    const from = match.index
    const to = from + match[0].length
    copyTo(tape, layer, done, from)
    const text = replace(match[0])
    const { start, end } = spanOf(layer, from, to)
    tape.pieces.push(text)
    for (let i = 0; i < text.length; i += 1) {
      tape.starts.push(start)
      tape.ends.push(end)
    }
    done = to
  }
  if (done === 0) return layer
  copyTo(tape, layer, done, layer.text.length)
  return {
    text: tape.pieces.join(''),
    starts: new Int32Array(tape.starts),
    ends: new Int32Array(tape.ends),
  }
}
