// Where the console begins in the browser: the providers around it, and nothing else.
import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.css'
import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.css'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/request.ts'
import { App } from './app.tsx'
import './console.css'
import { theme, variables } from './theme.ts'
import { LanguageProvider } from './words/language.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
// What locks the scrolling behind a dialogue looks for its nonce here.
Object.assign(globalThis, { __webpack_nonce__: nonce })

const freshMs = 15_000

/** A session that has run out shows the sign-in page, wherever it is noticed. */
const noticeSignedOut = (error: unknown, key?: readonly unknown[]): void => {
  if (error instanceof Problem && error.status === 401 && key?.[0] !== 'session') {
    void queries.invalidateQueries({ queryKey: ['session'] })
  }
}

const queries: QueryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: freshMs, retry: false } },
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => noticeSignedOut(error, queryKey),
  }),
  mutationCache: new MutationCache({ onError: (error) => noticeSignedOut(error) }),
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <LanguageProvider>
          <Notifications position="bottom-right" />
          <App />
        </LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)
