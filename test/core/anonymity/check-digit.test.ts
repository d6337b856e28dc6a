// Numbers with a check digit: the published examples, and that one wrong digit is seen.
import fc from 'fast-check'
import t from 'tap'
import {
  isCardNumber,
  isCorporateNumber,
  isPersonalNumber,
} from '../../../src/core/anonymity/check-digit.ts'

const cases: [is: (number: string) => boolean, right: string[], wrong: string[]][] = [
  [isCorporateNumber, ['7000012050002'], ['7000012050003', '700001205000', '0000012050002']],
  [isPersonalNumber, ['123456789018', '000000000000'], ['123456789012', '12345678901']],
  [
    isCardNumber,
    ['4111111111111111', '5555555555554444', '378282246310005', '3530111333300000'],
    ['4111111111111112', '9111111111111111', '41111'],
  ],
]

t.test('check digits', async (t) => {
  for (const [is, right, wrong] of cases) {
    for (const number of right) t.ok(is(number), number)
    for (const number of wrong) t.notOk(is(number), number)
  }
})

t.test('one digit changed is seen', async () => {
  const digit = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), digit, (at, other) => {
      const number = '4111111111111111'
      const changed = `${number.slice(0, at)}${other}${number.slice(at + 1)}`
      return changed === number || !isCardNumber(changed)
    }),
  )
})
