// Finds indicators in a text: which values stand where. Knows neither STIX nor who pastes.
import { type IOCKey, partialExtractIOC } from 'ioc-extractor'
import { type Layer, spanOf } from '../anonymity/layer.ts'
import { judge } from './judge.ts'
import { isDefanged, refangLayer } from './refang.ts'
import type { Finding, ValueKind } from './value.ts'

type Candidate = { kind: ValueKind; start: number; end: number }

const keys: readonly [IOCKey, ValueKind][] = [
  ['urls', 'url'],
  ['emails', 'email'],
  ['ipv6s', 'ipv6'],
  ['ipv4s', 'ipv4'],
  ['sha512s', 'SHA-512'],
  ['sha256s', 'SHA-256'],
  ['sha1s', 'SHA-1'],
  ['md5s', 'MD5'],
  ['ssdeeps', 'SSDEEP'],
  ['macAddresses', 'mac'],
  ['cves', 'cve'],
  ['asns', 'asn'],
  ['btcs', 'other'],
  ['eths', 'other'],
  ['xmrs', 'other'],
  ['gaTrackIDs', 'other'],
  ['gaPubIDs', 'other'],
  ['domains', 'domain'],
]

const fileEndings = [
  ...['exe', 'dll', 'scr', 'bat', 'cmd', 'ps1', 'vbs', 'vbe', 'jse?', 'hta', 'lnk', 'iso', 'img'],
  ...['docm?', 'docx', 'xlsm?', 'xlsx', 'xlsb', 'pptm', 'pdf', 'zip', 'rar', '7z', 'jar', 'apk'],
  ...['msi', 'chm', 'cab', 'wsf', 'sct', 'one', 'elf', 'bin', 'dat', 'tmp', 'sys'],
].join('|')

/** What the library does not look for. */
const own: readonly [RegExp, ValueKind][] = [
  [/(?<![\w.-])T1\d{3}(?:\.\d{3})?(?![\w-])/g, 'technique'],
  [/ftps?:\/\/[^\s"'<>]{3,}/gi, 'url'],
  [
    new RegExp(`(?<![\\w-])(?:[\\w-]{1,80}\\.)+(?:${fileEndings})(?![\\w.-]*\\w)`, 'gi'),
    'file-name',
  ],
]

/** Keys of the registry have blanks in them: they end where a line or a quotation does. */
const registryKey = (() => {
  const step = '[^\\s"\'<>「」、。]+'
  const root = '(?<![\\w\\\\])(?:HK(?:LM|CU|CR|U|CC)|HKEY_[A-Z_]{5,20})'
  return new RegExp(`${root}\\\\${step}(?: [\\w.()-]+(?:\\\\${step})+)*`, 'g')
})()

const runLengthMax = 4_096
/** What a person writes an indicator in: everything else separates. */
const runs = /[\x21-\x7e]+/g

const locate = (run: string, value: string, kind: ValueKind): Candidate[] => {
  const found: Candidate[] = []
  for (let at = run.indexOf(value); at >= 0; at = run.indexOf(value, at + value.length)) {
    found.push({ kind, start: at, end: at + value.length })
    if (found.length > 64) break
  }
  return found
}

const findInRun = (run: string): Candidate[] => {
  const options = { strict: false, refang: false, punycode: false, sort: false }
  const values = partialExtractIOC(
    run,
    keys.map(([key]) => key),
    options,
  )
  const candidates = keys.flatMap(([key, kind]) =>
    (values[key] ?? []).flatMap((value) => locate(run, value, kind)),
  )
  for (const [pattern, kind] of own) {
    for (const match of run.matchAll(pattern)) {
      candidates.push({ kind, start: match.index, end: match.index + match[0].length })
    }
  }
  return candidates
}

const rank = (kind: ValueKind): number => {
  const at = ['registry-key', 'url', 'email'].indexOf(kind)
  return at < 0 ? 9 : at
}

/** `report.zip` is a file, unless somebody took care that nobody follows it. */
const tie = ({ kind }: Candidate): number => (kind === 'file-name' ? 0 : 1)

/** Of candidates that overlap, the one that says most: the wider, and of two alike the named. */
const settle = (candidates: Candidate[]): Candidate[] => {
  const sorted = candidates.toSorted(
    (a, b) => rank(a.kind) - rank(b.kind) || b.end - b.start - (a.end - a.start) || tie(a) - tie(b),
  )
  const kept: Candidate[] = []
  for (const one of sorted) {
    if (kept.every(({ start, end }) => one.end <= start || one.start >= end)) kept.push(one)
  }
  return kept.sort((a, b) => a.start - b.start)
}

const closers: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** Without the punctuation of the sentence around it. */
const trimUrl = (url: string): string => {
  let end = url.search(/["'<>]/)
  if (end < 0) end = url.length
  for (; end > 0; end -= 1) {
    const last = url[end - 1] as string
    if (/[.,;:!?]/.test(last)) continue
    const opener = closers[last]
    if (opener === undefined || url.slice(0, end).includes(opener)) break
  }
  return url.slice(0, end)
}

/** A prefix length or a port right behind an address. */
const behind = (run: string, { kind, end }: Candidate): string => {
  if (kind !== 'ipv4' && kind !== 'ipv6') return ''
  return /^\/\d{1,3}(?![\w./])/.exec(run.slice(end, end + 6))?.[0] ?? ''
}

const widen = (run: string, one: Candidate): Candidate => {
  if (one.kind === 'url') {
    return { ...one, end: one.start + trimUrl(run.slice(one.start, one.end)).length }
  }
  return { ...one, end: one.end + behind(run, one).length }
}

/** Part of a longer word, or of a longer number, is not what it looks like. */
const stands = (run: string, { kind, start, end }: Candidate): boolean => {
  if (kind === 'url' || kind === 'registry-key') return true
  const [before, after] = [run[start - 1] ?? ' ', run[end] ?? ' ']
  if (kind === 'ipv4' || kind === 'ipv6') {
    const more = kind === 'ipv4' ? /[\w.]/ : /[\w.:]/
    const goesOn = more.test(after) && !(after === '.' && !/\w/.test(run[end + 1] ?? ' '))
    return !more.test(before) && !goesOn
  }
  if (kind === 'domain') return !/[\w@/\\-]/.test(before) && !/[\w@-]/.test(after)
  return !/\w/.test(before) && !/\w/.test(after)
}

const judgeName = (value: string, defanged: boolean) => {
  const host = judge('domain', value)
  if (host.why !== null) return judge('file-name', value)
  if (defanged) return { ...host, notes: [] }
  const file = judge('file-name', value)
  return { ...file, notes: [...file.notes, 'may-be-a-host' as const] }
}

const inLayer = (layer: Layer, candidates: Candidate[], text: string): Finding[] =>
  candidates.map(({ kind, start, end }) => {
    const defanged = isDefanged(layer, { start, end }, text)
    const value = layer.text.slice(start, end)
    const judged = kind === 'file-name' ? judgeName(value, defanged) : judge(kind, value)
    return {
      ...judged,
      span: spanOf(layer, start, end),
      confidence: defanged && judged.why === null ? 95 : judged.confidence,
      notes: defanged ? [...judged.notes, 'defanged'] : judged.notes,
    }
  })

/** Every indicator in a text, in order and without overlaps, in whatever notation it is written. */
export const findValues = (text: string): Finding[] => {
  const layer = refangLayer(text)
  const candidates: Candidate[] = [...layer.text.matchAll(registryKey)].map((match) => ({
    kind: 'registry-key',
    start: match.index,
    end: match.index + match[0].length,
  }))
  for (const { 0: run, index } of layer.text.matchAll(runs)) {
    if (run.length < 4 || run.length > runLengthMax) continue
    const found = findInRun(run).filter((one) => stands(run, one))
    for (const one of found) {
      const { kind, start, end } = widen(run, one)
      candidates.push({ kind, start: index + start, end: index + end })
    }
  }
  return inLayer(layer, settleNear(candidates), text)
}

/** Settles cluster by cluster, so that a long text costs no more than its parts. */
const settleNear = (candidates: Candidate[]): Candidate[] => {
  const sorted = candidates.toSorted((a, b) => a.start - b.start)
  const clusters: Candidate[][] = []
  let reach = -1
  for (const one of sorted) {
    if (one.start >= reach) clusters.push([one])
    else clusters.at(-1)?.push(one)
    reach = Math.max(reach, one.end)
  }
  return clusters.flatMap(settle)
}
