// What a person does in the console, in the words of either language: signing in, admitting
// organisations and people, and filling in the forms of the hub file. Asserts nothing.
import type { Locator, Page } from 'playwright-core'
import type { Dictionary } from '../../console/src/words/dictionary.ts'
import type { Person } from './walk-browser.ts'

export const password = 'eleven plum trees in rain'

type Place = Page | Locator

/** Answers a question whose answers unfold. */
export const choose = async (place: Place, page: Page, label: string, answer: string) => {
  await place.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: answer, exact: true }).click()
}

/** Fills in fields by their labels. */
export const fill = async (place: Place, fields: Record<string, string>): Promise<void> => {
  for (const [label, value] of Object.entries(fields)) {
    await place.getByLabel(label, { exact: true }).fill(value)
  }
}

const press = (place: Place, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).click()

/** Opens a page by the menu, as a person does. */
export const follow = async ({ page, settle }: Person, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await settle()
}

export type Named = { name: string; title: string }

/** The first start: the link that was printed, an organisation, its first person. */
export const setUp = async (
  person: Person,
  w: Dictionary,
  link: string,
  of: Named,
  who: string,
) => {
  const { page } = person
  await person.go(link)
  await fill(page, {
    [w.setUp.organisationTitle]: of.title,
    [w.setUp.organisationName]: of.name,
    [w.setUp.personName]: who,
    [w.setUp.password]: password,
    [w.setUp.again]: password,
  })
  await person.look('set-up')
  await press(page, w.setUp.begin)
  await page.getByRole('heading', { level: 1, name: w.pages.home }).waitFor()
}

/** Out by the menu of the person. */
export const signOut = async ({ page }: Person, w: Dictionary, title: string): Promise<void> => {
  await page.getByRole('button', { name: title }).click()
  await page.getByRole('menuitem', { name: w.frame.signOut }).click()
  await page.getByRole('heading', { level: 1, name: w.pages.signIn }).waitFor()
}

/** In by organisation, name and password. */
export const signIn = async (person: Person, w: Dictionary, organisation: string, who: string) => {
  const { page } = person
  await fill(page, {
    [w.signIn.organisation]: organisation,
    [w.signIn.person]: who,
    [w.signIn.password]: password,
  })
  await person.look('sign-in')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: w.pages.home }).waitFor()
}

/** Adds an organisation, and says what must never leave it. */
export const addOrganisation = async (
  person: Person,
  w: Dictionary,
  { name, title }: Named,
  terms: string[],
): Promise<void> => {
  const { page } = person
  await follow(person, w.pages.organisations)
  await press(page, w.organisations.add)
  const dialog = page.getByRole('dialog')
  await fill(dialog, { [w.organisations.title]: title, [w.organisations.name]: name })
  await press(dialog, w.acts.add)
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await person.settle()
  if (terms.length === 0) return
  await fill(page, { [w.assets.terms]: terms.join('\n') })
  await press(page, w.acts.save)
  await page.getByText(w.acts.saved, { exact: true }).last().waitFor()
}

type Role = keyof Dictionary['roles']

/** Adds a person to the organisation whose page is open; answers the link of the invitation. */
export const invite = async (person: Person, w: Dictionary, name: string, roles: Role[]) => {
  const { page } = person
  await press(page, w.organisations.addPerson)
  const dialog = page.getByRole('dialog')
  await fill(dialog, { [w.organisations.person]: name })
  const field = dialog.getByRole('combobox', { name: w.organisations.roles })
  await field.focus()
  await page.keyboard.press('ArrowDown')
  const chosen = new Set<Role>(['analyst'])
  for (const role of new Set([...chosen, ...roles])) {
    if (chosen.has(role) && roles.includes(role)) continue
    await page.getByRole('option', { name: w.roles[role], exact: true }).click()
  }
  await dialog.getByRole('heading').click()
  await press(dialog, w.acts.save)
  await dialog.waitFor({ state: 'detached' })
  const row = page.getByRole('row').filter({ hasText: name })
  await press(row, w.organisations.invite)
  const link = page.locator('code').filter({ hasText: '/invitation#' })
  const url = await link.innerText()
  await person.look(`organisation-${name}`)
  await press(page, w.account.kept)
  return url
}

/** Follows an invitation and is signed in. */
export const accept = async (person: Person, w: Dictionary, link: string): Promise<void> => {
  const { page } = person
  await person.go(link)
  await fill(page, { [w.setUp.password]: password, [w.setUp.again]: password })
  await person.look('invitation')
  await press(page, w.invitation.accept)
  await page.getByRole('heading', { level: 1, name: w.pages.home }).waitFor()
  await person.settle()
}

/** Founds a trust group with its members. */
export const addGroup = async (
  person: Person,
  w: Dictionary,
  { name, title }: Named,
  members: Record<string, keyof Dictionary['levels']>,
): Promise<void> => {
  const { page } = person
  await follow(person, w.pages.groups)
  await press(page, w.groups.add)
  const dialog = page.getByRole('dialog')
  await fill(dialog, { [w.groups.title]: title, [w.groups.name]: name })
  await press(dialog, w.acts.add)
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  for (const [organisation, level] of Object.entries(members)) {
    const form = page.getByRole('form', { name: w.groups.admit })
    await fill(form, { [w.groups.admit]: organisation })
    await choose(form, page, w.groups.level, w.levels[level])
    await press(form, w.groups.admitDo)
    await page.getByRole('row').filter({ hasText: organisation }).waitFor()
  }
}

/** Adds a collection to a group, under the rule that a reviewer reads everything. */
export const addCollection = async (
  person: Person,
  w: Dictionary,
  group: string,
  { name, title }: Named,
): Promise<void> => {
  const { page } = person
  await follow(person, w.pages.collections)
  await press(page, w.collections.add)
  const dialog = page.getByRole('dialog')
  await fill(dialog, {
    [w.collections.group]: group,
    [w.collections.title]: title,
    [w.collections.name]: name,
  })
  await press(dialog, w.acts.add)
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await fill(page, { [w.collections.alias]: name })
  await choose(page, page, w.collections.review, w.reviewRules.always)
  await press(page, w.acts.save)
  await page.getByText(w.acts.saved, { exact: true }).last().waitFor()
}

/** Issues a token to a service of an organisation; answers the secret that is shown once. */
export const issueToken = async (
  person: Person,
  w: Dictionary,
  organisation: string,
  name: string,
): Promise<string> => {
  const { page } = person
  await follow(person, w.pages.credentials)
  await fill(page, { [w.credentials.organisation]: organisation })
  await press(page, w.credentials.issue)
  const dialog = page.getByRole('dialog')
  await fill(dialog, { [w.credentials.name]: name })
  await press(dialog, w.credentials.issue)
  await dialog.waitFor({ state: 'detached' })
  const secret = await page.locator('code').first().innerText()
  await person.look('credentials')
  await press(page, w.account.kept)
  return secret
}
