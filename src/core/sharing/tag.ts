// Sharing demands said in words: tags such as `tlp:amber` and `ais-consent-none`, and the phrases
// Japanese paper carries. They narrow and never widen. Knows no object.
import type { Consent } from './consent.ts'
import { type Demand, joinDemands, noDemand, type Pap } from './demand.ts'
import type { Tlp } from './tlp.ts'

/** What a phrase in a statement asks for at least, where the hub's operator says nothing else. */
export const defaultPhrases: Readonly<Record<string, Tlp>> = {
  関係者限り: 'amber+strict',
  関係者外秘: 'amber+strict',
  非公開: 'amber+strict',
  部外秘: 'amber+strict',
  社外秘: 'amber+strict',
  転送禁止: 'amber+strict',
  取扱注意: 'amber',
}

/** A text in one width and one case. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** The same without blanks: Japanese has them anywhere, and a word of one tag has none. */
const squeeze = (text: string): string => fold(text).replace(/\s+/gu, '')

const tlpWords: Readonly<Record<string, Tlp>> = {
  clear: 'clear',
  white: 'clear',
  green: 'green',
  amber: 'amber',
  amberstrict: 'amber+strict',
  red: 'red',
}

/** The level a word stands for, in any case and with or without `TLP:`; null for another word. */
export const readTlpWord = (word: unknown): Tlp | null => {
  if (typeof word !== 'string') return null
  const bare = squeeze(word)
    .replace(/^tlp[:=_-]?/, '')
    .replace(/[+_-]/g, '')
  return Object.hasOwn(tlpWords, bare) ? (tlpWords[bare] as Tlp) : null
}

const papWords: Readonly<Record<string, Pap>> = {
  clear: 'clear',
  white: 'clear',
  green: 'green',
  amber: 'amber',
  red: 'red',
}

/** The same for the Permissible Actions Protocol. */
export const readPapWord = (word: unknown): Pap | null => {
  if (typeof word !== 'string') return null
  const bare = squeeze(word).replace(/^pap[:=_-]?/, '')
  return Object.hasOwn(papWords, bare) ? (papWords[bare] as Pap) : null
}

const aisWords: Readonly<Record<string, { consent: Consent; proprietary: boolean }>> = {
  none: { consent: 'none', proprietary: false },
  usg: { consent: 'government', proprietary: false },
  everyone: { consent: 'everyone', proprietary: false },
  everyonecisaproprietary: { consent: 'everyone', proprietary: true },
}

/** What a consent of AIS means, in any case, with or without `ais-consent-`; null for another. */
export const readAisWord = (word: unknown): { consent: Consent; proprietary: boolean } | null => {
  if (typeof word !== 'string') return null
  const bare = squeeze(word)
    .replace(/^ais[_-]?consent[_:=-]?/, '')
    .replace(/[_-]/g, '')
  return Object.hasOwn(aisWords, bare) ? (aisWords[bare] as never) : null
}

const attributionTag = /^iep[^:]*:(?:provider[_-])?attribution="?(may|must|must[_-]?not)"?$/

// Nearly every label is a plain word, and every object has some.
const plainWord = /^(?!\s*ais)[^:\u0080-\uffff]*$/i

/** What one tag asks, as labels carry them; nothing for a tag of another scheme. */
export const readTag = (tag: string): Demand => {
  if (plainWord.test(tag)) return noDemand
  const text = squeeze(tag)
  if (text === 'tlp:ex:chr') return { ...noDemand, consent: 'none' }
  if (text.startsWith('tlp:')) return { ...noDemand, floor: readTlpWord(text) }
  if (text.startsWith('pap:')) return { ...noDemand, pap: readPapWord(text) }
  if (text.startsWith('ais-consent')) return { ...noDemand, ...readAisWord(text) }
  const attribution = attributionTag.exec(text)?.[1]
  if (attribution === undefined || attribution === 'may') return noDemand
  return attribution === 'must' ? { ...noDemand, named: true } : { ...noDemand, consent: 'none' }
}

// The strict form first: the shorter word matches in it.
const tlpInText =
  /(?<![a-z0-9])tlp[\s:=_"-]*(amber[\s+_-]*strict|red|amber|green|clear|white)(?![a-z])/g
const papInText = /(?<![a-z0-9])pap[\s:=_"-]*(red|amber|green|clear|white)(?![a-z])/g
const consentInText = /(?<![a-z0-9])ais-consent-[a-z-]+/g
const chathamInText = /(?<![a-z0-9])tlp\s*:\s*ex\s*:\s*chr(?![a-z])/
const claimInText =
  /(?<![a-z0-9])tlp\s*:\s*(?!ex\s*:\s*chr|(?:red|amber|green|clear|white)(?![a-z]))[a-z]/

const readPhrases = (text: string, phrases: Readonly<Record<string, Tlp>>): Demand => {
  const squeezed = squeeze(text)
  let demand = noDemand
  for (const [phrase, floor] of Object.entries({ ...defaultPhrases, ...phrases })) {
    const wanted = squeeze(phrase)
    if (wanted !== '' && squeezed.includes(wanted))
      demand = joinDemands(demand, { ...noDemand, floor })
  }
  return demand
}

/**
 * What a statement asks (M10): its phrases, by the operator's table and the defaults below it, and
 * the tags in it. A statement that speaks of a TLP level nobody knows is unknown.
 */
export const readStatement = (
  statement: string,
  phrases: Readonly<Record<string, Tlp>>,
): Demand => {
  const text = fold(statement)
  let demand = readPhrases(text, phrases)
  for (const [, level] of text.matchAll(tlpInText)) {
    demand = joinDemands(demand, { ...noDemand, floor: readTlpWord(level) })
  }
  for (const [, level] of text.matchAll(papInText)) {
    demand = joinDemands(demand, { ...noDemand, pap: readPapWord(level) })
  }
  for (const [tag] of text.matchAll(consentInText)) demand = joinDemands(demand, readTag(tag))
  if (chathamInText.test(text)) demand = joinDemands(demand, readTag('tlp:ex:chr'))
  return claimInText.test(text) ? { ...demand, unknown: true } : demand
}
