// The dictionary of the console: its parts put together, one for each language. Knows no page.
import { account, invitation, setUp, signIn } from './account.ts'
import type { Language } from './both.ts'
import { credentials } from './credentials.ts'
import { drafts } from './drafts.ts'
import { ledgerFacts, ledgerWords } from './facts.ts'
import { acts, faults, frame, lists, pages } from './general.ts'
import { home, matrix } from './home.ts'
import { collections, groups, hub, organisations } from './hub.ts'
import { ledger, ledgerActs, objects } from './objects.ts'
import { preview, review } from './preview.ts'
import { reasons } from './reasons.ts'
import { submissions, submit } from './submit.ts'
import {
  access,
  assets,
  attributions,
  clients,
  consents,
  kinds,
  levels,
  profiles,
  reviewRules,
  roles,
  segments,
  statuses,
  tlpMeanings,
} from './vocabulary.ts'
import { webhooks } from './webhooks.ts'

const parts = {
  access,
  account,
  acts,
  assets,
  attributions,
  clients,
  collections,
  consents,
  credentials,
  drafts,
  faults,
  frame,
  groups,
  home,
  hub,
  invitation,
  kinds,
  ledger,
  ledgerActs,
  ledgerFacts,
  ledgerWords,
  levels,
  lists,
  matrix,
  objects,
  organisations,
  pages,
  preview,
  profiles,
  reasons,
  review,
  reviewRules,
  roles,
  segments,
  setUp,
  signIn,
  statuses,
  submissions,
  submit,
  tlpMeanings,
  webhooks,
}

type Parts = typeof parts
export type Dictionary = { [Part in keyof Parts]: Parts[Part]['en'] }

const speak = (language: Language): Dictionary =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, part[language]]),
  ) as unknown as Dictionary

export const dictionaries: Record<Language, Dictionary> = { ja: speak('ja'), en: speak('en') }
