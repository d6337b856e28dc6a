// The secrets a hub file refers to, as they are to be kept. Looks nothing up by itself and lets no
// secret into a message.
import { hashToken, parseToken } from '../core/credential/token.ts'
import type { CredentialEntry, HubFile } from '../core/hub-file/model.ts'
import { passwordLengthMin } from '../core/hub-file/model.ts'
import type { CredentialRow } from '../storage/hub.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** How the caller finds what the file only names. `certificate` gives the SPKI's SHA-256 in hex. */
export type Secrets = {
  env: (name: string) => string | undefined
  certificate: (file: string) => Promise<string>
}

export type KeptSecret = Pick<CredentialRow, 'kind' | 'username' | 'secret'>

/** The secret to keep beside what is kept now, which stays when it still fits. */
type Keep = (kept: string | null) => Promise<KeptSecret>

export type ResolvedSecrets = { faults: string[]; keep: Map<string, Keep> }

export const credentialKey = (organisation: string, credential: string): string =>
  `${organisation}/${credential}`

const keepAs =
  (kind: 'token' | 'certificate', secret: string): Keep =>
  async () => ({ kind, username: null, secret })

// Checked and hashed once per kept text, so that a plan made twice costs once.
const keepPassword = (username: string, password: string): Keep => {
  const decided = new Map<string | null, Promise<string>>()
  const decide = async (kept: string | null): Promise<string> =>
    kept !== null && (await verifyPassword(password, kept)) ? kept : hashPassword(password)
  return async (kept) => {
    const secret = decided.get(kept) ?? decide(kept)
    decided.set(kept, secret)
    return { kind: 'basic', username: username.normalize('NFC'), secret: await secret }
  }
}

const resolveOne = async (entry: CredentialEntry, secrets: Secrets): Promise<Keep | string> => {
  const { basic, certificate, token, token_env } = entry
  const variable = basic?.password_env ?? token_env
  const value = variable === undefined ? undefined : secrets.env(variable)
  if (variable !== undefined && (value === undefined || value === '')) {
    return `the environment variable ${variable} is not set`
  }
  if (basic !== undefined) {
    const password = basic.password ?? value!
    if (password.length < passwordLengthMin) {
      return `the password in ${variable} must be at least ${passwordLengthMin} characters`
    }
    return keepPassword(basic.username, password)
  }
  if (certificate !== undefined) {
    if (certificate.fingerprint !== undefined) {
      return keepAs('certificate', certificate.fingerprint)
    }
    try {
      return keepAs('certificate', await secrets.certificate(certificate.file!))
    } catch {
      return `the certificate ${certificate.file} cannot be read`
    }
  }
  const given = token ?? value!
  if (parseToken(given) === null)
    return `the token in ${variable} is not one made by \`sekisho token\``
  return keepAs('token', hashToken(given))
}

/** Finds every secret of the file; what cannot be found is a fault that names the credential. */
export const resolveSecrets = async (hub: HubFile, secrets: Secrets): Promise<ResolvedSecrets> => {
  const faults: string[] = []
  const keep = new Map<string, Keep>()
  const owners = new Map<string, string>()
  for (const organisation of hub.organisations) {
    for (const entry of organisation.credentials) {
      const key = credentialKey(organisation.name, entry.name)
      const resolved = await resolveOne(entry, secrets)
      if (typeof resolved === 'string') {
        faults.push(`credential ${key}: ${resolved}`)
        continue
      }
      keep.set(key, resolved)
      if (entry.basic !== undefined) continue
      const { secret } = await resolved(null)
      const other = owners.get(secret)
      if (other !== undefined) faults.push(`credential ${key}: has the same secret as ${other}`)
      owners.set(secret, key)
    }
  }
  return { faults, keep }
}
