// What a hub shows on its very first start when nobody has described it yet. Knows no network.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { printToken } from './core/credential/token.ts'
import type { HubFile } from './core/hub-file/model.ts'
import { parseHubFile } from './core/hub-file/parse.ts'
import { applyHubFile } from './exchange/apply-hub-file.ts'
import type { Context } from './exchange/context.ts'
import { summarise } from './exchange/summarise.ts'
import { root } from './runtime.mjs'

export type DemoCredential =
  | { organisation: string; username: string; password: string }
  | { organisation: string; token: string }

/** Makes up a secret for every credential of the hub file, by the variable that names it. */
export const inventSecrets = (
  hub: HubFile,
): { variables: Map<string, string>; shown: DemoCredential[] } => {
  const variables = new Map<string, string>()
  const shown: DemoCredential[] = []
  for (const { name: organisation, credentials } of hub.organisations) {
    for (const { basic, token_env } of credentials) {
      if (basic?.password_env) {
        const password = randomBytes(12).toString('base64url')
        variables.set(basic.password_env, password)
        shown.push({ organisation, username: basic.username, password })
      } else if (token_env) {
        const token = printToken('demo', randomBytes(24))
        variables.set(token_env, token)
        shown.push({ organisation, token })
      }
    }
  }
  return { variables, shown }
}

const readDemo = async (): Promise<HubFile> => {
  const parsed = parseHubFile(await readFile(join(root, 'examples', 'demo.yaml'), 'utf8'))
  if (!parsed.ok) throw new Error(`the demo hub file is at fault: ${parsed.faults[0]?.message}`)
  return parsed.hub
}

/** Whether nobody has described this hub. */
const isBlank = async (ctx: Context): Promise<boolean> => {
  const { organisations, groups } = await summarise(ctx)
  return organisations.length === 0 && groups.length === 0
}

/**
 * Gives a blank hub the demo's organisations and collections. Resolves with its new credentials,
 * which are kept nowhere in the clear; null when the hub is not blank.
 */
export const applyDemo = async (ctx: Context): Promise<DemoCredential[] | null> => {
  if (!(await isBlank(ctx))) return null
  const hub = await readDemo()
  const { variables, shown } = inventSecrets(hub)
  const secrets = {
    env: (name: string) => variables.get(name),
    certificate: () => Promise.reject(new Error('the demo has no certificates')),
  }
  await applyHubFile(ctx, hub, { secrets })
  return shown
}
