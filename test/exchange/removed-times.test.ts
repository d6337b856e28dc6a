// V9 of what was taken back: a time at which something was told under an id is not told again with
// anything else; what was told to nobody leaves no trace in the times of what comes after it.
import t, { type Test } from 'tap'
import { type Later, malware, newId, openLater, type Sent } from './later-hub.ts'
import { hubText, open, shared } from './preview-hub.ts'

const last = '?match[version]=last'
const far: [by: string | null, collection: string][] = [
  ['outsider', shared],
  [null, open],
]

const community = { community: true }
const withAsset = (text: string): string => text.replace('terms: [Acme', 'terms: [Zebralon, Acme')

type Seen = { id: string; modified: string; name: string }

/** What the community and the public are told by now: time by name. */
const tellTimes = async (hub: Later) => {
  const seen = new Map<string, string>()
  for (const [by, collection] of far) {
    for (const { id, modified, name } of (await hub.sees(by, collection)) as Seen[]) {
      seen.set(`${by} ${id} ${name}`, modified)
    }
  }
  return seen
}

/** Under one id no two contents bear one time; answers everything that was ever told. */
const watch = (t: Test, hub: Later) => {
  const ever = new Map<string, string>()
  return async (step: string, count: number) => {
    const now = await tellTimes(hub)
    t.equal(now.size, count * far.length, `${step}: each is shown`)
    for (const [key, modified] of now) {
      const [by, id, name] = key.split(' ') as [string, string, string]
      const at = `${by} ${id} ${modified}`
      t.equal(ever.get(at) ?? name, name, `${step}: ${by ?? 'the public'}, ${modified}`)
      ever.set(at, name)
    }
    return now
  }
}

const share = (hub: Later, id: string, time: string, name: string, options?: Sent) =>
  hub.share('acme', [malware(id, time, name)], options)

t.test('another version of the same hour', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const look = watch(t, hub)
  const a = newId('malware')
  const steps: [time: string, name: string][] = [
    ['10:20', 'first'],
    ['10:40', 'second'],
    ['10:30', 'between'],
    ['10:30', 'between-otherwise'],
  ]
  for (const [time, name] of steps) {
    await share(hub, a, time, name)
    await look(name, 1)
    t.equal(await hub.withdraw('acme', a), 200)
  }
  await share(hub, a, '12:20', 'later')
  const times = await look('of another hour', 1)
  t.ok([...times.values()][0]?.startsWith('2026-01-02T12:00:00.000'), 'told as it is')
  await hub.change(withAsset(text))
  t.same(await tellTimes(hub), times, 'drawn anew it keeps its time')
})

t.test('the last version alone', async (t) => {
  const text = hubText()
  const hub = await openLater(t, text, community)
  const look = watch(t, hub)
  const a = newId('malware')
  await share(hub, a, '10:20', 'one')
  await share(hub, a, '10:40', 'two')
  await look('both', 2)
  t.equal(await hub.withdraw('acme', a, last), 200)
  await look('the first', 1)
  await share(hub, a, '10:50', 'three')
  const times = await look('and another', 2)
  await hub.change(withAsset(text))
  t.same(await tellTimes(hub), times, 'drawn anew they keep their times')
})

t.test('what nobody was told leaves no trace', async (t) => {
  const hub = await openLater(t, hubText(), community)
  const a = newId('malware')
  const id = await share(hub, a, '10:20', 'held', { community: true, approval: true })
  t.equal(await hub.undo('acme', id), 200)
  await share(hub, a, '10:40', 'open')
  const times = await tellTimes(hub)
  t.same([...times.values()].sort(), ['2026-01-02T00:00:00.000Z', '2026-01-02T10:00:00.000Z'])
})
