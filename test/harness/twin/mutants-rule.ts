// Leaks of the rule: the audiences say who may see what, and each of these forgets a word of them.
import { type Atom, type Audience, admits, anyone } from '../../../src/core/sharing/audience.ts'
import type { Clearance } from '../../../src/core/sharing/clearance.ts'
import type { Client, Pool } from '../../../src/storage/pools.ts'
import type { Mutant } from './mutant.ts'
import type { World } from './world.ts'

/** Reads every audience as `weaken` leaves it: in the question and in both walls after it. */
const misread = (name: string, weaken: (audience: Audience) => Audience): Mutant => ({
  name,
  seed({ ctx }: World) {
    const { audiences } = ctx
    const kept = { ...audiences }
    const met = new Map<number, Audience>()
    const decide = (id: number, clearance: Clearance) => {
      const audience = met.get(id)
      return audience === undefined
        ? kept.decideNow(id, clearance)
        : admits(weaken(audience), clearance)
    }
    Object.assign(audiences, {
      decideNow: decide,
      admitsNow: (id: number, clearance: Clearance) => decide(id, clearance).admitted,
      async admitting(ids: number[], clearance: Clearance, client: Client) {
        const meaning = await kept.read(ids, client)
        for (const id of ids) met.set(id, meaning(id))
        return ids.filter((id) => decide(id, clearance).admitted)
      },
    })
    return () => Object.assign(audiences, kept)
  },
})

const withoutAtoms =
  (side: 'all' | 'none', forgotten: (atom: Atom) => boolean) =>
  ({ any }: Audience): Audience => ({
    any: any.map((clause) => ({
      ...clause,
      [side]: clause[side].filter((atom) => !forgotten(atom)),
    })),
  })

const isCalledBy = (file: string): boolean => new Error('where').stack?.includes(file) === true

/** Answers for one caller of the book what nobody should be told. */
const mislead = (name: string, file: string, changes: object): Mutant => ({
  name,
  seed({ ctx }: World) {
    const { audiences } = ctx
    const kept = { ...audiences }
    const misled = Object.fromEntries(
      Object.entries(changes).map(([verb, wrong]) => [
        verb,
        (...given: unknown[]) => {
          const right = kept[verb as keyof typeof kept] as (...given: unknown[]) => unknown
          return isCalledBy(file) ? wrong(...given) : right(...given)
        },
      ]),
    )
    Object.assign(audiences, misled)
    return () => Object.assign(audiences, kept)
  },
})

export const ruleMutants: Mutant[] = [
  misread(
    'the rule forgets exclusions',
    withoutAtoms('none', ({ is }) => is === 'organisation'),
  ),
  misread(
    'the rule forgets the level a credential may have',
    withoutAtoms('all', ({ is }) => is === 'tlp'),
  ),
  misread(
    'the rule forgets clearances',
    withoutAtoms('all', ({ is }) => is === 'clearance'),
  ),
  misread(
    'the rule forgets that authorities ask for consent',
    withoutAtoms('none', ({ is }) => is === 'kind'),
  ),
  misread(
    'the rule forgets whom a submission is addressed to',
    withoutAtoms('all', ({ is }) => is === 'organisation'),
  ),
  mislead('an object is announced already, to whomever', 'meet.ts', {
    read: async (_ids: number[], _client: Client | Pool) => () => anyone,
  }),
  mislead('a DELETE tells of what is hidden', 'withdraw.ts', {
    admitting: async (ids: number[]) => ids,
  }),
]
