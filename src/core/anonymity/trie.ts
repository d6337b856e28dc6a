// Words kept by their letters, so that a text is searched for all of them in one walk. A gap edge
// stands for up to three signs between two words of one name. Knows no dictionary.
import { codeAt, isGapCode } from './character.ts'

/** A place in the trie: what may come next, and the word that ends here. */
export type Node<L> = { next: Map<number, Node<L>>; leaf: L | null }

export type Trie<L> = { root: Node<L>; ascii: Uint8Array; wide: Set<number>; size: number }

const gap = 0x20
const gapMax = 3

export const makeTrie = <L>(): Trie<L> => ({
  root: { next: new Map(), leaf: null },
  ascii: new Uint8Array(128),
  wide: new Set(),
  size: 0,
})

/** Adds a word; the first leaf of a word stays. */
export const addWord = <L>(trie: Trie<L>, word: string, leaf: L): void => {
  const first = word.charCodeAt(0)
  if (first < 128) trie.ascii[first] = 1
  else trie.wide.add(first)
  let node = trie.root
  for (let i = 0; i < word.length; i += 1) {
    const code = word.charCodeAt(i)
    const next: Node<L> = node.next.get(code) ?? { next: new Map(), leaf: null }
    node.next.set(code, next)
    node = next
  }
  if (node.leaf === null) trie.size += 1
  node.leaf ??= leaf
}

/** Whether a word may begin with this character. */
export const mayBegin = <L>(trie: Trie<L>, code: number): boolean =>
  code < 128 ? trie.ascii[code] === 1 : trie.wide.has(code)

const skipGap = (text: string, at: number): number => {
  let to = at
  while (to - at < gapMax && isGapCode(codeAt(text, to))) to += 1
  return to
}

export type Match<L> = { end: number; leaf: L }

/**
 * The longest word that begins at a place and whose end is allowed. With `gaps`, a space of a word
 * meets any one to three gap signs of the text.
 */
export const longestWord = <L>(
  trie: Trie<L>,
  text: string,
  at: number,
  gaps: boolean,
  allows: (end: number, leaf: L) => boolean,
): Match<L> | null => {
  let node = trie.root
  let found: Match<L> | null = null
  for (let i = at; i < text.length; ) {
    const code = codeAt(text, i)
    const direct = code === gap ? undefined : node.next.get(code)
    const over = direct === undefined && gaps && isGapCode(code) ? node.next.get(gap) : undefined
    const next = direct ?? over
    if (next === undefined) return found
    node = next
    i = direct === undefined ? skipGap(text, i) : i + 1
    if (node.leaf !== null && allows(i, node.leaf)) found = { end: i, leaf: node.leaf }
  }
  return found
}
