// The container's health check: asks the hub beside it whether it is alive. Ends with 0 or 1.
const { SEKISHO_PORT: port = '6100', SEKISHO_TLS_CERT: certificate } = process.env
// The certificate names the hub's public address, never this loopback.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
process.removeAllListeners('warning')

const address = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/healthz`
const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) }).catch(() => null)
process.exitCode = answer?.ok ? 0 : 1
