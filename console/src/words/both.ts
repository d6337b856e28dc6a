// How words are written down: both languages beside each other, so that neither is forgotten.
// Knows no word.

export const languages = ['ja', 'en'] as const
export type Language = (typeof languages)[number]

type Word = string | ((...given: never[]) => string)
export type Words = { [key: string]: Word | Words }

/** A part of the dictionary. The Japanese has what the English has, and nothing else. */
export const both = <W extends Words>(en: W, ja: NoInfer<W>): Record<Language, W> => ({ en, ja })
