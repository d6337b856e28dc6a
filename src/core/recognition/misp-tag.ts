// Tags and galaxies of MISP: levels, labels, and the actors, malware and techniques they name.
// Knows no attribute.
import { readTlpWord } from '../sharing/tag.ts'
import { stricterTlp, type Tlp } from '../sharing/tlp.ts'
import type { StixObject } from '../stix/object.ts'
import { makeDated, type Told } from './make-object.ts'
import type { Bench, Remark } from './recognised.ts'

type Json = Record<string, unknown>

/** `labels` are for the object alone; `demands` bind whatever it is made of. */
export type Tags = {
  tlp: Tlp | null
  notes: Remark[]
  labels: string[]
  demands: string[]
  clusters: Cluster[]
}

/** An entry of a galaxy; `index` is that of the tag it was read from, or null. */
export type Cluster = { type: string; value: string; description: string | null }

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((each) => isObject(each)) : []

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null

const galaxyTag = /^misp-galaxy:([a-z0-9-]+)="(.+)"$/i
const demanding = /^(?:pap:|ais-consent|tlp:ex:|iep)/i

const readTagInto = (tags: Tags, name: string): void => {
  const galaxy = galaxyTag.exec(name)
  if (galaxy !== null) {
    const [, type = '', value = ''] = galaxy
    tags.clusters.push({ type, value, description: null })
    return
  }
  if (/^tlp:/i.test(name) && !/^tlp:ex:/i.test(name)) {
    const tlp = readTlpWord(name)
    tags.notes.push({
      word: tlp === null ? 'tlp-unknown' : 'tlp-from-text',
      about: tlp ?? name,
    })
    if (tlp !== null) tags.tlp = tags.tlp === null ? tlp : stricterTlp(tags.tlp, tlp)
    // What nobody knows must not be passed over: the label keeps it, and review finds it.
    else tags.demands.push(name)
    return
  }
  if (demanding.test(name)) tags.demands.push(name)
  else tags.labels.push(name)
}

/** Reads the tags and the galaxies of an event or of an attribute. */
export const readTags = (entry: Json): Tags => {
  const tags: Tags = { tlp: null, notes: [], labels: [], demands: [], clusters: [] }
  for (const galaxy of listOf(entry.Galaxy)) {
    for (const cluster of listOf(galaxy.GalaxyCluster)) {
      const type = textOf(cluster.type) ?? textOf(galaxy.type)
      const value = textOf(cluster.value)
      if (type === null || value === null) continue
      tags.clusters.push({ type, value, description: textOf(cluster.description) })
    }
  }
  for (const tag of listOf(entry.Tag)) {
    const name = textOf(tag.name)
    if (name !== null) readTagInto(tags, name)
  }
  const met = new Set<string>()
  tags.clusters = tags.clusters.filter(({ type, value }) => {
    const key = `${type} ${value}`
    if (met.has(key)) return false
    met.add(key)
    return true
  })
  return tags
}

const families = /^(?:mitre-malware|malpedia|ransomware|backdoor|rat|stealer|banker|botnet)$/
const technique = /\bT\d{4}(?:\.\d{3})?\b/

/** The object that an entry of a galaxy is; null for a galaxy of something else. */
export const makeCluster = (bench: Bench, cluster: Cluster, told: Told): StixObject | null => {
  const { type, value, description } = cluster
  const about = { ...told, ...(description === null ? {} : { description }) }
  if (/^mitre-(?:[a-z]+-)?attack-pattern$/.test(type)) {
    const id = technique.exec(value)?.[0]
    const name = value.replace(/ - T\d{4}(?:\.\d{3})?$/, '')
    const references = id === undefined ? [] : [{ source_name: 'mitre-attack', external_id: id }]
    const own = { name, external_references: references }
    return makeDated(bench, 'attack-pattern', own, about)
  }
  if (families.test(type)) {
    const name = value.replace(/ - S\d{4}$/, '')
    return makeDated(bench, 'malware', { name, is_family: true }, about)
  }
  if (type === 'mitre-tool' || type === 'tool') {
    return makeDated(bench, 'tool', { name: value.replace(/ - S\d{4}$/, '') }, about)
  }
  if (type === 'mitre-intrusion-set') {
    const name = value.replace(/ - G\d{4}$/, '')
    return makeDated(bench, 'intrusion-set', { name }, about)
  }
  return type === 'threat-actor' ? makeDated(bench, 'threat-actor', { name: value }, about) : null
}
