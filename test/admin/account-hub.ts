// A hub with people of every role, and their passwords. Data alone.
import type { Test } from 'tap'
import { type AppliedHub, openAppliedHub } from '../fixture/applied-hub.ts'
import { type Browser, givePassword, openBrowser } from '../fixture/browser.ts'
import { tokenOf } from '../fixture/isac.ts'

export const password = 'eleven plum trees in rain'

const people = (...roles: string[]): string =>
  roles.map((role) => `{ name: ${role}, roles: [${role}] }`).join(', ')

export const collectionId = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'

export const accountHub = `
organisations:
  - name: acme
    title: Acme Rail
    people: [{ name: taro, email: Taro@acme.example, roles: [submitter, approver] }, { name: kei },
      { name: mixed, roles: [org-admin, auditor] }, ${people('analyst', 'org-admin', 'curator')}]
    credentials:
      - { name: feed, token: ${tokenOf('acme')} }
      - { name: taro-key, kind: person, person: taro, token: ${tokenOf('taro@acme')} }
  - name: bolt
    title: Bolt
    people: [{ name: jiro, roles: [submitter] }, ${people('org-admin')}]
    credentials: [{ name: feed, token: ${tokenOf('bolt')} }]
  - name: cert
    title: CERT
    kind: cert
    people: [${people('curator', 'analyst')}]
  - name: hub
    title: Secretariat
    kind: isac
    people: [${people('hub-admin', 'auditor')}]
  - name: gone
    title: Gone
    status: suspended
    people: [{ name: mika }]
groups:
  - name: rail
    title: Rail ISAC
    members: { acme: contributor, bolt: contributor, cert: steward }
  - { name: road, title: Road ISAC, members: { bolt: steward } }
collections:
  - { group: rail, name: indicators, title: Indicators, id: ${collectionId}, alias: indicators }
`

export type AccountHub = AppliedHub & {
  browser(): Browser
  /** A browser in which this person is signed in. */
  as(person: string, organisation: string): Promise<Browser>
}

/** Opens it; `text` is what its hub file says. Everybody named by `as` has the same password. */
export const openAccountHub = async (
  t: Pick<Test, 'teardown'>,
  text = accountHub,
): Promise<AccountHub> => {
  const hub = await openAppliedHub(t, text)
  return {
    ...hub,
    browser: () => openBrowser(hub.app),
    async as(person, organisation) {
      await givePassword(hub.query, organisation, person, password)
      const browser = openBrowser(hub.app)
      const { status, text } = await browser.signIn(organisation, person, password)
      if (status !== 204) throw new Error(`${person} is not let in: ${status} ${text}`)
      return browser
    },
  }
}
