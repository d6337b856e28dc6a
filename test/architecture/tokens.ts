// Cuts TypeScript into tokens, as far as rules about imports, names and lengths need it. TypeScript
// 7 has no interface for programs. Knows no rule.

export type Token = {
  kind: 'word' | 'text' | 'template' | 'number' | 'pattern' | 'sign'
  /** For texts and templates what stands between the quotes. */
  text: string
  line: number
}

const wordBefore = /^(return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/
const signs = /^(=>|\?\?=|\?\.|\?\?|===|!==|\*\*|&&|\|\||\.\.\.|[<>=!+\-*/%&|^]=|\+\+|--|.)/s

/** A slash begins a regular expression where no value ends before it. */
const beginsPattern = (previous: Token | undefined): boolean => {
  if (previous === undefined) return true
  if (previous.kind === 'word') return wordBefore.test(previous.text)
  return previous.kind === 'sign' && !/^[)\]}]$/.test(previous.text)
}

const patternAt = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y
const spaceAt = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const wordAt = /[\p{L}_$#][\p{L}\p{N}_$]*/uy
const numberAt = /(?:0[xob])?\d[\d_a-fA-F.]*n?/y
const textAt = /'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"/y

const matchAt = (shape: RegExp, source: string, at: number): string | null => {
  shape.lastIndex = at
  return shape.exec(source)?.[0] ?? null
}

/** The end of a template that begins at `at`, and the sources of its `${…}` with their places. */
const readTemplate = (source: string, at: number): { end: number; inner: [number, number][] } => {
  const inner: [number, number][] = []
  let i = at + 1
  while (i < source.length && source[i] !== '`') {
    if (source[i] === '\\') i += 2
    else if (source.startsWith('${', i)) {
      const end = closingBrace(source, i + 2)
      inner.push([i + 2, end])
      i = end + 1
    } else i += 1
  }
  return { end: i + 1, inner }
}

const closingBrace = (source: string, from: number): number => {
  let depth = 0
  for (let i = from; i < source.length; i += 1) {
    const text = matchAt(textAt, source, i)
    if (text !== null) i += text.length - 1
    else if (source[i] === '`') i = readTemplate(source, i).end - 1
    else if (source[i] === '{') depth += 1
    else if (source[i] === '}' && depth-- === 0) return i
  }
  return source.length
}

const kinds: [Token['kind'], RegExp][] = [
  ['word', wordAt],
  ['number', numberAt],
  ['text', textAt],
]

/** The tokens of a source. What stands in a template's `${…}` comes after the template itself. */
export const tokenize = (source: string, firstLine = 1): Token[] => {
  const tokens: Token[] = []
  let line = firstLine
  let at = 0
  const take = (length: number) => {
    line += source.slice(at, at + length).split('\n').length - 1
    at += length
  }
  const next = (): Token => {
    for (const [kind, shape] of kinds) {
      const text = matchAt(shape, source, at)
      if (text !== null) return { kind, text, line }
    }
    const pattern = beginsPattern(tokens.at(-1)) ? matchAt(patternAt, source, at) : null
    if (pattern !== null) return { kind: 'pattern', text: pattern, line }
    return { kind: 'sign', text: signs.exec(source.slice(at, at + 3))?.[0] ?? '', line }
  }
  for (;;) {
    take(matchAt(spaceAt, source, at)?.length ?? 0)
    if (at >= source.length) return tokens
    if (source[at] === '`') {
      const { end, inner } = readTemplate(source, at)
      tokens.push({ kind: 'template', text: source.slice(at + 1, end - 1), line })
      for (const [from, to] of inner) {
        const lines = source.slice(at, from).split('\n').length - 1
        tokens.push({ kind: 'sign', text: '(', line: line + lines })
        tokens.push(...tokenize(source.slice(from, to), line + lines))
        tokens.push({ kind: 'sign', text: ')', line: line + lines })
      }
      take(end - at)
      continue
    }
    const token = next()
    tokens.push(token.kind === 'text' ? { ...token, text: token.text.slice(1, -1) } : token)
    take(token.text.length)
  }
}
