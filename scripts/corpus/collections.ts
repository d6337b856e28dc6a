// The hub of a corpus run: one organisation, and collections for what is to be pushed.
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

const printCredential = (credentials: string, kind: string): string => {
  const [username, password] = credentials.split(':')
  const basic = `{ username: ${username}, password: "${password}" }`
  return `      - { name: ${username}, ${kind}, basic: ${basic} }`
}

const printCollection = ({ id, name, mediaTypes: types }: Collection): string =>
  `  - { group: ${groupName}, name: ${name}, title: ${name}, id: ${id}, ` +
  `media_types: ${JSON.stringify(types)} }`

/**
 * The hub file with these collections. A service pushes and a person of the same organisation
 * polls: the owner's people are shown all that is theirs, whatever its markings keep from others.
 */
export const printHubFile = (collections: Collection[]): string =>
  `${[
    'hub: { title: Corpus run }',
    'organisations:',
    '  - name: owner',
    '    title: Owner',
    '    people: [{ name: reader }]',
    '    credentials:',
    printCredential(producer, 'kind: service'),
    printCredential(consumer, 'kind: person, person: reader'),
    'groups:',
    `  - name: ${groupName}`,
    '    title: Corpus',
    '    members: { owner: contributor }',
    'collections:',
    ...collections.map(printCollection),
  ].join('\n')}\n`
