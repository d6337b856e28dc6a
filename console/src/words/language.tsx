// Which language the console speaks: what the reader chose, else what the browser asks for.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Language } from './both.ts'
import { type Dictionary, dictionaries } from './dictionary.ts'

const storageKey = 'sekisho-language'

type Spoken = { language: Language; w: Dictionary; speak(language: Language): void }

const LanguageContext = createContext<Spoken | null>(null)

const remembered = (): Language => {
  try {
    const kept = localStorage.getItem(storageKey)
    if (kept === 'ja' || kept === 'en') return kept
  } catch {
    // A browser that keeps nothing is asked each time.
  }
  return navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en'
}

export const LanguageProvider = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState(remembered)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const spoken = useMemo(() => {
    const speak = (chosen: Language) => {
      setLanguage(chosen)
      try {
        localStorage.setItem(storageKey, chosen)
      } catch {
        // It holds until the page is closed.
      }
    }
    return { language, w: dictionaries[language], speak }
  }, [language])
  return <LanguageContext value={spoken}>{children}</LanguageContext>
}

/** The words of the language that is spoken. */
export const useWords = (): Spoken => {
  const spoken = useContext(LanguageContext)
  if (spoken === null) throw new Error('there is no language around this')
  return spoken
}
