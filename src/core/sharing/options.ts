// What a submission asks for besides its markings: the value of `x_sekisho_sharing` beside
// `objects`. Knows its form, and no organisation by name.
import { z } from 'zod'
import { distinct, line, name } from '../hub-file/text.ts'
import { wordIssue } from '../hub-file/wording.ts'
import { parsePosition } from '../taxii/position.ts'
import type { Audience } from './audience.ts'
import type { Consent } from './consent.ts'
import { durationForm } from './duration.ts'
import type { Profile, SegmentName } from './segment.ts'

export const stagesMax = 16
export const recipientsMax = 64
export const namesMax = 256
const expressionLengthMax = 4_000
const purposeLengthMax = 500

const moment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/,
    'must be an RFC 3339 time in UTC such as `2026-01-02T03:04:05Z`',
  )
  .refine((text) => parsePosition(text) !== null, 'must be a time that exists')

const duration = z
  .string()
  .regex(durationForm, 'must be an ISO 8601 duration such as `P7D` or `PT24H`')

const event = name.refine(
  (word) => !['review', 'approval', 'curation'].includes(word),
  'must not be `review`, `approval` or `curation`, which are acts of their own',
)

const person = z
  .string()
  .max(127, 'must be at most 127 characters')
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'must name a person as `person@organisation`',
  )

const few = <T extends z.ZodType<string>>(entry: T, most: number) =>
  distinct(entry).max(most, `must have at most ${most} entries`)

/** Where a stage opens; the owner and named persons are not staged. */
export const stageTargets = [
  'members',
  'authorities',
  'clients',
  'peers',
  'community',
  'public',
] as const

const stage = z
  .strictObject({
    to: z.enum(stageTargets).describe('whom the stage opens to'),
    not_before: moment.optional().describe('opens at this time'),
    after: duration.optional().describe('opens so long after the submission'),
    on: event.optional().describe('opens when this event is announced'),
    not_after: moment.optional().describe('closes at this time'),
  })
  .superRefine((entry, ctx) => {
    if (entry.not_before === undefined || entry.after === undefined) return
    const message = 'must not stand beside `not_before`: give one of them'
    ctx.addIssue({ code: 'custom', path: ['after'], message })
  })

const stages = z
  .array(stage)
  .max(stagesMax, `must have at most ${stagesMax} entries`)
  .superRefine((list, ctx) => {
    list.forEach(({ to }, index) => {
      if (list.findIndex((other) => other.to === to) === index) return
      ctx.addIssue({ code: 'custom', path: [index, 'to'], message: `\`${to}\` is there twice` })
    })
  })

/** The value of `x_sekisho_sharing`. Whatever is left out is as the markings and the group say. */
export const sharingOptionsModel = z
  .strictObject({
    consent: z
      .enum(['none', 'hub', 'government', 'group', 'everyone'])
      .describe('who may learn that this comes from you'),
    victim_consent: z.boolean().describe('members may learn what happened to the victim'),
    authorities: few(z.enum(['government', 'law-enforcement', 'regulator']), 3).describe(
      'members of these kinds may see it too',
    ),
    exclude: few(name, namesMax).describe(
      'organisations that get none of it; with one of them it is not public either',
    ),
    community: z
      .boolean()
      .describe('`true`: TLP:GREEN goes to the whole community too; `false`: nothing goes there'),
    public: z.boolean().describe('`false`: nothing goes to the public, also if it is TLP:CLEAR'),
    addressed: z
      .string()
      .min(1, 'must not be empty')
      .max(expressionLengthMax, `must be at most ${expressionLengthMax} characters`)
      .describe('whom it is meant for, such as `sector(transport) - org(bolt)`'),
    recipients: few(person, recipientsMax).describe(
      'the persons TLP:RED is for, each as `person@organisation`',
    ),
    not_before: moment.describe('nobody else sees it earlier'),
    not_after: moment.describe('nobody else sees it later'),
    stages: stages.describe('who sees it when'),
    on_behalf_of: name.describe('the organisation you submit for; nobody else learns it'),
    purpose: line(purposeLengthMax).describe('what it is shared for'),
    tearline: z
      .boolean()
      .describe('parts marked laxer than their object may be seen without the rest of it'),
    profile: z.enum(['P1', 'P2', 'P3']).describe('the form nobody else sees more than'),
    approval: z.boolean().describe('nobody else sees it before you approve what they will see'),
  })
  .partial()
  .meta({ description: 'how the objects of one envelope are shared' })

export type SharingOptions = z.output<typeof sharingOptionsModel>
export type Stage = NonNullable<SharingOptions['stages']>[number]

const printPath = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')

const wordFault = ({ path, code, message }: z.core.$ZodIssue): string => {
  if (code === 'unrecognized_keys' && path.length === 0) return message
  const where = printPath(path.length === 0 ? ['x_sekisho_sharing'] : path)
  return `\`${where}\`${code === 'unrecognized_keys' ? ':' : ''} ${message}`
}

/**
 * Reads the options of a submission. One sentence names the first key that is unknown or wrong;
 * nothing is guessed and nothing is passed over.
 */
export const parseOptions = (
  value: unknown,
): { ok: true; options: SharingOptions } | { ok: false; message: string } => {
  const parsed = sharingOptionsModel.safeParse(value, { error: wordIssue })
  if (parsed.success) return { ok: true, options: parsed.data }
  return { ok: false, message: wordFault(parsed.error.issues[0] as z.core.$ZodIssue) }
}

/** A stage of a plan. `opens` and `closes` are microseconds; it also waits for the event `on`. */
export type ResolvedStage = {
  to: SegmentName
  opens: bigint | null
  closes: bigint | null
  on: string | null
}

/**
 * Options with ids for names and microseconds for times; null and false where nothing is asked.
 * `exclude` holds organisation ids. For `community` and `public`, false keeps it from them.
 */
export type ResolvedOptions = {
  consent: Consent | null
  victim_consent: boolean
  authorities: string[]
  exclude: string[]
  community: boolean | null
  public: boolean | null
  addressed: Audience | null
  recipients: { principal_id: string; organisation_id: string }[]
  not_before: bigint | null
  not_after: bigint | null
  stages: ResolvedStage[]
  on_behalf_of: string | null
  purpose: string | null
  tearline: boolean
  profile: Profile | null
  approval: boolean
}

/** Of a submission that asks for nothing besides its markings. */
export const noOptions: ResolvedOptions = {
  consent: null,
  victim_consent: false,
  authorities: [],
  exclude: [],
  community: null,
  public: null,
  addressed: null,
  recipients: [],
  not_before: null,
  not_after: null,
  stages: [],
  on_behalf_of: null,
  purpose: null,
  tearline: false,
  profile: null,
  approval: false,
}

/**
 * Ids by names. Null for a name that does not exist and for one the asker may not know of: nobody
 * learns from an answer which of the two it is. `person` takes `person@organisation`.
 */
export type Directory = {
  organisation: (name: string) => string | null
  person: (name: string) => { principal_id: string; organisation_id: string } | null
  group: (name: string) => string | null
}
