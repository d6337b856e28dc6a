// Who is signed in, for every page. Without a session there is nothing but the ways to get one.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Person, readSession, type Session } from '../api/session.ts'

const sessionKey = ['session'] as const

export const useSessionQuery = () =>
  useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 })

/** Forgets all that was fetched for whoever was signed in, and asks who is now. */
export const useRenewSession = () => {
  const queries = useQueryClient()
  return async (): Promise<Session> => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    await queries.invalidateQueries({ queryKey: sessionKey })
    return queries.fetchQuery({ queryKey: sessionKey, queryFn: readSession })
  }
}

const PersonContext = createContext<Person | null>(null)

export const PersonProvider = ({ person, children }: { person: Person; children: ReactNode }) => (
  <PersonContext value={person}>{children}</PersonContext>
)

type Signed = {
  person: Person
  hasRole(...roles: string[]): boolean
  /** Looks after a group, in person. */
  stewards: boolean
  /** Whether it stewards this group. */
  isSteward(group: string): boolean
  /** Reads what is shared: who only configures or audits does not. */
  reads: boolean
}

const withoutContent = ['hub-admin', 'auditor']

/** The person that is signed in. What it may do is decided by the hub; this only hides the rest. */
export const usePerson = (): Signed => {
  const person = useContext(PersonContext)
  if (person === null) throw new Error('nobody is signed in around this')
  return useMemo(() => {
    const { roles } = person
    const hasRole = (...wanted: string[]) => wanted.some((role) => roles.includes(role))
    const isSteward = (group: string) =>
      hasRole('curator', 'org-admin') &&
      person.groups.some(({ name, level }) => name === group && level === 'steward')
    return {
      person,
      hasRole,
      stewards: person.groups.some(({ name }) => isSteward(name)),
      isSteward,
      reads: roles.length === 0 || roles.some((role) => !withoutContent.includes(role)),
    }
  }, [person])
}
