// What analysts, reviewers and stewards do in the console with what is shared, in the words of
// either language. Asserts nothing.
import type { Locator } from 'playwright-core'
import type { Dictionary } from '../../console/src/words/dictionary.ts'
import type { Person } from './walk-browser.ts'
import { fill, follow } from './walk-steps.ts'

/** Pastes a text and waits for what others would see of it. Answers the members' column. */
export const paste = async (person: Person, w: Dictionary, text: string): Promise<Locator> => {
  const { page } = person
  await follow(person, w.pages.submit)
  await person.look('submit-empty')
  await fill(page, { [w.submit.paste]: text })
  const members = page.getByRole('article').filter({ hasText: w.segments.members }).first()
  await page.getByRole('switch', { name: w.submit.context }).check({ force: true })
  await members.locator('del').first().waitFor()
  return members
}

/**
 * Shares at once exactly what is previewed, and waits until the receipt says that it is held.
 * Answers the ids of what was taken.
 */
export const share = async (person: Person, w: Dictionary): Promise<string[]> => {
  const { page } = person
  await page.getByLabel(w.submit.times.now, { exact: true }).check()
  await page.getByRole('button', { name: w.submit.share, exact: true }).click()
  await page.getByRole('heading', { name: w.submit.receipt, exact: true }).waitFor()
  await page.getByText(w.submissions.heldHint).waitFor()
  const links = page.getByRole('main').locator('a[href^="/objects/"]')
  const paths = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''))
  return paths.map((path) => decodeURIComponent(path.slice('/objects/'.length)))
}

/** Releases the oldest of the queue. */
export const release = async ({ page }: Person, w: Dictionary): Promise<void> => {
  await page.getByRole('button', { name: w.review.release, exact: true }).click()
  await page.getByText(w.review.released).last().waitFor()
  await page.getByText(w.review.released).last().waitFor({ state: 'detached' })
}

/** Opens the latest submission from the list. */
export const openSubmission = async (person: Person, w: Dictionary): Promise<void> => {
  const { page } = person
  await follow(person, w.pages.submissions)
  await person.look('submissions')
  await page.getByRole('row').locator('a[href^="/submissions/"]').first().click()
  await page.getByRole('heading', { level: 1, name: w.submissions.receiptTitle }).waitFor()
  await person.settle()
}

/** Opens the page of an organisation from the list. */
export const openOrganisation = async (person: Person, w: Dictionary, title: string) => {
  const { page } = person
  await follow(person, w.pages.organisations)
  await page.getByRole('main').getByRole('link', { name: title, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await person.settle()
}

/** Suspends the organisation whose page is open, and says why. */
export const suspend = async (person: Person, w: Dictionary, reason: string): Promise<void> => {
  const { page } = person
  await page.getByRole('button', { name: w.organisations.suspend, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await fill(dialog, { [w.review.reason]: reason })
  await person.look('suspend')
  await dialog.getByRole('button', { name: w.organisations.suspend, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(w.statuses.suspended, { exact: true }).first().waitFor()
}
