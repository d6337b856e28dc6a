// No token of a victim, however it is written, gets through; no look-alike is cut; reports of
// attackers pass as they are.
import { createHash } from 'node:crypto'
import t from 'tap'
import {
  compileDictionary,
  matchDomain,
  revealsTerm,
} from '../../../src/core/anonymity/dictionary.ts'
import { findResidue } from '../../../src/core/anonymity/residual.ts'
import { cleanText } from '../../../src/core/anonymity/text.ts'
import { lookAlikes, obfuscate, victimAssets, victimTokens } from '../../harness/victim-corpus.ts'

const dictionary = compileDictionary([victimAssets])

const settings: Record<string, (text: string) => string> = {
  English: (text) => `Seen at ${text} on Monday.`,
  Japanese: (text) => `被害は${text}で確認`,
}

const clean = (text: string) => cleanText(text, { dictionary, tokens: new Map(), profile: 'P1' })
const print = (text: string) => JSON.stringify({ type: 'report', description: text })

t.test('no token of the corpus leaks', async (t) => {
  const names = new Set<string>()
  const leaks: string[] = []
  const counts = { masked: 0, held: 0 }
  for (const token of victimTokens)
    for (const { name, text } of obfuscate(token))
      for (const [setting, set] of Object.entries(settings)) {
        names.add(name)
        const cleaned = clean(set(text))
        if (cleaned === null) counts.held += 1
        else counts.masked += 1
        const through =
          cleaned !== null && (cleaned.text.includes(text) || cleaned.text.includes(token.core))
        if (through) leaks.push(`${name}: ${token.text} in ${setting} text`)
        if (findResidue(print(set(text)), dictionary) === null)
          leaks.push(`${name}: ${token.text} in ${setting} residue`)
        if (cleaned !== null && findResidue(print(cleaned.text), dictionary) !== null)
          leaks.push(`${name}: ${token.text} in ${setting} after masking`)
      }
  t.same(leaks, [])
  t.ok(victimTokens.length >= 200, `${victimTokens.length} tokens`)
  t.ok(names.size >= 16, `${names.size} ways to write them`)
  t.comment(counts)
})

t.test('positive control: a net that knows nothing lets all through', async (t) => {
  const nothing = compileDictionary([])
  const caught = victimTokens.filter(({ text }) => findResidue(print(text), nothing) !== null)
  t.same(caught, [])
})

t.test('look-alikes are nobody’s but the attacker’s', async (t) => {
  for (const host of lookAlikes) {
    const text = `Phishing at https://${host}/login and ${host}, from it@${host}.`
    const options = { dictionary, tokens: new Map(), profile: 'P1' as const }
    t.same(
      cleanText(text, { ...options, attackers: new Set([host]) }),
      { text, changed: false },
      host,
    )
    t.notOk(matchDomain(host, dictionary), host)
    const pattern = `[domain-name:value = '${host}' OR url:value = 'http://${host}/a']`
    t.equal(findResidue(JSON.stringify({ pattern }), dictionary), null, host)
    t.ok(revealsTerm(host, dictionary), host)
    t.equal(cleanText(text, { ...options, profile: 'P2' }), null, `${host} in P2`)
  }
})

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')

/** Sentences as attackers' reports have them, with indicators that differ in each. */
const reports = Array.from({ length: 400 }, (_, i) => {
  const word = digest('md5', `word ${i}`)
  const host = `${word.slice(0, 9)}.${['evil.test', 'c2.example.net', 'bad.top', 'k.ru'][i % 4]}`
  const address = `185.${i % 250}.${(i * 7) % 250}.${(i * 13) % 250}`
  return [
    `The loader (SHA-256 ${digest('sha256', word)}) contacts ${host} over TCP/443.`,
    `攻撃者は ${host} と ${address} を C2 として使い、ローダー ${word} を配布した。`,
    `Beacon to hxxps://${host.replaceAll('.', '[.]')}/gate.php?id=${i} every 60 s (CVE-2024-${10_000 + i}).`,
    `Mutex Global\\${word.slice(0, 12)}; drops %TEMP%\\svchost32.exe and HKCU\\Software\\Run\\upd${i}.`,
    `powershell -enc ${Buffer.from(`IEX (New-Object Net.WebClient) ${word}`, 'utf16le').toString('base64')}`,
    `User agent "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", JA3 ${word}, port ${1024 + i}.`,
    `件名「請求書のご案内（${i}月分）」、添付 invoice_${i}.zip、T1566.001、2024-05-${10 + (i % 20)}T12:34:56Z。`,
    `Tor site ${digest('sha1', word).slice(0, 16)}.onion, wallet bc1q${word}, TLS serial ${word.slice(0, 20)}.`,
  ][i % 8]!
})

t.test('reports of attackers pass as they are', async (t) => {
  const held = reports.filter((text) => clean(text) === null)
  const changed = reports.filter((text) => clean(text)?.changed)
  const residue = reports.filter((text) => findResidue(print(text), dictionary) !== null)
  t.same(held, [], 'none held')
  t.same(changed, [], 'none changed')
  t.same(residue, [], 'none withheld')
  t.comment({ reports: reports.length })
})
