// The whole way of a finding through a hub, by people in a browser and in both languages: from the
// link of the first start to a member that is suspended. Everything is real: the hub as it is
// started, its database, the member's TAXII client.
import t, { type Test } from 'tap'
import { type Language, languages } from '../../console/src/words/both.ts'
import { findChromium, openWindows, type Person } from './walk-browser.ts'
import { openFreshHub } from './walk-hub.ts'
import { openOrganisation, paste, release, share, suspend } from './walk-sharing.ts'
import {
  accept,
  addCollection,
  addGroup,
  addOrganisation,
  follow,
  invite,
  issueToken,
  setUp,
  signIn,
  signOut,
  wordsOf,
} from './walk-steps.ts'

const chromium = findChromium()
const skip = chromium === null ? 'there is no Chromium on this machine' : false

const office = { name: 'office', title: '鉄道ISAC事務局' }
const acme = { name: 'acme', title: 'アクメ鉄道株式会社' }
const bolt = { name: 'bolt', title: 'ボルト電鉄株式会社' }
const group = { name: 'rail', title: '鉄道ISAC' }
const indicators = { name: 'indicators', title: '脅威指標' }

const pasted = [
  'アクメ鉄道の駅務端末から 203.0.113[.]77 への通信を確認。',
  '送付元は hxxps://login-railway[.]example/verify',
].join('\n')

const walk = async (t: Test, language: Language, executable: string): Promise<void> => {
  const w = wordsOf(language)
  const hub = await openFreshHub(t)
  const open = await openWindows(t, executable, hub.url)
  const everybody: Person[] = []
  const come = async (): Promise<Person> => {
    const person = await open(language)
    everybody.push(person)
    return person
  }

  const hana = await come()
  await setUp(hana, w, hub.setUpLink, office, 'hana')
  await hana.look('home-first')
  await signOut(hana, w, office.title)
  await signIn(hana, w, office.name, 'hana')
  await addOrganisation(hana, w, acme, ['アクメ鉄道', 'ACME'])
  const links = new Map<string, string>()
  links.set('taro', await invite(hana, w, 'taro', ['analyst']))
  await addOrganisation(hana, w, bolt, [])
  await hana.page.getByRole('link', { name: w.pages.organisations }).click()
  await hana.page.getByRole('link', { name: office.title }).click()
  links.set('ken', await invite(hana, w, 'ken', ['curator']))
  links.set('sachi', await invite(hana, w, 'sachi', ['org-admin']))
  await addGroup(hana, w, group, { office: 'steward', acme: 'contributor', bolt: 'consumer' })
  await hana.look('group')
  await addCollection(hana, w, group.name, indicators)
  await hana.look('collection')
  const token = await issueToken(hana, w, bolt.name, 'bolt-feed')
  t.match(token, /^sekisho_/)
  await follow(hana, w.pages.sharing)
  await hana.look('sharing')

  const poll = () => hub.poll(`/taxii2/${group.name}/collections/indicators/objects/`, token)
  t.match(await poll(), { status: 200 })
  t.notOk((await poll()).json.objects)

  const taro = await come()
  await accept(taro, w, links.get('taro')!)
  await taro.look('home-analyst')
  const members = await paste(taro, w, pasted)
  await taro.look('submit')
  t.match((await members.locator('del').allInnerTexts()).join(), /アクメ鉄道/)
  const promised = await members.innerText()
  t.match(promised, /203\.0\.113\.77/)
  const shared = await share(taro, w)
  await taro.look('receipt')
  t.equal(shared.length, 2)
  await taro.page.getByText(w.submissions.heldHint).waitFor()
  t.notOk((await poll()).json.objects, 'what is held reaches nobody')

  const ken = await come()
  await accept(ken, w, links.get('ken')!)
  await ken.look('home-reviewer')
  await follow(ken, w.pages.review)
  await ken.look('review')
  for (const _ of shared) await release(ken, w)
  await ken.page.getByText(w.review.empty).waitFor()
  await ken.look('review-empty')

  const received = await poll()
  t.same(received.json.objects, [])
  t.notMatch(received.text, /アクメ|acme/i)

  await follow(taro, w.pages.submissions)
  await taro.look('submissions')
  await taro.go(`/objects/${shared[0]}`)
  await taro.look('object')
  const sachi = await come()
  await accept(sachi, w, links.get('sachi')!)
  await openOrganisation(sachi, w, bolt.title)
  await suspend(sachi, w, '認証情報の漏えいの疑い')
  await sachi.look('organisation-suspended')
  t.match(await poll(), { status: 403 })

  for (const person of everybody) t.same(person.complaints, [])
}

for (const language of process.env.WL ? [process.env.WL as Language] : languages) {
  t.test(`from the first start to a suspension, ${language}`, { skip }, async (t) => {
    await walk(t, language, chromium as string)
  })
}
