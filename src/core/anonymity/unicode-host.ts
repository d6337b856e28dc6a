// Host names in ASCII and in the letters they are shown in (RFC 3492, IDNA). Knows no dictionary.

const digitsMax = 0x7fffffff

/** The value of a digit; 36 beyond the end. */
const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 22
  return code >= 0x61 ? code - 0x61 : 36
}

/** The bias for the next number (RFC 3492 §6.1). */
const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = first ? Math.floor(delta / 700) : delta >> 1
  rest += Math.floor(rest / points)
  let bias = 0
  for (; rest > 455; bias += 36) rest = Math.floor(rest / 35)
  return bias + Math.floor((36 * rest) / (rest + 38))
}

/** What stands behind `xn--` as text (RFC 3492 §6.2); null where it is no such thing. */
const decodeLabel = (encoded: string): string | null => {
  const basic = Math.max(0, encoded.lastIndexOf('-'))
  const points = [...encoded.slice(0, basic)].map((sign) => sign.codePointAt(0)!)
  let [at, point, place, bias] = [basic === 0 ? 0 : basic + 1, 128, 0, 72]
  while (at < encoded.length) {
    const before = place
    let weight = 1
    for (let k = 36; ; k += 36) {
      const digit = digitOf(encoded.charCodeAt(at))
      const threshold = Math.min(26, Math.max(1, k - bias))
      at += 1
      place += digit * weight
      if (digit > 35 || place > digitsMax) return null
      if (digit < threshold) break
      weight *= 36 - threshold
    }
    bias = adapt(place - before, points.length + 1, before === 0)
    point += Math.floor(place / (points.length + 1))
    place %= points.length + 1
    if (point > 0x10ffff) return null
    points.splice(place, 0, point)
    place += 1
  }
  return String.fromCodePoint(...points)
}

/** A lower-case host name in the letters it is shown in; labels that cannot be read stay. */
export const shownHost = (host: string): string =>
  host.replace(/xn--([a-z0-9-]+)/g, (label, encoded) => decodeLabel(encoded) ?? label)

/** A host name in ASCII and lower case; null where it is none. */
export const asciiHost = (host: string): string | null => {
  try {
    return new URL(`http://${host}/`).hostname
  } catch {
    return null
  }
}
