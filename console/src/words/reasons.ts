// Why something is seen, or is not, in sentences for a person: the policy's own words.
import type { Reason } from '../../../src/core/sharing/reason.ts'
import { reasonWords } from '../../../src/core/sharing/reason-words.ts'
import { reasonWordsJa } from '../../../src/core/sharing/reason-words-ja.ts'
import { both } from './both.ts'

export const reasons = both<Record<Reason, string>>({ ...reasonWords }, { ...reasonWordsJa })
