// Whether what a browser says of a request lets it change something: only pages of the hub itself
// may ask for that in a person's name. Knows no session.

/** The headers that browsers set, and pages cannot. */
export type Origin = {
  origin: string | undefined
  /** Sec-Fetch-Site (Fetch Metadata). */
  site: string | undefined
  host: string | undefined
}

const hostOf = (url: string): string | null => {
  const parsed = URL.parse(url)
  return parsed === null || !/^https?:$/.test(parsed.protocol) ? null : parsed.host
}

const isOwn = ({ origin, host }: Origin, publicUrl: string | null): boolean => {
  if (origin === undefined) return true
  if (publicUrl !== null && URL.parse(publicUrl)?.origin === origin) return true
  const from = hostOf(origin)
  // The scheme's own port is left out by one and not by the other.
  return from !== null && host !== undefined && from === hostOf(`${origin.split(':')[0]}://${host}`)
}

/** False for a request that some other site's page makes, as far as the browser says so. */
export const isNotForeign = (said: Origin, publicUrl: string | null): boolean =>
  (said.site === undefined || said.site === 'same-origin' || said.site === 'none') &&
  isOwn(said, publicUrl)

/** True for a request whose browser says that a page of the hub itself makes it. */
export const isFromOwnPage = (said: Origin, publicUrl: string | null): boolean =>
  (said.site === 'same-origin' || (said.site === undefined && said.origin !== undefined)) &&
  isOwn(said, publicUrl)
