// What the exchange asks of an OpenID provider. Knows neither HTTP nor the protocol: the program
// brings what speaks them.

/** What the hub keeps of a visit until the browser comes back. */
export type Visit = { state: string; nonce: string; verifier: string }

/** Who somebody is there; `second_factor`: the provider says that it was shown one. */
export type Identity = { issuer: string; subject: string; second_factor: boolean }

export type Provider = {
  /** What people call it. */
  name: string
  issuer: string
  /** Where to send the browser, which comes back to `returnTo`. */
  begin(returnTo: string): Promise<Visit & { url: string }>
  /**
   * Who came back to `returned`, the whole address; null for whoever proves nothing by it. Rejects
   * when the provider does not answer.
   */
  finish(returned: string, visit: Visit): Promise<Identity | null>
}
