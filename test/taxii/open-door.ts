// A hub with its doors for tests: a database of its own, an app or a listening server, and members
// with credentials of each kind.
import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { type App, buildApp } from '../../src/app.ts'
import { hashToken, printToken } from '../../src/core/credential/token.ts'
import type { Level } from '../../src/core/sharing/clearance.ts'
import type { Context } from '../../src/exchange/context.ts'
import { hashPassword } from '../../src/exchange/password.ts'
import { createLog } from '../../src/log.ts'
import { openHub, type TestHub } from '../fixture/hub.ts'

export const taxii = 'application/taxii+json;version=2.1'

export type Member = {
  credential_id: string
  principal_id: string
  token: string
  /** Header values that sign in. */
  bearer: { authorization: string }
  basic: { authorization: string }
  username: string
  password: string
}

export type Doors = {
  hub: TestHub
  ctx: Context
  app: App
  /** Everything logged, as text. */
  logged(): string
  join(level: Level): Promise<Member>
  /** The path of the collection, with a slash at its end. */
  collection: string
}

type Changes = NonNullable<Parameters<typeof openHub>[1]>

/** Gives a member's principal one more credential; the epoch moves as it does for any change. */
export const addCredential = async (
  hub: TestHub,
  principal: string,
  kind: 'basic' | 'token' | 'certificate',
  secret: string,
  username: string | null = null,
): Promise<void> => {
  await hub.query(
    `insert into credential (principal_id, name, kind, username, secret)
      values ($1, $2, $3, $4, $5)`,
    [principal, `${kind} ${randomBytes(4).toString('hex')}`, kind, username, secret],
  )
  await hub.query('update hub set policy_epoch = policy_epoch + 1')
}

const joinWith = async (hub: TestHub, level: Level): Promise<Member> => {
  const caller = await hub.join(level)
  const principal = caller.principal_id!
  const token = printToken('test', randomBytes(20))
  const username = `feed-${randomBytes(4).toString('hex')}`
  const password = 'pass:wörd'
  await addCredential(hub, principal, 'token', hashToken(token))
  await addCredential(hub, principal, 'basic', await hashPassword(password), username)
  const encoded = Buffer.from(`${username}:${password}`).toString('base64')
  return {
    credential_id: caller.credential_id!,
    principal_id: principal,
    token,
    username,
    password,
    bearer: { authorization: `Bearer ${token}` },
    basic: { authorization: `Basic ${encoded}` },
  }
}

/**
 * Opens a hub and its doors, closed when `t` ends. `settings` are the hub's, over the tests' own.
 */
export const openDoors = async (
  t: Pick<Test, 'teardown'>,
  settings: Partial<Context['settings']> = {},
): Promise<Doors> => {
  const hub = await openHub(t, settings as Changes)
  const lines: string[] = []
  const log = createLog('trace', { write: (line: string) => void lines.push(line) })
  const ctx: Context = { ...hub.ctx, log }
  const app = await buildApp(ctx)
  t.teardown(() => app.close())
  return {
    hub,
    ctx,
    app,
    logged: () => lines.join(''),
    join: (level) => joinWith(hub, level),
    collection: `/taxii2/${hub.root.name}/collections/${hub.collection.id}/`,
  }
}
