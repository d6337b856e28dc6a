// The desk where a finding is prepared and decided upon, in a browser before the real hub: drafts,
// their approval, taking back, two persons who release, a refusal that reaches its submitter.
import t, { type Test } from 'tap'
import { dictionaries } from '../../console/src/words/dictionary.ts'
import {
  findChromium,
  type Language,
  look,
  noChromium,
  type Sight,
  startChromium,
} from '../fixture/console-browser.ts'
import { openPeopledHub, type PeopledHub } from '../fixture/peopled/hub.ts'

const skip = findChromium() === null ? noChromium : false

let hub: PeopledHub
let enter: (who: string, language: Language, path: string) => Promise<Sight>
const sights: Sight[] = []

t.before(async () => {
  if (skip !== false) return
  hub = await openPeopledHub(t)
  const browser = await startChromium(t)
  enter = async (who, language, path) => {
    const sight = await look(browser, hub, { who, language })
    sights.push(sight)
    await sight.go(path)
    return sight
  }
})

/** Closes what was opened; nobody had anything to complain of. */
const leave = async (t: Test): Promise<void> => {
  for (const { complaints, close } of sights.splice(0)) {
    t.same(complaints, [])
    await close()
  }
}

const shown = async (organisation: string, collection: string): Promise<unknown[]> => {
  const path = `/taxii2/rail/collections/${collection}/objects/`
  return (await hub.service(organisation)('GET', path)).objects ?? []
}

const press = ({ page }: Sight, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

t.test('a draft is approved by somebody else, shared, and taken back', { skip }, async (t) => {
  const w = dictionaries.en
  const yamada = await enter('yamada@fujimi', 'en', '/submit')
  await yamada.page.getByRole('combobox', { name: w.submit.collection }).click()
  await yamada.page.getByRole('option', { name: /自動フィード/ }).click()
  await yamada.page.getByLabel(w.submit.paste).fill('beacon to 203.0.113[.]50')
  await yamada.page.getByLabel(w.drafts.name).fill('Beacon')
  await press(yamada, w.drafts.save)
  await press(yamada, w.drafts.propose)
  await yamada.page.getByText(w.drafts.waits).waitFor()
  t.equal(await yamada.page.getByRole('button', { name: w.drafts.approve }).count(), 0, 'four eyes')
  t.equal(await yamada.page.getByRole('button', { name: w.drafts.send }).count(), 0)

  const suzuki = await enter('suzuki@fujimi', 'ja', '/submissions')
  await suzuki.page.getByRole('link', { name: 'Beacon' }).click()
  await suzuki.page.getByRole('article').getByText('203.0.113.50').first().waitFor()
  await press(suzuki, dictionaries.ja.drafts.approve)
  await suzuki.page.getByText(dictionaries.ja.drafts.approvedBy('suzuki')).waitFor()

  const tanaka = await enter('tanaka@fujimi', 'en', '/submissions')
  await press(tanaka, w.drafts.send)
  await tanaka.page.getByText(w.submit.taken(1)).waitFor()
  t.same(await shown('seto', 'feeds'), [], 'nobody sees it while it can be taken back')
  t.match(await shown('fujimi', 'feeds'), [{ pattern: "[ipv4-addr:value = '203.0.113.50']" }])
  await tanaka.go('/submissions')
  await tanaka.page.getByRole('row').locator('a[href^="/submissions/"]').click()
  await press(tanaka, w.submit.undo)
  await tanaka.page.getByText(w.submissions.states.undone).first().waitFor()
  t.same(await shown('fujimi', 'feeds'), [])
  await leave(t)
})

const doubtful = (n: number, name: string) => ({
  ...{ type: 'indicator', spec_version: '2.1', name, pattern_type: 'stix' },
  id: `indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd4${n}`,
  ...{ created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' },
  ...{ pattern: `[ipv4-addr:value = '203.0.113.6${n}']`, valid_from: '2026-01-01T00:00:00Z' },
})

const hold = (...objects: object[]): Promise<{ id: string }> => {
  const envelope = { group: 'rail', collection: 'indicators', objects }
  return hub.person('tanaka@fujimi')('POST', '/api/submissions', envelope)
}

t.test('two persons release what their group demands two for', { skip }, async (t) => {
  const w = dictionaries.ja
  await hold(doubtful(1, '富士見鉄道で観測'))
  const sato = await enter('sato@rail-isac', 'ja', '/review')
  await sato.page.locator('mark').getByText('富士見鉄道').waitFor()
  t.match(await sato.page.locator('del').first().innerText(), /富士見鉄道/)
  await press(sato, w.review.release)
  await sato.page.getByText(w.review.firstOfTwo).waitFor()
  t.same(await shown('seto', 'indicators'), [], 'one is not enough')
  const mori = await enter('mori@rail-isac', 'ja', '/review')
  await mori.page.getByText(w.review.needs(1, 2)).waitFor()
  await press(mori, w.review.release)
  await mori.page.getByText(w.review.released).waitFor()
  const [object] = (await shown('seto', 'indicators')) as { name: string; pattern: string }[]
  t.equal(object?.pattern, "[ipv4-addr:value = '203.0.113.61']")
  t.notMatch(object?.name, /富士見/)
  await leave(t)
})

t.test("a refusal's reason reaches the submitter", { skip }, async (t) => {
  const w = dictionaries.en
  const { id } = await hold(doubtful(2, 'Fujimi Railway, again'))
  const sato = await enter('sato@rail-isac', 'en', '/review')
  await press(sato, w.review.refuse)
  const dialog = sato.page.getByRole('dialog')
  await dialog.getByRole('button', { name: w.review.refuse, exact: true }).click()
  await dialog.getByText(w.review.reasonMissing).waitFor()
  t.same(await sato.listFindings(), [], 'axe with an open dialogue')
  await dialog.getByLabel(w.review.reason).fill('Say it without the name.')
  await dialog.getByRole('button', { name: w.review.refuse, exact: true }).click()
  await sato.page.getByText(w.review.refused).waitFor()
  const tanaka = await enter('tanaka@fujimi', 'en', `/submissions/${id}`)
  await tanaka.page.getByText(`${w.submissions.reason}: Say it without the name.`).waitFor()
  await tanaka.page.getByText(w.submissions.states.refused).first().waitFor()
  const names = JSON.stringify(await shown('seto', 'indicators'))
  t.notMatch(names, /203\.0\.113\.62|Fujimi/, 'and nothing of it leaves')
  await leave(t)
})

t.test('five questions, for who asks for no more', { skip }, async (t) => {
  const w = dictionaries.ja
  const yamada = await enter('yamada@fujimi', 'ja', '/submit')
  const timing = yamada.page.getByRole('radiogroup', { name: w.submit.when })
  t.equal(await timing.count(), 1)
  await yamada.page.getByRole('switch', { name: w.submit.simple }).focus()
  await yamada.page.keyboard.press('Space')
  await timing.waitFor({ state: 'detached' })
  await yamada.page.reload()
  await yamada.page.getByLabel(w.submit.paste).waitFor()
  t.equal(await timing.count(), 0, 'the browser remembers it')
  const safe = yamada.page.getByRole('radio', { name: w.consents.none, exact: true })
  t.equal(await safe.isChecked(), true, 'the safe answer is chosen')
  await leave(t)
})
