// Turns: an organisation waits for itself, nobody else does, and who asks for little never waits.
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { createTurns, waitingMax } from '../src/turns.ts'

const stay = () => {}
const refused = 'too-many-attempts'
const reasonOf = (turn: Promise<unknown>): Promise<string> =>
  turn.then(
    () => 'given',
    ({ reason }) => reason,
  )
const settled = () => new Promise((resolve) => setImmediate(resolve))

t.test('an organisation waits for itself only', async (t) => {
  const turns = createTurns(2)
  const first = await turns.take('a', stay)
  await turns.take('a', stay)
  let third = false
  const waiting = turns.take('a', stay).then((giveBack) => {
    third = true
    return giveBack
  })
  await turns.take('b', stay)
  await settled()
  t.notOk(third, 'the third of `a` waits; `b` did not')
  first()
  first()
  const giveBack = await waiting
  t.ok(third, 'a turn given back is given on')
  let fourth = false
  void turns.take('a', stay).then(() => {
    fourth = true
  })
  await settled()
  t.notOk(fourth, 'a turn is given back once, however often it is said')
  giveBack()
})

t.test('who leaves, who waits too long and who is one too many is refused', async (t) => {
  const turns = createTurns(1, 20)
  const first = await turns.take('a', stay)
  let leave = stay
  const left = turns.take('a', (say) => {
    leave = say
  })
  leave()
  t.equal(await reasonOf(left), refused, 'who leaves')
  t.equal(await reasonOf(turns.take('a', stay)), refused, 'too long')
  const crowd = Array.from({ length: waitingMax }, () => turns.take('a', stay).catch(() => null))
  t.equal(await reasonOf(turns.take('a', stay)), refused, 'one too many')
  await Promise.all(crowd)
  first()
  const again = await turns.take('a', stay)
  again()
})

t.test('who is alone with the hub does not rest', async (t) => {
  const turns = createTurns(1)
  const [first, next] = [await turns.take('a', stay), turns.take('a', stay)]
  let given = false
  void next.then(() => {
    given = true
  })
  await pause(20)
  first()
  await settled()
  t.ok(given)
})

t.test('a flood rests between its turns', async (t) => {
  const turns = createTurns(1)
  ;(await turns.take('b', stay))()
  const [first, next] = [await turns.take('a', stay), turns.take('a', stay)]
  let given = false
  void next.then(() => {
    given = true
  })
  await pause(20)
  first()
  await settled()
  t.notOk(given, 'the turn rests, for others of the house wait')
  ;(await next)()
  t.ok(given)
})

t.test('turns of one flood rest one after the other', async (t) => {
  const turns = createTurns(2)
  ;(await turns.take('b', stay))()
  const first = [await turns.take('a', stay), await turns.take('a', stay)]
  const given: number[] = []
  const next = [0, 1].map((n) =>
    turns.take('a', stay).then((giveBack) => {
      given.push(n)
      giveBack()
    }),
  )
  await pause(100)
  for (const giveBack of first) giveBack()
  await next[0]
  await pause(20)
  t.same(given, [0], 'the second rests while the first is worked on again')
  await next[1]
  t.same(given, [0, 1])
})

t.test('a flood rests the longer the more of it wait', async (t) => {
  const turns = createTurns(1, 2_000)
  const [few, many] = [await turns.take('few', stay), await turns.take('many', stay)]
  const given: string[] = []
  const note = (key: string) => (): void => void given.push(key)
  const ask = (key: string) => turns.take(key, stay).then(note(key), stay)
  const crowd = Array.from({ length: 30 }, () => ask('many'))
  const next = ask('few')
  await pause(20)
  many()
  few()
  await Promise.all([crowd[0], next])
  t.same(given, ['few', 'many'], 'though its turn was given back first')
})
