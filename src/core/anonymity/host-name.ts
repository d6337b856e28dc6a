// Whether a run of characters reads as the name of a host, and whose its labels are: a name under
// somebody else's domain is somebody else's. Knows no dictionary.
import { codeAt, isHostCode } from './character.ts'
import { asciiHost } from './unicode-host.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Top-level names of more than two letters that hosts in reports stand under. */
const topLevel = new Set(
  words(`
  com net org info biz name pro edu gov mil int aero asia cat coop jobs mobi museum post tel
  travel example test invalid localhost local onion internal lan corp home intranet private
  localdomain arpa top xyz online site website space store shop club live life world today link
  click work works wang icu vip win bid loan loans date men stream download racing review science
  party trade webcam cricket faith accountant app dev page cloud tech digital email host hosting
  press rest fun monster quest cyou buzz bar beauty hair skin makeup surf pics lol mom boats
  yachts homes autos motorcycles sbs cfd agency center company network systems solutions services
  support help helpdesk care finance financial bank insurance credit creditcard money cash fund
  exchange market markets trading law legal lawyer tax accountants consulting group team
  technology software computer computers codes security protection domains domain zone one ltd llc
  gmbh inc ink media news blog wiki video photo photos gallery studio design art graphics events
  express delivery global international city tokyo osaka nagoya kyoto okinawa ryukyu yokohama
  london paris berlin moscow nyc africa earth energy engineering equipment expert foundation gold
  green guru health healthcare hospital clinic dental doctor pharmacy industries institute land
  limited ltda management plus productions properties rent rentals repair report reviews rocks rip
  run sale school schools social style supplies supply tools tours town toys training university
  vacations ventures vet watch wtf cool chat cafe cam camp cards casa fit fitness game games gift
  gifts bet casino poker dating sex porn adult xxx pub xin kim red blue pink black uno ninja guide
  how icloud google amazon apple microsoft azure aws sony nec hitachi toshiba canon epson fujitsu
  panasonic sharp ricoh honda toyota nissan suzuki lotte softbank docomo kddi ntt rakuten muji
  nico goo yodobashi nhk jcb mtr
  `),
)

/** Two-letter endings that are of files, never of hosts. */
const fileEndings = new Set(words('js ts vb db gz xz bz cs hs go qt hh oo pp wk'))

/** Endings under which the left labels name the customer or the machine itself. */
const ownNames = words(`
  local lan corp home internal intranet private localdomain intra ad sharepoint.com onmicrosoft.com
  okta.com okta-emea.com atlassian.net slack.com zendesk.com service-now.com my.salesforce.com
  zoom.us box.com backlog.com backlog.jp cybozu.com kintone.com auth0.com workday.com
`).map((ending) => `.${ending}`)

const isTopLevel = (label: string): boolean =>
  label.length === 2
    ? /^[a-z]{2}$/.test(label) && !fileEndings.has(label)
    : topLevel.has(label) || label.startsWith('xn--')

export type Host = { start: number; end: number; name: string }

const dot = 0x2e
/** No host of the Internet has `_` or a space inside a label, but many a file has. */
const isLabel = /^_?[^_ ]+$/

/**
 * The host name around the characters [start, end) of a lower-case text: labels of ASCII letters,
 * digits, `-` and `_` under a known top-level name. null: no such name stands there.
 */
export const hostAround = (text: string, start: number, end: number): Host | null => {
  let from = start
  let to = end
  const goesOn = (at: number): boolean => {
    const code = codeAt(text, at)
    return code === dot || isHostCode(code)
  }
  while (from > 0 && start - from < 253 && goesOn(from - 1)) from -= 1
  while (to < text.length && to - end < 253 && goesOn(to)) to += 1
  while (from < start && codeAt(text, from) === dot) from += 1
  while (to > end && codeAt(text, to - 1) === dot) to -= 1
  const name = text.slice(from, to)
  const labels = name.split('.')
  if (labels.length < 2 || !labels.every((label) => isLabel.test(label))) return null
  if (!isTopLevel(labels.at(-1)!)) return null
  return { start: from, end: to, name }
}

/** Whether the characters [start, end) are whole labels of a host's name. */
export const isWholeLabels = (host: Host, start: number, end: number): boolean => {
  const before = start - host.start
  const after = end - host.start
  return (
    (before === 0 || host.name[before - 1] === '.') &&
    (end === host.end || host.name[after] === '.')
  )
}

/** Whether the labels of a host name the machine or the tenant of its user. */
export const namesItsUser = ({ name }: Host): boolean =>
  ownNames.some((ending) => name.endsWith(ending))

/** A host name as hosts are compared: lower case, ASCII, no last dot; null where it is none. */
export const canonicalHost = (value: string): string | null => {
  const bare = value
    .trim()
    .replace(/^\*\./, '')
    .replace(/[.。．｡]+$/, '')
  if (bare === '' || bare.length > 1000 || /[\s/?#@:\\[\]%<>|^]/.test(bare)) return null
  if (/^[\w.-]+$/.test(bare)) return bare.toLowerCase()
  return asciiHost(bare)
}
