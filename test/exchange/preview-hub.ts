// A hub with one owner and viewers of every relation to it: text, tokens, collections. Data alone.
import { printToken } from '../../src/core/credential/token.ts'

export const names = [
  ...['acme', 'bolt', 'cargo', 'capped', 'cert', 'agency', 'peerhub', 'shop', 'mssp'],
  ...['outsider', 'taro', 'jiro', 'goro', 'stranger', 'kaede'],
] as const

export const tokenOf = (name: string): string =>
  printToken('test', new Uint8Array(20).fill(names.indexOf(name as never) + 1))

export const home = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
export const shared = '3c5e7a19-8b2d-4f61-a0c4-7d9e1b3f5a27'
export const open = '5e7a9c1b-4d3f-4a82-b6e0-9f1c3d5b7a49'
export const rootOf: Record<string, string> = {
  [home]: 'rail',
  [shared]: 'community',
  [open]: 'public',
}

const feed = (name: string, more = ''): string =>
  `    credentials: [{ name: feed, token: ${tokenOf(name)}${more} }]\n`

/** The owner knows everybody by name, because all are in the group `all`. */
export const hubText = (changes: { rail?: string; gate?: string } = {}): string => `
organisations:
  - name: acme
    title: Acme Rail
    sectors: [transport]
    identities: [identity--0a0b0c0d-0000-4000-8000-000000000001]
    assets: { domains: [acme.example], cidrs: [198.51.100.0/24], terms: [Acme, アクメ] }
    people: [{ name: taro, roles: [submitter, approver] }]
    credentials:
      - { name: feed, token: ${tokenOf('acme')} }
      - { name: key, kind: person, person: taro, token: ${tokenOf('taro')} }
  - name: bolt
    title: Bolt
    sectors: [energy]
    assets: { domains: [bolt.example] }
    people: [{ name: jiro }]
    clearances: [{ name: attribution }]
    credentials:
      - { name: feed, token: ${tokenOf('bolt')} }
      - { name: key, kind: person, person: jiro, token: ${tokenOf('jiro')} }
  - name: cargo
    title: Cargo
    sectors: [transport]
    credentials:
      - { name: feed, token: ${tokenOf('cargo')} }
      - { name: capped, token: ${tokenOf('capped')}, max_tlp: green }
  - name: cert
    title: CERT
    kind: cert
    people: [{ name: goro, roles: [auditor] }, { name: kaede, roles: [curator] }]
    credentials:
      - { name: feed, token: ${tokenOf('cert')} }
      - { name: key, kind: person, person: goro, token: ${tokenOf('goro')} }
      - { name: second, kind: person, person: kaede, token: ${tokenOf('kaede')} }
  - name: agency
    title: Agency
    kind: government
${feed('agency')}  - name: peerhub
    title: Peer
    kind: peer-hub
    peer: { max_tlp: amber }
${feed('peerhub')}  - name: mssp
    title: Guard
    kind: mssp
    vouches: [shop]
${feed('mssp')}  - name: shop
    title: Shop
    client_of: [mssp]
${feed('shop')}  - name: outsider
    title: Outsider
${feed('outsider')}  - name: stranger
    title: Stranger
${feed('stranger')}groups:
  - name: rail
    title: Rail ISAC
    members:
      { acme: contributor, bolt: contributor, cargo: contributor, mssp: contributor,
        cert: steward, agency: consumer, peerhub: consumer }
    clients: allowed
    ${changes.rail ?? 'consent: none'}
  - name: all
    title: All
    members: { acme: observer, shop: observer, outsider: observer }
  - name: elsewhere
    title: Elsewhere
    members: { stranger: contributor, outsider: steward }
collections:
  - { group: rail, name: indicators, title: Indicators, id: ${home},
      spreads_to: { community: shared, public: open } }
  - { group: elsewhere, name: notes, title: Notes }
  - { group: community, name: shared, title: Shared, id: ${shared} }
  - { group: public, name: open, title: Open, id: ${open},
      publish_gate: ${changes.gate ?? 'automatic'} }
`
