// Numbers that carry a check digit: 法人番号, マイナンバー, payment cards. Knows no text.

const digitsOf = (number: string): number[] => [...number].map(Number)

/** 法人番号: 13 digits, the first 9 − (Σ Pn·Qn mod 9), Qn 1 and 2 in turn from the right. */
export const isCorporateNumber = (number: string): boolean => {
  if (!/^[1-9]\d{12}$/.test(number)) return false
  const [check, ...base] = digitsOf(number)
  const sum = base.reverse().reduce((total, digit, i) => total + digit * (1 + (i % 2)), 0)
  return check === 9 - (sum % 9)
}

/** マイナンバー: 12 digits, the last 11 − (Σ Pn·Qn mod 11), and 0 for a remainder of 0 or 1. */
export const isPersonalNumber = (number: string): boolean => {
  if (!/^\d{12}$/.test(number)) return false
  const base = digitsOf(number.slice(0, 11)).reverse()
  const sum = base.reduce((total, digit, i) => total + digit * (i < 6 ? i + 2 : i - 4), 0)
  const rest = sum % 11
  return Number(number[11]) === (rest <= 1 ? 0 : 11 - rest)
}

/** A payment card: 13 to 19 digits of a known issuer with the check digit of ISO/IEC 7812. */
export const isCardNumber = (number: string): boolean => {
  if (!/^(?:4\d{12,18}|(?:5[1-5]|2[2-7]|35|6[0245]|8[01])\d{14,17}|3[4678]\d{12,13})$/.test(number))
    return false
  const sum = digitsOf(number)
    .reverse()
    .reduce((total, digit, i) => {
      const doubled = i % 2 === 0 ? digit : digit * 2
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}
