// A hub with many members and one collection, as a process of its own, for runs of load: each
// member reads and writes with a token of its own. Knows no run.
import { printToken } from '../../../src/core/credential/token.ts'
import { openHubProcess } from '../cluster/hubs.ts'
import { openCluster } from '../resilience/cluster.ts'
import type { Ground } from '../resilience/row.ts'

const taxii = 'application/taxii+json;version=2.1'
const collectionId = '4f0a1c9e-62b7-4d1b-8a35-0d6f0c2a7e51'
export const objectsPath = `/taxii2/rail/collections/${collectionId}/objects/`

export type Members = {
  /** Without a slash at its end. */
  url: string
  port: number
  count: number
  headersOf(n: number): Record<string, string>
  /** Posts as the first member; throws when it is not taken. */
  share(objects: object[]): Promise<void>
}

const organisationOf = (token: string, n: number): string =>
  `  - { name: m${n}, title: M${n}, credentials: [{ name: feed, token: ${token} }] }`

const hubFileOf = (tokens: string[]): string => `
organisations:
${tokens.map(organisationOf).join('\n')}
groups:
  - name: rail
    title: Rail
    default_tlp: green
    members: { ${tokens.map((_, n) => `m${n}: contributor`).join(', ')} }
collections:
  - { group: rail, name: indicators, title: Indicators, id: ${collectionId} }
`

type Wish = {
  count: number
  settings?: Record<string, string>
  /** Where the hub finds its database; that of a cluster of its own by default. */
  databaseUrl?: string
}

/** Starts one; it ends with the ground. Its metrics may be read from this machine. */
export const openMembers = async (
  ground: Pick<Ground, 'teardown'>,
  { count, settings = {}, databaseUrl }: Wish,
): Promise<Members> => {
  const DATABASE_URL = databaseUrl ?? (await openCluster(ground)).url
  const tokens = Array.from({ length: count }, () =>
    printToken('soak', crypto.getRandomValues(new Uint8Array(20))),
  )
  const given = { SEKISHO_PROXIES: '', DATABASE_URL, ...settings }
  const { url, port } = await openHubProcess(ground, hubFileOf(tokens), given)
  const headersOf = (n: number): Record<string, string> => ({
    authorization: `Bearer ${tokens[n % count]}`,
    accept: taxii,
    'content-type': taxii,
  })
  return {
    url,
    port,
    count,
    headersOf,
    async share(objects) {
      const options = { method: 'POST', headers: headersOf(0), body: JSON.stringify({ objects }) }
      const answer = await fetch(url + objectsPath, options)
      const status = (await answer.json()) as { id: string; status: string }
      if (answer.status !== 202) throw new Error(`an envelope was answered ${answer.status}`)
      for (let said = status; said.status !== 'complete'; ) {
        const asked = await fetch(`${url}/taxii2/rail/status/${status.id}/`, {
          headers: headersOf(0),
        })
        said = (await asked.json()) as typeof status
      }
    },
  }
}
