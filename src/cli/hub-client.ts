// A hub's own API as the commands use it: where it is, as whom, and what it answers. Knows no
// command.
import type { Command } from 'commander'
import { CommandFailure, exitCodes } from './exit.ts'
import type { Programs } from './programs.ts'
import {
  addConnectionOptions,
  type ConnectionOptions,
  openConnection,
  readUrl,
} from './taxii-client/options.ts'
import { plainText } from './terminal.ts'

export type HubOptions = ConnectionOptions & { url: string }

const json = 'application/json'

/** The options with which a command finds a hub and signs in. */
export const addHubOptions = (command: Command): Command =>
  addConnectionOptions(
    command.option('--url <url>', 'the hub, without a path', 'http://127.0.0.1:6100'),
  )

export type HubClient = {
  get<T>(path: string): Promise<T>
  /** `body` is JSON text, as it stands. */
  post<T>(path: string, body: string): Promise<T>
}

/** Both verbs throw a `CommandFailure` with the hub's words for every answer that is not 2xx. */
export const openHubClient = (programs: Programs, options: HubOptions): HubClient => {
  const base = readUrl(options.url)
  const wait = (reason: string, ms: number): void => {
    programs.stderr.write(`${plainText(reason)}; waiting ${Math.ceil(ms / 1000)} s\n`)
  }
  const connection = openConnection(programs, base, options, wait, json)
  const demand = <T>(body: unknown): T => {
    if (typeof body === 'object' && body !== null) return body as T
    throw new CommandFailure(`${base.origin} answers nothing of a hub`, exitCodes.failed)
  }
  return {
    get: async <T>(path: string) => demand<T>((await connection.get(new URL(path, base))).body),
    post: async <T>(path: string, body: string) =>
      demand<T>((await connection.post(new URL(path, base), body)).body),
  }
}
