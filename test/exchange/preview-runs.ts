// What is told before is what is delivered (PV1): previews of random submissions against what
// viewers of every relation get over HTTP, byte for byte. The rule; the runs are elsewhere.
import type { Test } from 'tap'
import type { Preview, PreviewForm } from '../../src/exchange/preview.ts'
import { openAppliedHub } from '../fixture/applied-hub.ts'
import { type Chance, makeChance } from '../harness/chance.ts'
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

type Bench = {
  hub: Hub
  polls: ReturnType<typeof openPolls>
  chance: Chance
  companions: Map<string, string>
  told: Told[]
  /** Ids that later submissions may refer to. */
  earlier: string[]
  counts: Record<'objects' | 'forms' | 'derived' | 'withheld' | 'later' | 'refused' | 'got', number>
  sample: { by: Viewer; expected: Expected[]; got: Got[] }[]
}

const compare = async (bench: Bench, batch: Told[]): Promise<string[]> => {
  const { hub, polls, counts, sample, companions } = bench
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

const note = ({ companions, counts, earlier, chance }: Bench, { preview }: Told): void => {
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

/** Some at once, so that they meet in the publisher. */
const shareBatch = async (t: Test, { hub, chance, earlier }: Bench, size: number) => {
  const drawn = Array.from({ length: size }, () => ({
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
  return batch
}

const compareLater = async (t: Test, { hub, polls, told, companions }: Bench): Promise<void> => {
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
}

const compareMutants = (t: Test, { sample, companions, chance }: Bench): void => {
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
}

/** Previews and shares `runs` submissions from a seed, and compares what every viewer gets. */
export const comparePreviews = async (t: Test, seed: number, runs: number): Promise<void> => {
  const hub = await openAppliedHub(t, hubText())
  const bench: Bench = {
    hub,
    polls: openPolls(hub),
    chance: makeChance(seed),
    companions: new Map(),
    told: [],
    earlier: [],
    counts: { objects: 0, forms: 0, derived: 0, withheld: 0, later: 0, refused: 0, got: 0 },
    sample: [],
  }
  for (const by of viewers) await bench.polls.poll(by)
  for (let run = 0; run < runs; run += batchSize) {
    const batch = await shareBatch(t, bench, Math.min(batchSize, runs - run))
    for (const one of batch) note(bench, one)
    bench.told.push(...batch)
    const faults = await compare(bench, batch)
    if (faults.length === 0) continue
    t.fail(faults.join('\n'))
    break
  }
  t.comment(JSON.stringify({ runs, ...bench.counts }))
  await t.test('what opens by itself later is what was told as well', (t) => compareLater(t, bench))
  t.test('the comparison notices one property that delivery leaves out', async (t) => {
    compareMutants(t, bench)
  })
}
