// What one source file imports, exports and how long its functions are. Knows no rule about them.
import { type Token, tokenize } from './tokens.ts'

export type Import = { from: string; typeOnly: boolean; line: number }
export type Source = {
  path: string
  lines: string[]
  tokens: Token[]
  imports: Import[]
  exports: { name: string; line: number }[]
  functions: { line: number; length: number }[]
}

const is = (token: Token | undefined, kind: Token['kind'], text: string): boolean =>
  token?.kind === kind && token.text === text

const statementStart = (tokens: Token[], at: number): Token | undefined => {
  for (let i = at; i >= 0; i -= 1) {
    if (is(tokens[i], 'word', 'import') || is(tokens[i], 'word', 'export')) return tokens[i + 1]
  }
  return undefined
}

const listImports = (tokens: Token[]): Import[] =>
  tokens.flatMap((token, i) => {
    if (token.kind !== 'text') return []
    const [two, one] = [tokens[i - 2], tokens[i - 1]]
    const named = is(one, 'word', 'from')
    const bare = is(one, 'word', 'import')
    const dynamic = is(two, 'word', 'import') && is(one, 'sign', '(')
    if (!named && !bare && !dynamic) return []
    const typeOnly = named && is(statementStart(tokens, i), 'word', 'type')
    return [{ from: token.text, typeOnly, line: token.line }]
  })

const passed = new Set(['default', 'declare', 'abstract', 'async', 'function', '*'])
const declaring = new Set(['const', 'let', 'var', 'class', 'type', 'interface', 'enum'])

const listExports = (tokens: Token[]): Source['exports'] =>
  tokens.flatMap((token, i) => {
    if (!is(token, 'word', 'export')) return []
    let at = i + 1
    while (passed.has(tokens[at]?.text ?? '')) at += 1
    if (declaring.has(tokens[at]?.text ?? '') && tokens[at + 1]?.kind === 'word') at += 1
    const first = tokens[at]
    if (first?.kind === 'word') return [{ name: first.text, line: first.line }]
    if (!is(first, 'sign', '{')) return []
    const names: Source['exports'] = []
    for (at += 1; tokens[at] && !is(tokens[at], 'sign', '}'); at += 1) {
      const { kind, text, line } = tokens[at] as Token
      if (kind === 'word' && !is(tokens[at + 1], 'word', 'as')) names.push({ name: text, line })
    }
    return names
  })

const openers: Record<string, string> = { ')': '(', '}': '{', ']': '[' }

/** For each bracket its partner's place. */
const pairBrackets = (tokens: Token[]): Map<number, number> => {
  const pairs = new Map<number, number>()
  const open: number[] = []
  tokens.forEach(({ kind, text }, i) => {
    if (kind !== 'sign') return
    if ('({['.includes(text)) open.push(i)
    if (openers[text] === undefined) return
    const start = open.pop()
    if (start === undefined) return
    pairs.set(start, i)
    pairs.set(i, start)
  })
  return pairs
}

const controls = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await'])
const typeSigns = new Set(['.', '<', '>', '|', '&', ',', '=>', '[', ']'])

/** Whether the type that begins at `at` (behind a colon) ends in the brace at `brace`. */
const typeReaches = (
  tokens: Token[],
  pairs: Map<number, number>,
  at: number,
  brace: number,
): boolean => {
  for (let i = at; i < brace; i += 1) {
    const token = tokens[i] as Token
    if (token.kind !== 'sign') continue
    if (token.text === '{' || token.text === '(') i = pairs.get(i) ?? brace
    else if (!typeSigns.has(token.text)) return false
    if (i >= brace) return false
  }
  return !['|', '&', ':', '<', ','].includes(tokens[brace - 1]?.text ?? '')
}

/** Whether the brace at `at` begins the body of a function. */
const beginsBody = (tokens: Token[], pairs: Map<number, number>, at: number): boolean => {
  if (is(tokens[at - 1], 'sign', '=>')) return true
  for (let i = at - 1; i >= Math.max(0, at - 60); i -= 1) {
    if (!is(tokens[i], 'sign', ')')) continue
    const typed = is(tokens[i + 1], 'sign', ':')
    if (i !== at - 1 && !(typed && typeReaches(tokens, pairs, i + 2, at))) continue
    const before = tokens[(pairs.get(i) ?? 0) - 1]
    return before?.kind !== 'word' || !controls.has(before.text)
  }
  return false
}

const listFunctions = (tokens: Token[]): Source['functions'] => {
  const pairs = pairBrackets(tokens)
  return tokens.flatMap((token, i) => {
    if (!is(token, 'sign', '{') || !beginsBody(tokens, pairs, i)) return []
    const end = tokens[pairs.get(i) ?? i] as Token
    return [{ line: token.line, length: end.line - token.line + 1 }]
  })
}

export const readSource = (path: string, text: string): Source => {
  const tokens = tokenize(text.replace(/^#!.*/, ''))
  return {
    path,
    lines: text.replace(/\n$/, '').split('\n'),
    tokens,
    imports: listImports(tokens),
    exports: listExports(tokens),
    functions: listFunctions(tokens),
  }
}
