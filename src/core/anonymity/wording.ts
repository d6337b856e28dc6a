// Names and descriptions written from an object's structured fields, in English or Japanese (T05).
// Takes no word from free text. Knows no profile.

import type { StixObject } from '../stix/object.ts'
import { observableObjectTypes } from '../stix/vocabulary.ts'

type Language = 'en' | 'ja'

const titles: Record<string, Record<Language, string>> = {
  'attack-pattern': { en: 'Attack pattern', ja: '攻撃手法' },
  campaign: { en: 'Campaign', ja: '攻撃キャンペーン' },
  'course-of-action': { en: 'Course of action', ja: '対策' },
  grouping: { en: 'Grouping', ja: 'グループ' },
  identity: { en: 'Identity', ja: '組織' },
  incident: { en: 'Incident', ja: 'インシデント' },
  indicator: { en: 'Indicator', ja: 'インジケータ' },
  infrastructure: { en: 'Infrastructure', ja: '攻撃基盤' },
  'intrusion-set': { en: 'Intrusion set', ja: '侵入セット' },
  malware: { en: 'Malware', ja: 'マルウェア' },
  report: { en: 'Report', ja: 'レポート' },
  'threat-actor': { en: 'Threat actor', ja: '脅威アクター' },
  tool: { en: 'Tool', ja: 'ツール' },
  vulnerability: { en: 'Vulnerability', ja: '脆弱性' },
}

const words = {
  en: { observes: 'observes', phases: 'phases', references: 'references', space: ' ', stop: '.' },
  ja: { observes: '観測対象', phases: '段階', references: '参照', space: '', stop: '。' },
}

/** Which of the two languages an object's texts are written in. */
export const languageOf = (lang: unknown): Language =>
  typeof lang === 'string' && /^ja(?:-|$)/i.test(lang) ? 'ja' : 'en'

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []

const members = (value: unknown, name: string): string[] =>
  Array.isArray(value)
    ? texts(value.map((member: Record<string, unknown> | null) => member?.[name]))
    : []

const kinds = ({ type, ...object }: StixObject): string[] =>
  texts(object[`${type.replaceAll('-', '_')}_types`])

/** The types of objects a STIX pattern looks at, each once, in order. */
const observed = (object: StixObject): string[] => {
  if (object.pattern_type !== 'stix' || typeof object.pattern !== 'string') return []
  const found = object.pattern.matchAll(/(?:^|[[(\s])([a-z0-9-]+):/g)
  return [...new Set([...found].map((match) => match[1]!))].filter((type) =>
    observableObjectTypes.has(type),
  )
}

const catalogued = (object: StixObject): string[] =>
  members(object.external_references, 'external_id')

/** A name for an object, by its type, its kinds and its numbers in catalogues. Never empty. */
export const writeName = (object: StixObject): string => {
  const title = titles[object.type]?.[languageOf(object.lang)] ?? object.type
  const said = [...catalogued(object), ...kinds(object)]
  return said.length === 0 ? title : `${title}: ${said.join(', ')}`
}

/** A description by what else an object tells in its fields; undefined when that is nothing. */
export const writeDescription = (object: StixObject): string | undefined => {
  const said = words[languageOf(object.lang)]
  const sentence = (title: string, values: string[]): string[] =>
    values.length === 0 ? [] : [`${title}: ${values.join(', ')}${said.stop}`]
  const sentences = [
    ...sentence(said.observes, observed(object)),
    ...sentence(said.phases, members(object.kill_chain_phases, 'phase_name')),
    ...sentence(said.references, catalogued(object)),
  ]
  return sentences.length === 0 ? undefined : sentences.join(said.space)
}
