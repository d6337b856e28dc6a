// Stands in for a search that is not there yet.
import type { Dictionary } from './dictionary.ts'

export const revealsTerm = (text: string, dictionary: Dictionary): boolean => {
  const low = text.toLowerCase()
  return dictionary.brands.some((brand) => brand.length >= 4 && low.includes(brand))
}
