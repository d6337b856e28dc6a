// From the address a person has at hand to the one collection that is meant. Takes what servers say
// as they say it: addresses may be relative, lists may be missing.
import { CommandFailure, exitCodes } from '../exit.ts'
import { plainText } from '../terminal.ts'
import type { Connection } from './connect.ts'

export type RemoteCollection = {
  id: string
  title: string
  alias: string | null
  canRead: boolean
  canWrite: boolean
  /** Ends in `/`. */
  url: URL
  /** Ends in `/`. */
  root: URL
}

const withSlash = (url: URL): URL => {
  const copy = new URL(url.href)
  if (!copy.pathname.endsWith('/')) copy.pathname += '/'
  copy.search = ''
  copy.hash = ''
  return copy
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const collectionOf = (value: unknown, root: URL): RemoteCollection => {
  const { id, title, alias, can_read, can_write } = asRecord(value)
  return {
    id: asText(id),
    title: asText(title),
    alias: asText(alias) || null,
    canRead: can_read === true,
    canWrite: can_write === true,
    url: new URL(`collections/${encodeURIComponent(asText(id))}/`, root),
    root,
  }
}

const listCollections = async (connection: Connection, root: URL): Promise<RemoteCollection[]> => {
  const { body } = await connection.get(new URL('collections/', root))
  const { collections } = asRecord(body)
  return Array.isArray(collections) ? collections.map((entry) => collectionOf(entry, root)) : []
}

// A discovery names API roots; anything else at an address without `collections` is an API root.
const listRoots = async (connection: Connection, url: URL): Promise<URL[]> => {
  const { body } = await connection.get(url)
  const { api_roots } = asRecord(body)
  if (!Array.isArray(api_roots)) return [url]
  return api_roots.flatMap((address) => {
    const root = URL.parse(asText(address), url.href)
    return root === null ? [] : [withSlash(root)]
  })
}

const describe = ({ id, title, alias, canRead, canWrite }: RemoteCollection): string => {
  const may = [canRead ? 'read' : '', canWrite ? 'write' : ''].filter(Boolean).join(' and ')
  const names = [plainText(title), alias === null ? '' : `(${plainText(alias)})`, plainText(id)]
  return `  ${names.filter(Boolean).join(' ')}: ${may || 'neither read nor write'}`
}

const choose = (found: RemoteCollection[], wanted: string | null, need: 'read' | 'write') => {
  const fitting = found.filter((collection) =>
    wanted === null
      ? need === 'read'
        ? collection.canRead
        : collection.canWrite
      : [collection.id, collection.alias, collection.title].includes(wanted),
  )
  if (fitting.length === 1) return fitting[0]!
  const words =
    wanted === null
      ? `there are ${fitting.length} collections to ${need}; name one with --collection`
      : `${fitting.length} collections are called \`${plainText(wanted)}\``
  const list = found.map(describe).join('\n')
  throw new CommandFailure(list === '' ? words : `${words}\n${list}`, exitCodes.usage)
}

/**
 * The collection at `url`, which may be that of a collection (or of its objects), of an API root,
 * or of a discovery; from the last two `wanted` chooses by id, alias or title, and null the only
 * one that fits. Throws with the list of what there is when the choice is not one.
 */
export const findCollection = async (
  connection: Connection,
  url: URL,
  wanted: string | null,
  need: 'read' | 'write',
): Promise<RemoteCollection> => {
  const direct = /^(.*\/)collections\/([^/]+)(\/.*)?$/.exec(url.pathname)
  if (direct !== null) {
    const address = withSlash(url)
    address.pathname = `${direct[1]}collections/${direct[2]}/`
    const root = withSlash(url)
    root.pathname = direct[1]!
    const { body } = await connection.get(address)
    return { ...collectionOf(body, root), url: address }
  }
  const found: RemoteCollection[] = []
  // TAXII 2.1 §4.1: where a discovery is when only the host is known.
  const start = url.pathname === '/' ? new URL('/taxii2/', url) : withSlash(url)
  for (const root of await listRoots(connection, start)) {
    if (root.host !== url.host) continue
    found.push(...(await listCollections(connection, root)))
  }
  return choose(found, wanted, need)
}

/**
 * What one request to this API root may hold, in octets (TAXII 2.1 §4.2); null when it does not
 * say.
 */
export const contentLengthMax = async (
  connection: Connection,
  root: URL,
): Promise<number | null> => {
  const { max_content_length } = asRecord((await connection.get(root)).body)
  const isCount = typeof max_content_length === 'number' && Number.isSafeInteger(max_content_length)
  return isCount && max_content_length > 0 ? max_content_length : null
}
