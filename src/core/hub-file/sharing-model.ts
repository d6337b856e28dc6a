// The shape of what a hub file says for the sharing rule alone: what must never leave, what is
// agreed, granted and let through. Knows no entry around it.
import { z } from 'zod'
import { distinct, line, moment, name, tlp } from './text.ts'

const mailDomain = z.hostname('must be a domain name').toLowerCase()

// YAML reads an unquoted 法人番号 as a number; it has no leading zero that this could lose.
const corporateNumber = z
  .union([z.string(), z.int()], 'must be 13 digits')
  .transform(String)
  .refine((value) => /^[1-9]\d{12}$/.test(value), 'must be 13 digits, the first not a zero')

export const assets = z.strictObject({
  domains: distinct(z.hostname('must be a domain name').toLowerCase()).optional(),
  cidrs: distinct(
    z.union([z.cidrv4(), z.cidrv6()], 'must be an IPv4 or IPv6 range such as `198.51.100.0/24`'),
  ).optional(),
  terms: distinct(line(200)).optional(),
  corporate_numbers: distinct(corporateNumber).optional(),
  hosts: distinct(line(253)).optional(),
  names: distinct(line(200)).optional(),
  mail_domains: distinct(mailDomain).optional(),
  phone_prefixes: distinct(
    z.string().regex(/^\+?\d[\d -]{1,19}$/, 'must be the first digits of a number, in quotes'),
  ).optional(),
  tenants: distinct(line(200)).optional(),
})

const versionNumber = z
  .int('must be a whole number from 1 on')
  .min(1, 'must be a whole number from 1 on')
  .max(1_000_000, 'must be at most 1000000')

/** The second entry of which `key` says the same is at fault. */
const once = <Entry>(what: string, key: (entry: Entry) => string | undefined) => {
  return (list: Entry[], ctx: z.RefinementCtx): void => {
    const seen = new Set<string>()
    list.forEach((entry, index) => {
      const word = key(entry)
      if (word === undefined) return
      if (seen.has(word)) ctx.addIssue({ code: 'custom', path: [index], message: what })
      seen.add(word)
    })
  }
}

const acceptance = z.strictObject({ name, version: versionNumber, accepted: moment.optional() })

/** Agreements that the organisation has accepted: from the moment on, or as it stands there. */
export const agreements = z
  .array(acceptance)
  .superRefine(
    once<z.output<typeof acceptance>>(
      'this version of the agreement is there twice',
      (entry) => `${entry.name} ${entry.version}`,
    ),
  )

const heldClearance = z.strictObject({ name, until: moment.optional() })

/** What the organisation or the person is cleared for: until the moment, or without end. */
export const clearances = z
  .array(heldClearance)
  .superRefine(
    once<z.output<typeof heldClearance>>('this clearance is there twice', (entry) => entry.name),
  )

const groupAgreement = z.strictObject({ name, version: versionNumber, from: moment.optional() })

/** What members of a group must have accepted; of several the one in force last counts. */
export const agreement = z.preprocess(
  (value) => (value === undefined || Array.isArray(value) ? value : [value]),
  z
    .array(groupAgreement)
    .superRefine(
      once<z.output<typeof groupAgreement>>(
        'two agreements cannot come into force at once',
        ({ from }) => (from === undefined ? 'always' : new Date(from).toISOString()),
      ),
    )
    .default([]),
)

/** A peer hub as a reader: the most it is given, and whether its members are ours as well. */
export const peer = z.strictObject({
  max_tlp: tlp.exclude(['red'], 'must be `clear`, `green`, `amber` or `amber+strict`').optional(),
  same_community: z.boolean().optional(),
})

const stixWord = line(250)

/** What passes in every form although the hub does not know it. */
export const allow = z.strictObject({
  types: distinct(stixWord).default([]),
  properties: distinct(stixWord).default([]),
  extensions: distinct(stixWord).default([]),
  labels: distinct(stixWord).default([]),
})

export const phrases = z.record(line(200), tlp)
