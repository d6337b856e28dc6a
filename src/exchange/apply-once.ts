// The hub file that is applied at every start, applied only when it says something else than the
// last time: what was changed by other ways since outlives a restart.
import { createHash } from 'node:crypto'
import type { HubFile } from '../core/hub-file/model.ts'
import { canonicalJson } from '../core/json/canonical.ts'
import { readFileDigest, saveFileDigest } from '../storage/hub.ts'
import { applyHubFile, type HubFilePlan } from './apply-hub-file.ts'
import type { Context } from './context.ts'
import type { Secrets } from './hub-secrets.ts'
import { hashPassword, verifyPassword } from './password.ts'

type Needs = Pick<Context, 'db'>

/** What the file says, and the secrets it only names, as one short text. */
const digestOf = async (hub: HubFile, secrets: Secrets): Promise<string> => {
  const hash = createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(hub))))
  for (const { credentials } of hub.organisations) {
    for (const { basic, token_env, certificate } of credentials) {
      const variable = basic?.password_env ?? token_env
      const value = variable === undefined ? '' : (secrets.env(variable) ?? '')
      const file = certificate?.file
      const key = file === undefined ? '' : await secrets.certificate(file).catch(() => '')
      hash.update(`\0${value}\0${key}`)
    }
  }
  return hash.digest('hex')
}

/** Keeps that this file was applied, as a slow hash: no secret can be guessed from it. */
export const rememberHubFile = async (
  { db }: Needs,
  hub: HubFile,
  secrets: Secrets,
): Promise<void> => {
  await saveFileDigest(db, await hashPassword(await digestOf(hub, secrets)))
}

/** Applies the file as `applyHubFile` does, unless it was the last one applied: then null. */
export const applyHubFileOnce = async (
  needs: Needs,
  hub: HubFile,
  secrets: Secrets,
): Promise<HubFilePlan | null> => {
  const last = await readFileDigest(needs.db)
  if (last !== null && (await verifyPassword(await digestOf(hub, secrets), last))) return null
  const plan = await applyHubFile(needs, hub, { secrets })
  await rememberHubFile(needs, hub, secrets)
  return plan
}
