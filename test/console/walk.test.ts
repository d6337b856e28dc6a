// The whole way of a finding through a hub, by people in a browser and in both languages: from the
// link of the first start to a member that is suspended. Everything is real: the hub as it is
// started, its database, the member's TAXII client.
import t, { type Test } from 'tap'
import { type Language, languages } from '../../console/src/words/both.ts'
import { type Dictionary, dictionaries } from '../../console/src/words/dictionary.ts'
import { findChromium, noChromium } from '../fixture/console-browser.ts'
import { openWindows, type Person } from './walk-browser.ts'
import { openFreshHub, type Polled } from './walk-hub.ts'
import { openOrganisation, openSubmission, paste, release, share, suspend } from './walk-sharing.ts'
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
} from './walk-steps.ts'

const skip = findChromium() === null ? noChromium : false

const office = { name: 'office', title: '鉄道ISAC事務局' }
const acme = { name: 'acme', title: 'アクメ鉄道株式会社' }
const bolt = { name: 'bolt', title: 'ボルト電鉄株式会社' }
const group = { name: 'rail', title: '鉄道ISAC' }
const indicators = { name: 'indicators', title: '脅威指標' }
const objects = '/taxii2/rail/collections/indicators/objects/'

const pasted = [
  'アクメ鉄道の駅務端末から 203.0.113[.]77 への通信を確認。',
  '送付元は hxxps://login-railway[.]example/verify',
].join('\n')

type Walk = { t: Test; w: Dictionary; come(): Promise<Person> }

type Founded = { token: string; links: Record<'taro' | 'ken' | 'sachi', string> }

/** The first person sets the hub up, admits the others and gives a member its credential. */
const found = async ({ t, w, come }: Walk, link: string): Promise<Founded> => {
  const hana = await come()
  await setUp(hana, w, link, office, 'hana')
  await hana.look('home-first')
  await signOut(hana, w, office.title)
  await signIn(hana, w, office.name, 'hana')
  await addOrganisation(hana, w, acme, ['アクメ鉄道', 'ACME'])
  const taro = await invite(hana, w, 'taro', ['analyst'])
  await addOrganisation(hana, w, bolt, [])
  await openOrganisation(hana, w, office.title)
  const ken = await invite(hana, w, 'ken', ['curator'])
  const sachi = await invite(hana, w, 'sachi', ['org-admin'])
  await addGroup(hana, w, group, { office: 'steward', acme: 'contributor', bolt: 'consumer' })
  await hana.look('group')
  await addCollection(hana, w, group.name, indicators)
  await hana.look('collection')
  const token = await issueToken(hana, w, bolt.name, 'bolt-feed')
  t.match(token, /^sekisho_/)
  const shown = hana.page.getByText(token)
  await shown.waitFor({ state: 'detached' }).catch(() => {})
  t.equal(await shown.count(), 0, 'a secret is shown once')
  await follow(hana, w.pages.sharing)
  await hana.look('sharing')
  return { token, links: { taro, ken, sachi } }
}

/** An analyst pastes, sees what is removed, and shares; it is held. */
const submit = async ({ t, w }: Walk, taro: Person, link: string): Promise<string[]> => {
  await accept(taro, w, link)
  await taro.look('home-analyst')
  const members = await paste(taro, w, pasted)
  await taro.look('submit')
  t.match((await members.locator('del').allInnerTexts()).join(), /アクメ鉄道/, 'it is struck out')
  const promised = await members.innerText()
  t.match(promised, /203\.0\.113\.77.*login-railway\.example/s)
  t.match(promised, w.preview.intact)
  const sentence = w.preview.sentence(
    w.preview.organisations('2', false),
    w.preview.indicators(2),
    'none',
  )
  await taro.page.getByText(sentence).waitFor()
  const shared = await share(taro, w)
  await taro.look('receipt')
  t.equal(shared.length, 2)
  return shared
}

const isReceived = (t: Test, { status, json, text }: Polled): void => {
  t.equal(status, 200)
  const patterns = json.objects.map(({ pattern }: { pattern?: string }) => pattern)
  t.same(
    patterns.sort(),
    ["[ipv4-addr:value = '203.0.113.77']", "[url:value = 'https://login-railway.example/verify']"],
    'the indicators are intact',
  )
  t.notMatch(text, /アクメ|acme|taro/i, 'neither the victim nor the source')
  t.match(text, /VICTIM-1/)
}

const review = async ({ w }: Walk, ken: Person, link: string, count: number): Promise<void> => {
  await accept(ken, w, link)
  await ken.look('home-reviewer')
  await follow(ken, w.pages.review)
  await ken.look('review')
  for (let released = 0; released < count; released++) await release(ken, w)
  await ken.page.getByText(w.review.empty).waitFor()
  await ken.look('review-empty')
}

/** The owner is told that it was released, and how many of which kind received it. */
const lookBack = async ({ w }: Walk, taro: Person, id: string): Promise<void> => {
  await openSubmission(taro, w)
  await taro.page.getByText(w.submissions.states.complete).first().waitFor()
  await taro.look('submission')
  await taro.go(`/objects/${id}`)
  await taro.page.getByText('アクメ鉄道').first().waitFor()
  const received = w.objects.receivedOthers(w.kinds.company, w.lists.fewer)
  await taro.page.getByText(received, { exact: true }).waitFor()
  await taro.look('object')
}

const walk = async (t: Test, language: Language): Promise<void> => {
  const w = dictionaries[language]
  const hub = await openFreshHub(t)
  const open = await openWindows(t, hub.url)
  const everybody: Person[] = []
  const come = async (): Promise<Person> => {
    const person = await open(language)
    everybody.push(person)
    return person
  }
  const each: Walk = { t, w, come }
  const { token, links } = await found(each, hub.setUpLink)
  const poll = () => hub.poll(objects, token)
  t.match(await poll(), { status: 200, json: { objects: undefined } })

  const taro = await come()
  const shared = await submit(each, taro, links.taro)
  t.match(
    await poll(),
    { status: 200, json: { objects: undefined } },
    'what is held reaches nobody',
  )
  await review(each, await come(), links.ken, shared.length)
  isReceived(t, await poll())
  await lookBack(each, taro, shared[0] as string)

  const sachi = await come()
  await accept(sachi, w, links.sachi)
  await openOrganisation(sachi, w, bolt.title)
  await suspend(sachi, w, '認証情報の漏えいの疑い')
  await sachi.look('organisation-suspended')
  t.match(await poll(), { status: 401 }, 'from the next request on')
  for (const { complaints } of everybody) t.same(complaints, [], 'no error, breach or stranger')
}

for (const language of languages) {
  t.test(`from the first start to a suspension, ${language}`, { skip }, (t) => walk(t, language))
}
