// What viewers get over HTTP, and whether that is what the preview told. Knows no submission.
import { createHash } from 'node:crypto'
import { createScanner } from '../../src/core/json/scan.ts'
import { type Tlp, tlpLevels } from '../../src/core/sharing/tlp.ts'
import type { Preview, PreviewForm } from '../../src/exchange/preview.ts'
import type { AppliedHub } from '../fixture/applied-hub.ts'
import { home, open, rootOf, shared, tokenOf } from './preview-hub.ts'

export type Viewer = {
  name: string
  token: string | null
  /** Its organisation, as the preview names it; null for who does not sign in. */
  organisation: string | null
  cap: Tlp | null
  collections: string[]
}

const viewer = (
  name: string,
  organisation: string | null,
  collections: string[],
  cap: Tlp | null = null,
): Viewer => ({
  name,
  token: organisation === null ? null : tokenOf(name),
  organisation,
  cap,
  collections,
})

export const viewers: Viewer[] = [
  viewer('acme', 'acme', [home, shared]),
  viewer('taro', 'acme', [home]),
  viewer('bolt', 'bolt', [home, shared]),
  viewer('jiro', 'bolt', [home, open]),
  viewer('cargo', 'cargo', [home, open]),
  viewer('capped', 'cargo', [home, shared], 'green'),
  viewer('cert', 'cert', [home]),
  viewer('agency', 'agency', [home, shared]),
  viewer('peerhub', 'peerhub', [home]),
  viewer('shop', 'shop', [home, shared]),
  viewer('mssp', 'mssp', [home]),
  viewer('outsider', 'outsider', [shared, open]),
  viewer('nobody', null, [open]),
]

/** One object as it came: its bytes' digest, and what they say. */
export type Got = { digest: string; id: string; object: Record<string, unknown>; body: Buffer }

export const digest = (body: Buffer): string => createHash('sha256').update(body).digest('base64')

const cutEnvelope = (body: Buffer): Got[] => {
  if (!body.includes('"objects"')) return []
  const scanner = createScanner()
  const fault = scanner.push(body)
  if (fault !== null) throw new Error(fault.message)
  const scanned = scanner.end()
  if ('status' in scanned) throw new Error(scanned.message)
  return scanned.objects.map(({ start, end }) => {
    const bytes = body.subarray(start, end)
    const object = JSON.parse(bytes.toString())
    return { digest: digest(bytes), id: object.id, object, body: bytes }
  })
}

/** Polls everything that came since the last time, in all versions. */
export const openPolls = (hub: AppliedHub) => {
  const after = new Map<string, string>()
  const pollOne = async ({ name, token }: Viewer, collection: string): Promise<Got[]> => {
    const key = `${name} ${collection}`
    const got: Got[] = []
    for (;;) {
      const since = after.get(key)
      const from = since === undefined ? '' : `&added_after=${since}`
      const path = `/taxii2/${rootOf[collection]}/collections/${collection}/objects/`
      const answer = await hub.ask('GET', `${path}?match[version]=all&limit=1000${from}`, token)
      if (answer.status !== 200) throw new Error(`${name} got ${answer.status} from ${path}`)
      got.push(...cutEnvelope(answer.body))
      const last = answer.headers['x-taxii-date-added-last']
      if (typeof last === 'string') after.set(key, last)
      if (answer.json.more !== true) return got
    }
  }
  return {
    poll: async (by: Viewer): Promise<Map<string, Got[]>> => {
      const found = new Map<string, Got[]>()
      for (const collection of by.collections) found.set(collection, await pollOne(by, collection))
      return found
    },
  }
}

/** One object by its id, as a person asks for what is for its eyes; empty where there is none. */
export const fetchOne = async (hub: AppliedHub, by: Viewer, id: string): Promise<Got[]> => {
  const path = `/taxii2/rail/collections/${home}/objects/${id}/?match[version]=all`
  const answer = await hub.ask('GET', path, by.token)
  return answer.status === 200 ? cutEnvelope(answer.body) : []
}

const reaches = (cap: Tlp | null, tlp: Tlp | null): boolean =>
  cap === null || (tlp !== null && tlpLevels.indexOf(tlp) <= tlpLevels.indexOf(cap))

/** Whether the preview says that a form reaches a viewer. RED reaches persons, by name. */
const isFor = (preview: Preview, form: PreviewForm, by: Viewer): boolean => {
  const segment = preview.segments.find(
    ({ segment, profile, collection }) =>
      segment === form.segment && profile === form.profile && collection === form.collection,
  )
  const told = form.viewers ?? segment?.viewers
  if (told === undefined) throw new Error('a form without viewers')
  if (form.segment === 'named') return told.persons.includes(`${by.name}@${by.organisation}`)
  if (by.organisation === null) return told.anyone
  return told.organisations.includes(by.organisation)
}

const isNamed = (preview: Preview, forms: PreviewForm[], by: Viewer): boolean =>
  forms.some((form) => form.segment === 'named' && isFor(preview, form, by))

export type Expected = { form: PreviewForm; tlp: Tlp | null; parts: boolean }

/** What of a previewed submission is for a viewer, and is to be there when `when` says so. */
export const listExpected = (
  preview: Preview,
  by: Viewer,
  parts: (id: string | null) => boolean,
  when: (form: PreviewForm) => boolean,
): Expected[] =>
  preview.objects
    .filter(({ verdict }) => verdict === 'new')
    .flatMap(({ id, tlp, forms }) =>
      forms
        .filter((form) => by.collections.includes(form.collection) && when(form))
        .filter((form) => isFor(preview, form, by))
        // Who is named gets it in person, and in no feed besides.
        .filter((form) => form.segment === 'named' || !isNamed(preview, forms, by))
        .map((form) => ({ form, tlp, parts: parts(id) })),
    )

/** Identities and the like that the preview said the hub adds, by id, as JSON. */
export const listCompanions = (preview: Preview, known: Map<string, string>): void => {
  for (const { companions } of preview.segments) {
    for (const companion of companions) known.set(companion.id, JSON.stringify(companion))
  }
}

/**
 * Every way in which what came differs from what was told: bytes told and not come, come and not
 * told, come twice. Parts with levels of their own may be above a cap that their object is not.
 */
export const findFaults = (
  by: Viewer,
  expected: Expected[],
  got: Got[],
  companions: ReadonlyMap<string, string>,
): string[] => {
  const faults: string[] = []
  const left = new Map<string, Got[]>()
  for (const one of got) left.set(one.digest, [...(left.get(one.digest) ?? []), one])
  for (const { form, tlp, parts } of expected) {
    const here = left.get(form.digest ?? '')?.pop()
    if (here === undefined) {
      if (reaches(by.cap, tlp) && !(parts && by.cap !== null)) {
        faults.push(`${by.name} did not get ${form.id} as ${form.segment} ${form.profile}`)
      }
    } else if (!reaches(by.cap, tlp)) faults.push(`${by.name} got ${form.id} above its cap`)
    else if (here.id !== form.id) faults.push(`${by.name} got ${here.id}, not ${form.id}`)
  }
  for (const one of [...left.values()].flat()) {
    const companion = companions.get(one.id)
    if (companion === JSON.stringify(one.object)) continue
    faults.push(
      `${by.name} got ${one.id}, which was not told: ${one.body.toString().slice(0, 300)}`,
    )
  }
  return faults
}
