// Who is signed in, and signing in: sessions, set-up, invitations. Other files of this folder know
// nothing of it.
import { askWhole, get, keepCsrf, path, post, remove } from './request.ts'

export type Person = {
  organisation: string
  organisation_title: string
  name: string
  email: string | null
  roles: string[]
  groups: { name: string; title: string; level: string }[]
  second_factor: 'none' | 'needed' | 'done'
  language: 'ja' | 'en' | null
}

export type Session = {
  signed_in: boolean
  csrf: string | null
  methods: { local: boolean; oidc: { name: string; url: string } | null }
  setup_needed: boolean
  person: Person | null
}

export const readSession = async (): Promise<Session> => {
  const session = await get<Session>('/api/session')
  keepCsrf(session.csrf)
  return session
}

/** Resolves with whether a second factor is asked for. */
export const signIn = async (asked: {
  organisation: string
  person: string
  password: string
}): Promise<'done' | 'needed'> => {
  const { body } = await askWhole<{ second_factor?: string } | null>('POST', '/api/session', {
    body: asked,
  })
  return body?.second_factor === 'needed' ? 'needed' : 'done'
}

export const giveSecondFactor = (code: string): Promise<void> =>
  post('/api/session/second-factor', { code })

export const signOut = (): Promise<void> => remove('/api/session')

export type SetUp = {
  token: string
  organisation: { name: string; title: string }
  person: { name: string; email?: string }
  password: string
}

export const setUpHub = (asked: SetUp): Promise<void> => post('/api/setup', asked)

export const acceptInvitation = (token: string, password: string): Promise<void> =>
  post('/api/invitation/accept', { token, password })

export const invite = (
  organisation: string,
  person: string,
): Promise<{ url: string; expires: string }> =>
  post(path`/api/organisations/${organisation}/people/${person}/invitation`)
