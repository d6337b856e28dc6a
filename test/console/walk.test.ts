// What a person does in the console, in a browser, against the hub where it answers already: signs
// in, pastes, sees who would see what, shares, and asks who can see it.
import t from 'tap'
import { type Isac, openIsac } from '../fixture/isac.ts'
import { findChromium, openBrowser } from './browser.ts'
import { signedIn, signedOut } from './stand-in.ts'

const chromium = findChromium()
const skip = chromium === null ? 'there is no Chromium on this machine' : false

let isac: Isac
let browser: Awaited<ReturnType<typeof openBrowser>>

t.before(async () => {
  if (chromium === null) return
  isac = await openIsac(t)
  browser = await openBrowser(t, chromium, isac)
})

t.test(
  'signing in by password and second factor, and back to where one was going',
  {
    skip,
  },
  async (t) => {
    let step = 0
    const waiting = { ...signedIn, person: { ...signedIn.person, second_factor: 'needed' } }
    const seen = await browser.open('en', 'light', {
      'GET /api/session': () => ({ status: 200, body: [signedOut, waiting, signedIn][step] }),
      'POST /api/session': () => {
        step = 1
        return { status: 200, body: { second_factor: 'needed' } }
      },
      'POST /api/session/second-factor': () => {
        step = 2
        return { status: 200, body: {} }
      },
    })
    const { page } = seen
    await seen.go('/groups')
    t.match(page.url(), /\/sign-in\?to=%2Fgroups$/)
    t.equal(
      await page.getByRole('link', { name: 'Sign in with ISAC ID' }).getAttribute('href'),
      '/api/session/oidc',
    )
    await page.getByLabel('Organisation').fill('a')
    await page.getByLabel('Your name').fill('taro')
    await page.getByLabel('Password', { exact: true }).fill('a long enough password')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    await page.getByLabel('Code').fill('123456')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Trust groups', level: 1 }).waitFor()
    t.match(page.url(), /\/groups$/)
    t.same(seen.complaints, [])
    await seen.close()
  },
)

t.test('what is pasted is previewed, shared, and can be asked about', { skip }, async (t) => {
  const seen = await browser.open('ja', 'light')
  const { page } = seen
  await seen.go('/submit')
  const share = page.getByRole('button', { name: 'この内容で提供する' })
  t.equal(await share.isDisabled(), true, 'nothing to share yet')
  await page.getByLabel('お持ちのものを貼り付けてください').fill('ACME was called by 203.0.113.7')
  await page.getByText('誰にも分かりません').waitFor()
  const members = page.getByRole('article').filter({ hasText: 'グループのメンバー' }).first()
  t.match(await members.locator('del').allInnerTexts(), [/ACME/], 'the name is struck through')
  t.match(await members.innerText(), /203\.0\.113\.7/)
  await members.getByText('そのまま', { exact: true }).waitFor()
  await page.getByLabel('すぐに').check()
  await share.click()
  await page.getByText('1件を受け付けました').waitFor()
  const link = page.getByRole('link', { name: /^indicator--/ })
  const id = await link.innerText()
  const [shown] = await isac.as('b').poll()
  t.match(shown?.name, /^Seen at \[/, 'b gets what the preview showed')
  t.equal(shown?.pattern, "[ipv4-addr:value = '203.0.113.7']")
  t.same(seen.complaints, [])
  await seen.close()

  const asking = await browser.open('en', 'dark', {
    [`GET /api/objects/${id}`]: {
      versions: [],
      audiences: [],
      relations: { nodes: [], edges: [] },
      mine: true,
    },
  })
  await asking.go(`/objects/${id}`)
  await asking.page.getByLabel('Organisation').fill('b')
  await asking.page.getByRole('button', { name: 'Explain' }).click()
  await asking.page.getByText('b can see it.').waitFor()
  await asking.page.getByText('company: fewer than five').waitFor()
  t.same(asking.complaints, [])
  await asking.close()
})

t.test('a refusal asks for a reason and sends it', { skip }, async (t) => {
  const sent: unknown[] = []
  const seen = await browser.open('en', 'light', {
    'POST /api/reviews/r1/refuse': (_: unknown, body: string) => {
      sent.push(JSON.parse(body))
      return { status: 200, body: { state: 'refused', needs: 0 } }
    },
  })
  const { page } = seen
  await seen.go('/review')
  await page.getByRole('button', { name: 'Refuse' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await dialog.getByText('Write the reason: the submitter will read it.').waitFor()
  t.same(sent, [], 'nothing goes without a reason')
  await dialog.getByLabel('Reason').fill('It names a victim.')
  t.same(await seen.listFindings(), [], 'axe with an open dialogue')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await page.getByText('Refused. The submitter will read your reason.').waitFor()
  t.same(sent, [{ reason: 'It names a victim.' }])
  t.same(seen.complaints, [])
  await seen.close()
})

t.test('the menu, the language and the colours by keyboard', { skip }, async (t) => {
  const seen = await browser.open('en', 'light')
  const { page } = seen
  await seen.go('/')
  t.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
  await page.getByRole('link', { name: 'Ledger' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Ledger', level: 1 }).waitFor()
  t.equal(await page.title(), 'Ledger · Sekisho')
  await page.getByRole('radio', { name: '日本語' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: '台帳', level: 1 }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '台帳', level: 1 }).waitFor()
  await page.getByRole('button', { name: '配色' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'ダーク' }).click()
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
  t.same(seen.complaints, [])
  await seen.close()
})
