// Hub files as they lie on a disk, and the secrets that stand beside them. Never shows a secret.
import { createHash, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { HubFile } from '../core/hub-file/model.ts'
import { parseHubFile } from '../core/hub-file/parse.ts'
import type { Secrets } from '../exchange/hub-secrets.ts'
import { CommandFailure, exitCodes } from './exit.ts'

/** Reads and checks a hub file. Throws one failure that lists every fault as `file:line:column`. */
export const readHubFile = async (path: string): Promise<HubFile> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as { code?: string }
    throw new CommandFailure(`the hub file \`${path}\` cannot be read: ${code}`, exitCodes.usage)
  }
  const parsed = parseHubFile(text)
  if (parsed.ok) return parsed.hub
  const faults = parsed.faults.map(({ line, column, path: at, message }) =>
    [`${path}:${line}:${column}`, at, message].filter((part) => part !== '').join(': '),
  )
  throw new CommandFailure(faults.join('\n'), exitCodes.usage)
}

/** The SHA-256 of a certificate's public key (SPKI), in hex, from a PEM or DER file. */
const readFingerprint = async (path: string): Promise<string> => {
  const { publicKey } = new X509Certificate(await readFile(path))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('hex')
}

/** Looks variables up with `env`, and certificate files beside the hub file. */
export const secretsBeside = (
  hubFile: string,
  env: (name: string) => string | undefined,
): Secrets => ({
  env,
  certificate: (file) => readFingerprint(resolve(dirname(hubFile), file)),
})
