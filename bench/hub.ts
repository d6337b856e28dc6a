// A hub to measure: its own Postgres, as durable as in production, and the hub as its own process.
import { type HubProcess, startHubProcess } from '../test/harness/hub-process.ts'

export const collectionIds = {
  small: '10000000-0000-4000-8000-000000000001',
  large: '10000000-0000-4000-8000-000000000002',
  huge: '10000000-0000-4000-8000-000000000003',
  ingest: '10000000-0000-4000-8000-000000000004',
}

/** The level decides how much of the measured feeds a viewer sees: all, a tenth, a thousandth. */
const hubFile = `
hub: { title: Bench }
organisations:
  - name: all
    title: All
    credentials: [{ name: p, basic: { username: all, password: "all to see and write" } }]
  - name: tenth
    title: Tenth
    credentials: [{ name: p, basic: { username: tenth, password: "a tenth to be seen" } }]
  - name: rare
    title: Rare
    credentials: [{ name: p, basic: { username: rare, password: "one in a thousand" } }]
groups:
  - { name: bench, title: Bench, members: { all: steward, tenth: contributor, rare: consumer } }
collections:
  - { group: bench, name: small, title: Small, id: ${collectionIds.small} }
  - { group: bench, name: large, title: Large, id: ${collectionIds.large} }
  - { group: bench, name: huge, title: Huge, id: ${collectionIds.huge} }
  - { group: bench, name: ingest, title: Ingest, id: ${collectionIds.ingest} }
`

export const viewers = {
  '100 %': 'all:all to see and write',
  '10 %': 'tenth:a tenth to be seen',
  '0.1 %': 'rare:one in a thousand',
}

export type BenchHub = HubProcess

/** Starts Postgres and a hub over it in a throw-away folder. */
export const startHub = (): Promise<BenchHub> => startHubProcess(hubFile)
