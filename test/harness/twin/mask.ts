// What of an answer may differ between the worlds, and why: nothing of it hangs on what is hidden.

const drawn = /"(id|submission)":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}"/g

/**
 * Ids drawn for a submission or a draft; whether and when a credential was used, which is noted
 * beside the answer by the machine's clock. How soon and how far others have read is theirs to do,
 * and an owner's and a steward's to know.
 */
const maskAdmin = (path: string, body: string): string => {
  const masked = body
    .replace(/"(last_seen|last_used)":("[^"]*"|null)/g, '"$1":"…"')
    .replace(/"freshness":\{[^}]*\}/, '"freshness":{…}')
    .replace(/"share":[0-9.]+/g, '"share":…')
  return /^\/api\/(submissions|drafts|reviews|preview)/.test(path)
    ? masked.replace(drawn, '"$1":"…"')
    : masked
}

/** What differs in every two requests: the moment, and ids drawn for the request. */
export const maskBody = (method: string, path: string, body: string): string => {
  const masked = body
    .replace(/"error_id":"[0-9a-f-]{36}"/g, '"error_id":"…"')
    .replace(/"instance":"urn:uuid:[0-9a-f-]{36}"/g, '"instance":"…"')
  if (path.startsWith('/api/')) return maskAdmin(path, masked)
  const ofStatus = method === 'POST' || path.includes('/status/')
  return ofStatus ? masked.replace(/^\{"id":"[0-9a-f-]{36}"/, '{"id":"…"') : masked
}
