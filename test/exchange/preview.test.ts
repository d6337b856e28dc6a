// What is told before is what is delivered (PV1): previews of random submissions against what
// viewers of every relation get over HTTP, byte for byte.
import t, { type Test } from 'tap'
import type { Preview, PreviewForm } from '../../src/exchange/preview.ts'
import { openAppliedHub } from '../fixture/applied-hub.ts'
import { makeChance } from '../harness/chance.ts'
import {
  digest,
  type Expected,
  fetchOne,
  findFaults,
  type Got,
  listCompanions,
  listExpected,
  openPolls,
  type Viewer,
  viewers,
} from './preview-compare.ts'
import { home, hubText, tokenOf } from './preview-hub.ts'
import { drawSubmission, type Submission } from './preview-random.ts'

const runs = Number(process.env.PREVIEW_RUNS ?? 500)
const seed = Number(process.env.PREVIEW_SEED ?? 20_261_122)

const batchSize = 24
const atOnce = 6

const isShown = ({ fate, segment }: PreviewForm): boolean =>
  (fate === 'as-is' || fate === 'derived') && segment !== 'named'

const partsOf =
  ({ objects }: Submission) =>
  (id: string | null): boolean =>
    objects.some((object) => object.id === id && object.granular_markings !== undefined)

type Hub = Awaited<ReturnType<typeof openAppliedHub>>
type Told = { preview: Preview; submission: Submission }

/** The persons get what is for them by its id, and nobody else does. */
const compareNamed = async (
  hub: Hub,
  { preview, submission }: Told,
  by: Viewer,
): Promise<string[]> => {
  const forms = preview.objects.flatMap((object) =>
    object.forms.filter(({ segment, fate }) => segment === 'named' && fate !== 'withheld'),
  )
  const here = (form: PreviewForm) =>
    form.segment === 'named' && isShown({ ...form, segment: 'owner' })
  const expected = listExpected(preview, { ...by, collections: [home] }, partsOf(submission), here)
  const got: Got[] = []
  for (const id of new Set(forms.map((form) => form.id)))
    got.push(...(await fetchOne(hub, by, id ?? '')))
  return findFaults(by, expected, got, new Map())
}

/** Asks for a preview and shares the same; the answers must agree on what is refused. */
const tellAndShare = async (
  t: Test,
  hub: Hub,
  submission: Submission,
  door: string,
): Promise<Preview | null> => {
  const token = tokenOf('acme')
  const posted = { collection: home, ...submission }
  const told = await hub.ask('POST', '/api/preview', token, posted)
  const done =
    door === 'taxii'
      ? await hub.ask('POST', `/taxii2/rail/collections/${home}/objects/`, token, submission)
      : await hub.ask('POST', '/api/submissions', token, posted)
  if (told.status !== 200) {
    t.equal(done.status, told.status, `refused alike: ${told.body}`)
    return null
  }
  const { objects } = told.json as Preview
  const refused = objects
    .filter(({ verdict }) => verdict === 'refused')
    .map(({ message }) => message)
  const failures = (done.json.failures ?? []).map(({ message }: { message: string }) => message)
  if (done.status !== 202 || JSON.stringify(failures) !== JSON.stringify(refused)) {
    t.fail(`${done.status} ${done.body} where the preview says ${JSON.stringify(refused)}`)
  }
  return told.json
}

t.test('G what the preview tells is what every viewer gets', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  const polls = openPolls(hub)
  const chance = makeChance(seed)
  const companions = new Map<string, string>()
  const told: Told[] = []
  const earlier: string[] = []
  const counts = { objects: 0, forms: 0, derived: 0, withheld: 0, later: 0, refused: 0, got: 0 }
  const sample: { by: Viewer; expected: Expected[]; got: Got[] }[] = []
  for (const by of viewers) await polls.poll(by)

  const compare = async (batch: Told[]): Promise<string[]> => {
    const found = await Promise.all(
      viewers.map(async (by) => {
        const got = [...(await polls.poll(by)).values()].flat()
        const expected = batch.flatMap(({ preview, submission }) =>
          listExpected(preview, by, partsOf(submission), isShown),
        )
        counts.got += got.length
        sample.push({ by, expected, got })
        const named = batch.map((one) => compareNamed(hub, one, by))
        return [...findFaults(by, expected, got, companions), ...(await Promise.all(named)).flat()]
      }),
    )
    return found.flat()
  }

  const note = ({ preview }: Told): void => {
    listCompanions(preview, companions)
    counts.objects += preview.objects.length
    for (const { verdict, forms, tlp, id } of preview.objects) {
      counts.forms += forms.length
      if (verdict === 'refused') counts.refused += 1
      for (const { fate } of forms) if (fate !== 'as-is') counts[fate] += 1
      const open = forms.some(isShown) && forms.every(({ fate }) => fate !== 'later')
      const plain = tlp !== 'red' && !id?.startsWith('marking-definition')
      if (open && plain && id !== null && chance.chance(0.3)) earlier.push(id)
    }
  }

  for (let run = 0; run < runs; run += batchSize) {
    const drawn = Array.from({ length: Math.min(batchSize, runs - run) }, () => ({
      submission: drawSubmission(chance, earlier),
      door: chance.pick(['api', 'taxii']),
    }))
    const batch: Told[] = []
    for (let at = 0; at < drawn.length; at += atOnce) {
      const previews = drawn.slice(at, at + atOnce).map(async ({ submission, door }) => {
        const preview = await tellAndShare(t, hub, submission, door)
        return preview === null ? [] : [{ preview, submission }]
      })
      batch.push(...(await Promise.all(previews)).flat())
    }
    batch.forEach(note)
    told.push(...batch)
    const faults = await compare(batch)
    if (faults.length === 0) continue
    t.fail(faults.join('\n'))
    break
  }
  t.comment(JSON.stringify({ runs, ...counts }))

  await t.test('what opens by itself later is what was told as well', async (t) => {
    await hub.query(`create or replace function hub_clock() returns bigint language sql stable as
      $$ select (extract(epoch from clock_timestamp() + interval '50 minutes') * 1000000)::bigint $$`)
    const opens = ({ fate, gate, segment }: PreviewForm): boolean =>
      fate === 'later' && gate === null && segment !== 'named'
    let count = 0
    for (const by of viewers) {
      const got = [...(await polls.poll(by)).values()].flat()
      const expected = told.flatMap(({ preview, submission }) =>
        listExpected(preview, by, partsOf(submission), opens),
      )
      count += expected.length
      t.same(findFaults(by, expected, got, companions), [], by.name)
    }
    t.comment(`${count} forms opened`)
    t.ok(count > 0)
  })

  t.test('the comparison notices one property that delivery leaves out', async (t) => {
    let noticed = 0
    let spoilt = 0
    for (const { by, expected, got } of sample) {
      const at = got.findIndex(({ id }) => !companions.has(id))
      const one = got[at]
      if (one === undefined) continue
      const name = chance.pick(Object.keys(one.object))
      const { [name]: _, ...object } = one.object
      const body = Buffer.from(JSON.stringify(object))
      const mutant = got.with(at, { ...one, object, body, digest: digest(body) })
      spoilt += 1
      if (findFaults(by, expected, mutant, companions).length > 0) noticed += 1
    }
    t.equal(noticed, spoilt)
    t.ok(spoilt > 10)
  })
})
