// The few TAXII 2.1 requests of the corpus run. Knows no bundle and judges nothing.
import { setTimeout } from 'node:timers/promises'
import { taxiiMediaType } from '../../src/core/taxii/media-type.ts'
import type { StatusResource } from '../../src/core/taxii/resource.ts'

export type Answer = {
  body: Record<string, unknown>
  /** The X-TAXII-Date-Added headers; null where absent. */
  first: string | null
  last: string | null
}

export type Client = {
  /** `path` is under the API root and begins without a slash. Throws on any answer but 200. */
  get(path: string): Promise<Answer>
  /** Sends an envelope and waits until its status is complete. */
  push(collectionId: string, envelope: string): Promise<StatusResource>
}

const completeTries = 600
const completePauseMs = 100

/** Speaks to one API root; `apiRoot` ends with a slash, `credentials` are `username:password`. */
export const openClient = (apiRoot: string, credentials: string): Client => {
  const headers = {
    Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    Accept: taxiiMediaType,
  }
  const ask = async (path: string, wanted: number, body?: string): Promise<Answer> => {
    const request: RequestInit =
      body === undefined
        ? { headers }
        : { method: 'POST', headers: { ...headers, 'Content-Type': taxiiMediaType }, body }
    const answer = await fetch(`${apiRoot}${path}`, request)
    const text = await answer.text()
    if (answer.status !== wanted)
      throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    return {
      body: JSON.parse(text),
      first: answer.headers.get('x-taxii-date-added-first'),
      last: answer.headers.get('x-taxii-date-added-last'),
    }
  }
  const get = (path: string): Promise<Answer> => ask(path, 200)
  const push = async (collectionId: string, envelope: string): Promise<StatusResource> => {
    const accepted = await ask(`collections/${collectionId}/objects/`, 202, envelope)
    let status = accepted.body as StatusResource
    for (let tries = 0; status.status !== 'complete'; tries++) {
      if (tries === completeTries) throw new Error(`status ${status.id} does not become complete`)
      await setTimeout(completePauseMs)
      status = (await get(`status/${status.id}/`)).body as StatusResource
    }
    return status
  }
  return { get, push }
}
