// One's own account: password, second factor, preferences, sessions.
import { get, type Page, path, post, put, remove } from './request.ts'

export const changePassword = (old: string, fresh: string): Promise<void> =>
  put('/api/account/password', { old, new: fresh })

export const beginSecondFactor = (): Promise<{ secret: string; uri: string }> =>
  post('/api/account/totp')

export const checkSecondFactor = (code: string): Promise<{ recovery_codes: string[] }> =>
  put('/api/account/totp', { code })

export const endSecondFactor = (): Promise<void> => remove('/api/account/totp')

export type Preferences = { language: 'ja' | 'en' | null; digest: 'none' | 'daily' }

export const readPreferences = (): Promise<Preferences> => get('/api/account/preferences')

export const savePreferences = (preferences: Preferences): Promise<void> =>
  put('/api/account/preferences', preferences)

export type SessionKept = {
  id: string
  agent: string
  since: string
  seen: string
  current: boolean
}

export const listSessions = (): Promise<Page<SessionKept>> => get('/api/account/sessions')

export const endSession = (id: string): Promise<void> => remove(path`/api/account/sessions/${id}`)

export const endOtherSessions = (): Promise<void> => remove('/api/account/sessions')
