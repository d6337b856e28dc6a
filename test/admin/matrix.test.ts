// The matrix of organisations × collections says what each organisation is told of itself, and
// nobody is told of others what is not theirs to know.
import t from 'tap'
import { openHubPeople } from '../fixture/hub-people.ts'

type Cell = Record<string, unknown> & { words: { en: string; ja: string } }
type Row = { organisation: { name: string }; cells: (Cell | null)[] }
type Matrix = { collections: { id: string; name: string }[]; entries: Row[]; next?: string }

const places = ['shared', 'greens', 'one', 'two', 'open']

t.test('each cell is what the organisation itself is told', async (t) => {
  const hub = await openHubPeople(t, (text) => {
    text.collections[0]!.access = { c: 'none', b: 'hidden' }
    text.groups[0]!.members.e = 'observer'
    text.groups[0]!.agreement = [{ name: 'rules', version: 1 }]
    for (const one of text.organisations) {
      if (one.name !== 'm') one.agreements = [{ name: 'rules', version: 1 }]
      if (one.name === 'f') one.status = 'restricted'
    }
  })
  const answer = await hub.by('hub@hub')('GET', '/api/matrix?limit=200')
  t.equal(answer.statusCode, 200, answer.body.slice(0, 300))
  const matrix: Matrix = answer.json()
  t.same(
    matrix.collections.map(({ name }) => name),
    places,
  )
  t.equal(matrix.entries.length, 13)
  let read = 0
  for (const { organisation, cells } of matrix.entries) {
    const told = await hub.by(organisation.name)('GET', '/api/effective-markings')
    const own = new Map(
      told.json().collections.map((one: { id: string }) => [one.id, one] as const),
    ) as Map<string, { can_read: boolean; can_write: boolean; read: Cell[] }>
    matrix.collections.forEach(({ id, name }, n) => {
      const cell = cells[n]!
      const said = `${organisation.name} in ${name}`
      const { can_read = false, can_write = false, read: forms = [] } = own.get(id) ?? {}
      t.match(cell, { can_read, can_write }, said)
      const free = forms.find(({ condition }) => condition === null) ?? forms[0]
      const none = { profile: null, segment: null, condition: null }
      const { profile, segment, condition } = free ?? none
      t.match({ ...cell }, { profile, segment, condition }, `${said}: ${cell.reason}`)
      t.ok(cell.words.en && cell.words.ja)
      if (can_read) read += 1
    })
  }
  t.ok(read > 20, `${read} cells can be read`)
  const reasonOf = (who: string, place: string) =>
    matrix.entries.find(({ organisation }) => organisation.name === who)?.cells[
      places.indexOf(place)
    ]?.reason
  const reasons: [string, string, string][] = [
    ['a', 'one', 'member-of-group'],
    ['b', 'one', 'excluded'],
    ['c', 'one', 'excluded'],
    ['e', 'one', 'level-too-low'],
    ['m', 'one', 'agreement-not-accepted'],
    ['x', 'one', 'not-a-member'],
    ['a', 'two', 'not-a-member'],
    ['v', 'one', 'authority-without-consent'],
    ['a', 'shared', 'community'],
    ['a', 'open', 'everyone'],
  ]
  for (const [who, place, reason] of reasons)
    t.equal(reasonOf(who, place), reason, `${who} ${place}`)
})

t.test('who is told what of whom', async (t) => {
  const hub = await openHubPeople(t)
  const read = async (who: string, search = ''): Promise<Matrix> =>
    (await hub.by(who)('GET', `/api/matrix?${search}`)).json()
  const names = ({ entries }: Matrix) => entries.map(({ organisation }) => organisation.name)
  t.same(names(await read('b')), ['b'])
  t.same(names(await read('aide@hub')), names(await read('hub@hub')))
  const stewards = await read('d@d')
  t.same(names(stewards), ['a', 'b', 'c', 'd', 'm', 'v'])
  t.same(
    stewards.collections.map(({ name }) => name),
    ['shared', 'greens', 'one', 'open'],
    'of groups it is not in it learns nothing',
  )
  await hub.change((text) => {
    text.groups[1]!.members.d = 'consumer'
  })
  const wider = await read('d@d')
  const two = wider.collections.findIndex(({ name }) => name === 'two')
  const cellOf = (who: string) =>
    wider.entries.find(({ organisation }) => organisation.name === who)?.cells[two]
  t.equal(cellOf('c'), null, 'c is in g2 too, which d is no steward of')
  t.match(cellOf('d'), { can_read: true }, 'of itself it is told')
  t.same(names(await read('hub@hub', 'group=g2&search=shop')), ['x', 'y', 'z'])
  t.equal((await read('hub@hub', 'group=g2')).collections.length, 1)
  const first = await read('hub@hub', 'limit=10')
  const second = await read('hub@hub', `limit=10&next=${first.next}`)
  t.equal(first.entries.length + second.entries.length, 13)
  t.equal(second.next, undefined)
  t.equal((await hub.by('nobody')('GET', '/api/matrix')).statusCode, 401)
})
