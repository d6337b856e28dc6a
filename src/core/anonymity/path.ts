// T21: whose machine it is, taken out of paths and command lines; the file's own name stays. Knows
// no object.
import { canonicalLayer } from './canonical-text.ts'
import { type Dictionary, findTerms, matchAddress, matchDomain } from './dictionary.ts'
import { plainLayer, spanOf } from './layer.ts'

/** [start, end) of the text as given, and what stands there instead. */
export type Replacement = { start: number; end: number; text: string }

type Rule = { pattern: RegExp; text: (match: RegExpMatchArray, dictionary: Dictionary) => string }

const sep = '[\\\\/]{1,2}'
const shared = '(?!(?:public|default|default user|all users)(?:[\\\\/]|$))'
const profiles = `(?<![a-z0-9])[a-z]:${sep}(?:users|documents and settings)${sep}${shared}`
const builtIn = /^(?:nt authority|nt service|builtin|workgroup|localhost|\.|[a-z])$/

const isOwnHost = (host: string, dictionary: Dictionary): boolean =>
  /^[^.@]+$/.test(host) || matchDomain(host, dictionary) || matchAddress(host, dictionary)

const rules: readonly Rule[] = [
  {
    pattern: new RegExp(
      `${profiles}(?:[^\\\\/"<>|:*?]{1,64}(?=[\\\\/])|[^\\\\/\\s"'<>|:*?]{1,64})`,
      'g',
    ),
    text: () => '%USERPROFILE%',
  },
  { pattern: /(?<![\w.:/-])\/(?:home|users)\/[^\s/"'<>|:*?\\]{1,64}/g, text: () => '~' },
  { pattern: /(?<![\w-])s-1-5-21(?:-\d{1,10}){3,4}(?!\d)/g, text: () => '%SID%' },
  {
    // Not where a row of escapes begins: the search reads those.
    pattern: /(?<![\w:\\])(\\{2,4})(?!u[0-9a-f]{4}\\|x[0-9a-f]{2}\\)([a-z0-9][\w.-]{0,253})(?=\\)/g,
    text: ([whole, slashes, host], dictionary) =>
      isOwnHost(host!, dictionary) ? `${slashes}%HOST%` : whole,
  },
  {
    pattern: /(?<![\w\\/:.%-])([\w.-]{2,64})\\{1,2}([\w.$-]{2,64})(?![\w\\/.-])/g,
    text: ([whole, domain], dictionary) =>
      !builtIn.test(domain!) && findTerms(domain!, dictionary).length > 0
        ? '%DOMAIN%\\%USERNAME%'
        : whole,
  },
]

const inFolder = /[\\/][^\\/"<>|:*?\n]{0,128}$/
const endsFolder = /^[^\\/\s"<>|:*?]{0,128}[\\/]/

/** What names an asset in a folder's name; the last name of a path is the file's and is left. */
const findFolders = (text: string, dictionary: Dictionary): Replacement[] =>
  text.includes('://')
    ? []
    : findTerms(text, dictionary)
        .filter(
          ({ start, end }) =>
            inFolder.test(text.slice(Math.max(0, start - 130), start)) &&
            endsFolder.test(text.slice(end, end + 130)),
        )
        .map(({ start, end }) => ({ start, end, text: '%ORGANISATION%' }))

const byPlace = (a: Replacement, b: Replacement): number => a.start - b.start || b.end - a.end

/** What a path, or a text with paths in it, tells of machines and their users, in order. */
export const findPaths = (text: string, dictionary: Dictionary): Replacement[] => {
  if (!/[\\/]|s-1-5-21/i.test(text)) return []
  const canonical = canonicalLayer(plainLayer(text))
  const found = rules.flatMap(({ pattern, text: write }) =>
    [...canonical.text.matchAll(pattern)].flatMap((match): Replacement[] => {
      const instead = write(match, dictionary)
      if (instead === match[0]) return []
      return [
        { ...spanOf(canonical.layer, match.index, match.index + match[0].length), text: instead },
      ]
    }),
  )
  const apart: Replacement[] = []
  for (const next of [...found, ...findFolders(text, dictionary)].toSorted(byPlace))
    if (next.start >= (apart.at(-1)?.end ?? 0)) apart.push(next)
  return apart
}

/**
 * A path or command line without users' folders, machines of one's own, SIDs, accounts and folders
 * named in the dictionary. The attacker's file names and hosts stay.
 */
export const scrubPath = (text: string, dictionary: Dictionary): string => {
  let scrubbed = ''
  let done = 0
  for (const { start, end, text: instead } of findPaths(text, dictionary)) {
    scrubbed += text.slice(done, start) + instead
    done = end
  }
  return scrubbed + text.slice(done)
}
