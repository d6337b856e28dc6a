// Signing in: the rows A of the matrix of faults and attacks.
import { runReading, runReadingControl, runStrangers } from './routes-runs.ts'
import type { Row } from './row.ts'
import { runSecrets, runSecretsControl } from './text-runs.ts'

const byTests = (id: string, promise: string, ...tests: string[]): Row => ({
  id,
  promise,
  proof: { tests },
})

const session = 'test/admin/session.test.ts'
const provider = 'test/admin/session-oidc.test.ts'
const authenticate = 'test/exchange/authenticate.test.ts'

export const authenticationRows: readonly Row[] = [
  {
    id: 'A1',
    promise: 'every route has a rule, and lets nobody in by what is no credential',
    proof: { run: runStrangers, control: null },
  },
  byTests(
    'A2',
    'no changed token of a million is taken, nor asks the database',
    'test/core/credential/token.test.ts',
    authenticate,
  ),
  byTests(
    'A3',
    'what is revoked is gone at the next request',
    'test/exchange/new-enemy.test.ts',
    'test/conformance/d-auth.test.ts',
    'test/admin/organisations.test.ts',
  ),
  byTests('A4', 'a return of a provider that is not of this visit signs nobody in', provider),
  byTests('A5', 'a person is known by issuer and subject, never by its address', provider),
  byTests('A6', 'a provider that is away or broken makes nobody', provider),
  byTests(
    'A7',
    'a certificate counts by its key, its dates and its use',
    'test/tls.test.ts',
    'test/taxii/authorization.test.ts',
    'test/conformance/d-tls.test.ts',
  ),
  byTests(
    'A8',
    'what only a proxy may say is not believed',
    'test/taxii/hidden.test.ts',
    'test/peers.test.ts',
  ),
  byTests(
    'A9',
    'guesses are counted in every spelling, from everywhere, by the database’s clock',
    authenticate,
    session,
  ),
  byTests(
    'A10',
    'codes are used once and not guessed',
    'test/admin/account.test.ts',
    'test/core/credential/totp.test.ts',
  ),
  byTests(
    'A12',
    'every route, for every role and target, is as the table says',
    'test/admin/role-matrix.test.ts',
  ),
  byTests(
    'A13',
    'a key that is not described is refused, never applied',
    'test/admin/fuzz.test.ts',
    'test/admin/edge.test.ts',
    'test/admin/organisations.test.ts',
  ),
  byTests('A14', 'a session is nobody’s but its browser’s, and none at TAXII', session),
  {
    id: 'A15',
    promise: 'a GET changes nothing but the account of who asked',
    proof: { run: runReading, control: runReadingControl },
  },
  {
    id: 'A16',
    promise: 'no secret is in a log, an error, a number or a table',
    proof: { run: runSecrets, control: runSecretsControl },
  },
  byTests(
    'A17',
    'nobody has a secret from the start: the first link is made once and ends',
    'test/admin/set-up.test.ts',
    'test/main.test.ts',
  ),
]
