// What push and poll have in common: where to, as whom. Reads no environment but through its
// lookup.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { CommandFailure, exitCodes } from '../exit.ts'
import type { Programs } from '../programs.ts'
import { type ClientCredentials, type Connection, connect } from './connect.ts'

export type ConnectionOptions = {
  user?: string
  passwordEnv?: string
  tokenEnv?: string
  allowPlainHttp?: boolean
  timeout: string
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

export const addConnectionOptions = (command: Command): Command =>
  command
    .option('--user <name>', 'HTTP Basic user (default: SEKISHO_USER)')
    .option('--password-env <name>', 'variable with the password', 'SEKISHO_PASSWORD')
    .option('--token-env <name>', 'variable with a bearer token, instead of a password')
    .option('--allow-plain-http', 'send credentials over plain HTTP to another machine')
    .option('--timeout <seconds>', 'for one request', '60')

/** A whole number of at least `min`; throws naming the option. */
export const readCount = (option: string, text: string, min: number): number => {
  const count = Number(text)
  if (/^\d{1,9}$/.test(text) && count >= min) return count
  throw new CommandFailure(`${option} must be a whole number of at least ${min}`, exitCodes.usage)
}

const demand = (programs: Programs, variable: string): string => {
  const value = programs.env(variable)
  if (value !== undefined && value !== '') return value
  throw new CommandFailure(`the environment variable ${variable} is not set`, exitCodes.usage)
}

const readCredentials = (programs: Programs, options: ConnectionOptions): ClientCredentials => {
  if (options.tokenEnv !== undefined) {
    return { kind: 'bearer', token: demand(programs, options.tokenEnv) }
  }
  const username = options.user ?? programs.env('SEKISHO_USER')
  if (username === undefined || username === '') return null
  const password = demand(programs, options.passwordEnv ?? 'SEKISHO_PASSWORD')
  return { kind: 'basic', username, password }
}

/** The address of an option or argument, fit to send credentials to. */
export const readUrl = (text: string): URL => {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandFailure('the address must begin with https:// or http://', exitCodes.usage)
  }
  if (url.username !== '' || url.password !== '') {
    const words = 'credentials do not belong into an address; use --user and --password-env'
    throw new CommandFailure(words, exitCodes.usage)
  }
  return url
}

/**
 * A connection by the options of a command; throws before anything is sent when they do not fit.
 */
export const openConnection = (
  programs: Programs,
  url: URL,
  options: ConnectionOptions,
  onWait: (reason: string, ms: number) => void,
  mediaType?: string,
): Connection => {
  const credentials = readCredentials(programs, options)
  const plain = url.protocol === 'http:' && !loopback.test(url.hostname)
  if (credentials !== null && plain && options.allowPlainHttp !== true) {
    const words = `${url.origin} is plain HTTP: everyone on the way could read the credentials`
    throw new CommandFailure(`${words}; use https, or --allow-plain-http`, exitCodes.usage)
  }
  return connect({
    url,
    credentials,
    userAgent: `sekisho/${programs.version}`,
    mediaType,
    timeoutMs: readCount('--timeout', options.timeout, 1) * 1000,
    onWait,
    sleep: (ms) => sleep(ms),
  })
}
