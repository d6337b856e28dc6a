// What a hub file asks for that nothing in the hub acts on yet, so that nobody relies on it. Knows
// no database. Every key listed here leaves the list with the change that enforces it.
import type { HubFile } from './model.ts'

type Wish = { where: string; key: string; isAsked: boolean }

const isFilled = (value: object | undefined): boolean =>
  value !== undefined && Object.keys(value).length > 0

const wishesOf = ({ organisations, groups, collections }: HubFile): Wish[] => [
  ...organisations.flatMap(({ name, assets, vouches, client_of, credentials }) => [
    { where: `organisation ${name}`, key: 'assets', isAsked: isFilled(assets) },
    { where: `organisation ${name}`, key: 'vouches', isAsked: isFilled(vouches) },
    { where: `organisation ${name}`, key: 'client_of', isAsked: isFilled(client_of) },
    ...credentials.map((credential) => ({
      where: `credential ${name}/${credential.name}`,
      key: 'max_tlp',
      isAsked: credential.max_tlp !== undefined,
    })),
  ]),
  ...groups.flatMap(({ name, max_tlp, default_tlp, clients, consent, history }) => {
    const where = `group ${name}`
    return [
      { where, key: 'max_tlp', isAsked: max_tlp !== 'amber+strict' },
      { where, key: 'default_tlp', isAsked: default_tlp !== undefined },
      { where, key: 'clients', isAsked: clients !== 'forbidden' },
      { where, key: 'consent', isAsked: consent !== 'none' },
      { where, key: 'history', isAsked: history !== 'all' },
    ]
  }),
  ...collections.flatMap(({ group, name, default_tlp, spreads_to, publish_gate }) => {
    const where = `collection ${group}/${name}`
    return [
      { where, key: 'default_tlp', isAsked: default_tlp !== undefined },
      { where, key: 'spreads_to', isAsked: isFilled(spreads_to) },
      { where, key: 'publish_gate', isAsked: publish_gate !== undefined },
    ]
  }),
]

/** One sentence for each wish that is kept without effect; a key at its default wishes nothing. */
export const listUnenforced = (hub: HubFile): string[] =>
  wishesOf(hub)
    .filter(({ isAsked }) => isAsked)
    .map(({ where, key }) => `${where}: \`${key}\` is kept and has no effect in this release`)
