// What a person reads when the hub is up: where it is, and how to try it. Writes nothing itself.
import type { DemoCredential } from './demo.ts'

export type Started = {
  /** Without a slash at its end. */
  url: string
  /** The folder of the local PostgreSQL; null when DATABASE_URL named a server. */
  folder: string | null
  /** The credentials of a first start; null otherwise. */
  demo: DemoCredential[] | null
  /** False when nothing describes the hub and nobody can sign in. */
  described: boolean
  /** What makes its holder the one who rules the hub, once; null where somebody does. */
  setUp: string | null
}

const mediaType = 'application/taxii+json;version=2.1'

const printCredential = (credential: DemoCredential): string =>
  'token' in credential
    ? `  ${credential.organisation}  Bearer ${credential.token}`
    : `  ${credential.organisation}  user ${credential.username}, password ${credential.password}`

const printCurl = (url: string, credential: DemoCredential): string => {
  const who =
    'token' in credential
      ? `-H 'Authorization: Bearer ${credential.token}'`
      : `-u '${credential.username}:${credential.password}'`
  return `  curl ${who} -H 'Accept: ${mediaType}' ${url}/taxii2/`
}

/** The lines for the terminal, with a line break at the end. */
export const printBanner = ({ url, folder, demo, described, setUp }: Started): string => {
  const lines = [
    '',
    `Sekisho answers at ${url}`,
    `  console    ${url}/`,
    `  discovery  ${url}/taxii2/`,
    `  admin API  ${url}/api/docs`,
    `  database   ${folder === null ? 'of DATABASE_URL' : `a local PostgreSQL in ${folder}`}`,
    '',
  ]
  if (demo !== null) {
    lines.push('A demo hub was made. Its credentials are shown this once:')
    lines.push(...demo.map(printCredential), '', 'Try:')
    lines.push(...demo.slice(0, 1).map((credential) => printCurl(url, credential)), '')
  }
  if (setUp !== null) {
    lines.push('Nobody rules this hub yet. Who opens this link first does; it holds for a day:')
    lines.push(`  ${url}/setup#${setUp}`, '')
  }
  if (!described) {
    lines.push('No organisation is known yet. Follow the link, or write a hub file (see')
    lines.push('examples/demo.yaml), then run', '  npm run sekisho -- apply hub.yaml', '')
  }
  lines.push('Ctrl-C stops it.', '')
  return `${lines.join('\n')}\n`
}
