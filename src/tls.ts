// TLS of the hub's own listener: what is offered, and how new certificate files take effect
// without a restart. Knows nothing of HTTP.
import { constants } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { Server, ServerOptions } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import type { FastifyBaseLogger } from 'fastify'
import type { Settings } from './exchange/context.ts'

const watchIntervalMs = 5_000

// RFC 7540 Appendix A: forward secrecy and AEAD only, so neither CBC nor RSA key exchange.
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':')

type TlsFiles = NonNullable<Settings['tls']>

/**
 * Reads the certificate files. Sessions are not resumed: a client's certificate is looked at on
 * every connection, and TLS 1.3 early data has no ticket to ride on. Throws when a file is missing
 * or wrong.
 */
const readContext = (files: TlsFiles): SecureContextOptions => ({
  cert: readFileSync(files.cert),
  key: readFileSync(files.key),
  ...(files.clientCa === null ? {} : { ca: readFileSync(files.clientCa) }),
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers,
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
})

/**
 * Options of the listener. A client's certificate is asked for and never demanded: whether it may
 * be used is decided with the other credentials, so that a refusal can be told.
 */
export const readTls = (files: TlsFiles): ServerOptions => ({
  ...readContext(files),
  requestCert: true,
  rejectUnauthorized: false,
})

/**
 * Takes new files into use for new connections, when one changes and on SIGHUP. Files that do not
 * fit together (half replaced) leave the old ones in use. Returns what stops the watch.
 */
export const watchTls = (server: Server, files: TlsFiles, log: FastifyBaseLogger): (() => void) => {
  const reload = (): void => {
    try {
      server.setSecureContext(readContext(files))
      log.info('the certificate files were read again')
    } catch (error) {
      log.error(
        { err: error },
        'the new certificate files are not usable, the old ones stay in use',
      )
    }
  }
  const paths = [files.cert, files.key, ...(files.clientCa === null ? [] : [files.clientCa])]
  for (const path of paths) {
    watchFile(path, { interval: watchIntervalMs, persistent: false }, reload)
  }
  process.on('SIGHUP', reload)
  return () => {
    for (const path of paths) unwatchFile(path, reload)
    process.off('SIGHUP', reload)
  }
}
