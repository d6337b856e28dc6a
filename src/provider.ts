// The OpenID provider of the settings, spoken to by the code flow with PKCE (RFC 7636, RFC 9700).
// Knows no person.
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Settings } from './exchange/context.ts'
import type { Provider } from './exchange/provider.ts'
import { isLoopback } from './peers.ts'

type ProviderSettings = NonNullable<Settings['oidc']>

const timeoutSeconds = 10
/** What a provider says of a sign-in with more than one factor (RFC 8176). */
const severalFactors = 'mfa'
/** Codes of openid-client for an answer that did not come. */
const silences = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])

/** The provider's answer is about who asks; everything else is about the provider. */
const isAboutVisitor = (error: unknown): boolean =>
  error instanceof AuthorizationResponseError ||
  error instanceof ResponseBodyError ||
  (error instanceof ClientError && !silences.has(error.code ?? ''))

const discover = ({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> => {
  const url = new URL(issuer)
  // Settings let no other issuer be without TLS.
  const plain = url.protocol === 'http:' && isLoopback(url.hostname)
  const proof = clientSecret === null ? None() : ClientSecretBasic(clientSecret)
  return discovery(url, clientId, undefined, proof, {
    timeout: timeoutSeconds,
    ...(plain ? { execute: [allowInsecureRequests] } : {}),
  })
}

/** Asks the provider for nothing until somebody signs in; its description is kept from then on. */
export const openProvider = (settings: ProviderSettings): Provider => {
  const { issuer, name, acr } = settings
  let found: Promise<Configuration> | null = null
  const configuration = (): Promise<Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = null
      throw error
    })
    return found
  }
  return {
    name,
    issuer,
    async begin(returnTo) {
      const [verifier, state, nonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()]
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: returnTo,
        scope: 'openid',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(acr === null ? {} : { acr_values: acr }),
      })
      return { url: url.href, verifier, state, nonce }
    },
    async finish(returned, { state, nonce, verifier }) {
      const known = await configuration()
      try {
        const tokens = await authorizationCodeGrant(known, new URL(returned), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) return null
        const { iss, sub, amr } = claims
        const several = Array.isArray(amr) && amr.includes(severalFactors)
        const second_factor = several || (acr !== null && claims.acr === acr)
        return { issuer: iss, subject: sub, second_factor }
      } catch (error) {
        if (isAboutVisitor(error)) return null
        throw error
      }
    },
  }
}
