// Every page of the console in Japanese, light and dark: what axe finds, what the browser complains
// of, and whether it can be read on a narrow screen.
import t from 'tap'
import {
  everybody,
  type House,
  inspectAll,
  lookingAs,
  openHouse,
  pagesFor,
  shoot,
  skip,
  walk,
} from './every-page.ts'

let house: House

t.before(async () => {
  if (skip === false) house = await openHouse(t)
})

inspectAll(t, 'ja', () => house)

t.test('320 px are enough', { skip }, async (t) => {
  for (const who of everybody) {
    const looking = lookingAs(who, { language: 'ja', width: 320 })
    await walk(house, looking, pagesFor(who), async (sight, name) => {
      const beyond = await sight.beyond()
      t.ok(beyond <= 0, `${name} for ${who}: ${beyond} px beyond the screen`)
      await shoot(sight, 'narrow', name, who?.replace(/@.*/, '') ?? 'nobody')
    })
  }
})
