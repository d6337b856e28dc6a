// The victims that the attacker corpus is drawn for, and the real indicators of it where they are
// at hand. Knows no profile.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Assets } from '../../src/core/anonymity/dictionary.ts'
import type { StixObject } from '../../src/core/stix/object.ts'

/** Invented organisations whose names are as hard as real ones: short, plain words, Japanese. */
export const victims: Record<string, Assets & { brands: string[] }> = {
  railway: {
    brands: ['minato-rail', 'minatorail'],
    domains: ['minato-rail.example', 'minatorail.test'],
    mail_domains: ['mail.minato-rail.example'],
    cidrs: ['198.51.100.0/24', '2001:db8:1::/48'],
    terms: ['Minato Rail', 'みなと鉄道', 'ミナトレール', '港湾鉄道株式会社', 'Operation Seagull'],
    hosts: ['MRFS01', 'MR-DC-02', 'intra.minato-rail.example'],
    names: ['Tanaka Taro', '田中太郎', 'sato.hanako@minato-rail.example'],
    phone_prefixes: ['03-5555'],
    tenants: ['6f1f7c2e-1f7a-4e0a-9f57-1f1f2a3b4c5d'],
  },
  bank: {
    brands: ['novabank', 'nova-bank'],
    domains: ['novabank.example', 'novabk.test'],
    cidrs: ['203.0.113.0/25'],
    terms: ['Nova Bank', 'NVB', 'ノバ銀行'],
    hosts: ['NVBAD', 'nvb-core-1'],
    names: ['Suzuki Ichiro', 'John Smith'],
  },
  maker: {
    brands: ['orion', 'kdx'],
    domains: ['orion.example', 'kdx.test'],
    cidrs: ['192.0.2.0/24'],
    terms: ['Orion', 'KDX', 'オリオン電機'],
    hosts: ['ORION-PC7'],
    names: ['Mori Ai'],
  },
}

/** The least share of the corpus that each profile leaves. */
export const floors = { P1: 1, P2: 0.99, P3: 0.95 } as const

const folder = fileURLToPath(new URL('../../../shared/data/unit42-playbooks', import.meta.url))

/** The objects of each playbook; none where they are not at hand. */
export const readPlaybooks = (): { name: string; objects: StixObject[] }[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({
          name,
          objects: JSON.parse(readFileSync(join(folder, name), 'utf8')).objects,
        }))
    : []
