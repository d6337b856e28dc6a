// The hub of a corpus run: one producer, one consumer, and collections for what is to be pushed.
import { randomUUID } from 'node:crypto'

export type Collection = { id: string; name: string; mediaTypes: string[] }

const mediaTypes = {
  '2.1': ['application/stix+json;version=2.1'],
  '2.0': ['application/stix+json;version=2.1', 'application/stix+json;version=2.0'],
}

export const producer = 'producer:what the producer says'
export const consumer = 'consumer:what the consumer says'
export const groupName = 'corpus'

/** A collection for content of STIX 2.1, or one that takes 2.0 as well. */
export const makeCollection = (name: string, specVersion: '2.0' | '2.1'): Collection => ({
  id: randomUUID(),
  name,
  mediaTypes: mediaTypes[specVersion],
})

const printOrganisation = (credentials: string): string => {
  const [name, password] = credentials.split(':')
  const basic = `basic: { username: ${name}, password: "${password}" }`
  return `  - { name: ${name}, title: ${name}, credentials: [{ name: feed, ${basic} }] }`
}

const printCollection = ({ id, name, mediaTypes: types }: Collection): string =>
  `  - { group: ${groupName}, name: ${name}, title: ${name}, id: ${id}, ` +
  `media_types: ${JSON.stringify(types)} }`

/** The hub file with these collections. What one member pushes, the other polls. */
export const printHubFile = (collections: Collection[]): string =>
  `${[
    'hub: { title: Corpus run }',
    'organisations:',
    printOrganisation(producer),
    printOrganisation(consumer),
    'groups:',
    `  - name: ${groupName}`,
    '    title: Corpus',
    '    members: { producer: contributor, consumer: consumer }',
    'collections:',
    ...collections.map(printCollection),
  ].join('\n')}\n`
