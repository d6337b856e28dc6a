// Far more than usual is told, once; what is usual, or little, is not.
import t from 'tap'
import { openBulkWatch } from '../../src/exchange/bulk-reading.ts'

const minute = 60_000

/** So many objects a minute, in six parts, for so many minutes; answers what was told. */
const openReader = () => {
  let now = 0
  const watch = openBulkWatch(() => now)
  const told: number[] = []
  const read = (perMinute: number, minutes: number, who = 'one'): void => {
    for (let part = 0; part < minutes * 6; part++) {
      now += minute / 6
      const alarm = watch.note(who, perMinute / 6)
      if (alarm !== null) told.push(alarm.count)
    }
  }
  return { read, told, rest: (minutes: number) => (now += minutes * minute) }
}

t.test('ten times what is usual is told within a minute, once an hour', async (t) => {
  const { read, told } = openReader()
  read(1_200, 120)
  t.same(told, [])
  read(60_000, 1)
  t.equal(told.length, 1)
  read(60_000, 30)
  t.equal(told.length, 1)
})

t.test('three times what is usual is not told, nor what is little', async (t) => {
  const { read, told, rest } = openReader()
  read(2_400, 120)
  read(7_200, 1)
  rest(30)
  read(4_800, 1)
  t.same(told, [])
})

t.test('whoever reads much all the time is not told; a newcomer that takes all is', async (t) => {
  const { read, told } = openReader()
  read(3_000, 20)
  read(24_000, 600)
  t.same(told, [])
  read(12_000, 1, 'another')
  t.equal(told.length, 1)
})

t.test('a night of silence makes no alarm of the usual', async (t) => {
  const { read, told, rest } = openReader()
  read(3_000, 600)
  rest(600)
  read(3_000, 60)
  t.same(told, [])
})
