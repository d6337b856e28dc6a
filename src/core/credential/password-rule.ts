// What a person may choose as a password: long, and not what guessers try first (NIST SP 800-63B
// §3.1.1.2). No demands on kinds of characters. Knows no account.
import { passwordWords } from './password-words.ts'

export const chosenLengthMin = 15
export const chosenLengthMax = 1024

/** Letters that guessers write as digits and signs. */
const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')])
const runLengthMin = 3
/** So many signs that are neither a word, a run nor a repetition make a password. */
const ownMin = 6

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

const unmask = (text: string): string => text.replace(/[013457@$!]/g, (sign) => lookAlikes[sign]!)

/** How long a run along the keyboard, the alphabet or one sign begins here; 0 for none. */
const runAt = (text: string, at: number): number => {
  let same = 1
  while (text[at + same] === text[at]) same++
  let longest = same >= runLengthMin ? same : 0
  for (const run of runs) {
    const start = run.indexOf(text[at] as string)
    if (start < 0) continue
    let length = 1
    while (start + length < run.length && run[start + length] === text[at + length]) length++
    if (length >= runLengthMin) longest = Math.max(longest, length)
  }
  return longest
}

const wordAt = (text: string, at: number, words: readonly string[]): number =>
  words.reduce((most, word) => (text.startsWith(word, at) ? Math.max(most, word.length) : most), 0)

/** The least number of signs that no word and no run covers, each counted once. */
const countOwn = (text: string, words: readonly string[]): number => {
  const own = new Set<string>()
  const unmasked = unmask(text)
  for (let at = 0; at < text.length; ) {
    const covered = Math.max(runAt(text, at), wordAt(text, at, words), wordAt(unmasked, at, words))
    if (covered > 0) at += covered
    else own.add(text[at++] as string)
  }
  return own.size
}

const wordLengthMin = 3

/**
 * Null for a password that will do; else what is wrong with it, in words for the person. `about`
 * are names that everybody knows of the person: its own, its organisation's, its address.
 */
export const faultOfPassword = (password: string, about: readonly string[]): string | null => {
  const length = [...password.normalize('NFC')].length
  if (length < chosenLengthMin) return `must be at least ${chosenLengthMin} characters`
  if (password.length > chosenLengthMax) return `must be at most ${chosenLengthMax} characters`
  const names = about
    .flatMap((name) => plain(name).split(/[^\p{L}\p{N}]+/u))
    .filter((name) => name.length >= wordLengthMin)
  const own = countOwn(plain(password).replace(/\s+/gu, ''), [...passwordWords, ...names])
  return own >= ownMin ? null : 'is among those that are guessed first'
}
