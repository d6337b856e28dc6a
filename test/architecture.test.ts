// The house keeps its rules, and each rule is seen to catch what breaks it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import * as rules from './architecture/rules.ts'
import { readSource, type Source } from './architecture/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const readAll = (): Source[] =>
  ['src', 'scripts', 'bench', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(ts|mts|mjs|js)$/.test(path) && !path.includes('/.tap/'))
      .sort()
      .map((path) => readSource(path, readFileSync(join(root, path), 'utf8'))),
  )

const house = readAll()

const heading = '// What this file is for, in words.\n'
const lines = (count: number) => Array.from({ length: count }, (_, i) => `  f(${i})`).join('\n')

type Case = {
  rule: rules.Rule
  bad: Record<string, string>
  /** One fragment for each finding. */
  findings: string[]
}

const cases: Record<string, Case> = {
  'imports go down the floors': {
    rule: rules.keepsFloors,
    bad: {
      'src/core/stix/object.ts': "import { x } from '../../storage/x.ts'",
      'src/core/stix/version.ts': "import { x } from '../json/x.ts'",
      'src/storage/feed.ts': "import type { X } from '../exchange/x.ts'",
      'src/taxii/discovery.ts': "import { x } from '../storage/x.ts'",
      'src/admin/openapi.ts': "export { x } from '../taxii/x.ts'",
      'src/exchange/submit.ts': "const x = await import('../cli/x.ts')",
      'src/cli/push.ts': "import { x } from '../exchange/x.ts'\nimport { y } from '../config.ts'",
      'src/app.ts': "import { x } from './taxii/x.ts'\nimport { y } from '../test/y.ts'",
      'src/services/x.ts': '',
    },
    findings: [
      'object.ts:1: `core` may not use `src/storage/x.ts`',
      'feed.ts:1: `storage` may not use',
      'discovery.ts:1: `taxii` may not use `src/storage/x.ts`',
      'openapi.ts:1: `admin` may not use `src/taxii/x.ts`',
      'submit.ts:1: `exchange` may not use `src/cli/x.ts`',
      'push.ts:2: `cli` may not use `src/config.ts`',
      'app.ts:2: `programs` may not use `test/y.ts`',
      'no floor has a room `services`',
    ],
  },
  'no import circles': {
    rule: rules.hasNoCircles,
    bad: {
      'src/core/a.ts': "import { b } from './b.ts'",
      'src/core/b.ts': "import type { C } from './c.ts'",
      'src/core/c.ts': "export * from './a.ts'",
      'src/core/d.ts': "import { a } from './a.ts'",
    },
    findings: ['src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts'],
  },
  'files, functions and lines are small': {
    rule: rules.isSmall,
    bad: {
      'src/long.ts': 'x\n'.repeat(301),
      'src/just.ts': 'x\n'.repeat(300),
      'src/arrow.ts': `const f = async (a) => {\n${lines(70)}\n}`,
      'src/typed.ts': `export function f(a: { b: 1 }): Promise<{ c: 1 }> {\n${lines(70)}\n}`,
      'src/method.ts': `class A {\n  m(x = "}"): void {\n${lines(70)}\n}\n}`,
      'src/fits.ts': `const f = () => {\n${lines(68)}\n}`,
      'src/block.ts': `if (f(x)) {\n${lines(90)}\n}\nconst o = {\n${lines(90)}\n}`,
      'src/inner.ts': `const s = \`\${a.map((x) => {\n${lines(70)}\n})}\``,
      'test/wide.ts': `const a = '${'x'.repeat(90)}'\nconst b = '${'x'.repeat(99)}'\n// ${'x'.repeat(98)}`,
      'src/wide.ts': `// ${'x'.repeat(98)}\n// ${'関'.repeat(97)}`,
    },
    findings: [
      'long.ts: 301 lines',
      'arrow.ts:1: a function of 72 lines',
      'typed.ts:1: a function of 72',
      'method.ts:2: a function of 72',
      'inner.ts:1: a function of 72',
      'test/wide.ts:3: 101 columns',
      'src/wide.ts:1: 101 columns',
    ],
  },
  'names say something': {
    rule: rules.namesWell,
    bad: {
      'src/storage/feed-utils.ts': '',
      'src/taxii/errorHandler.ts': '',
      'src/core/stix/common.ts': 'export const commonRules = 1',
      'src/core/stix/observed-data.ts': 'export const observedData = 1',
      'src/core/x.ts': [
        'export const feedManager = 1',
        'export type ObjectDTO = { data: string; info: string }',
        'const processor = 1',
        'export { processor as itemProcessor, other as database }',
        'export async function handle(data: string) {}',
      ].join('\n'),
    },
    findings: [
      '`utils`',
      'not kebab-case',
      '`handler`',
      '`manager` in `feedManager`',
      '`dto` in `ObjectDTO`',
      '`item` in `itemProcessor`',
      '`processor` in `itemProcessor`',
    ],
  },
  'a file begins with what it is for': {
    rule: rules.saysWhatFor,
    bad: {
      'src/a.ts': "import x from 'x'",
      'src/b.ts': '// todo\n',
      'src/c.mjs': `#!/usr/bin/env node\n${heading}`,
    },
    findings: ['a.ts: does not begin', 'b.ts: does not begin'],
  },
  'SQL stays in storage': {
    rule: rules.keepsSqlInStorage,
    bad: {
      'src/storage/feed.ts': "import pg from 'pg'\nq('select 1')",
      'src/assemble.ts': "import pg from 'pg'",
      'src/exchange/context.ts': "import type { Kysely } from 'kysely'",
      'src/exchange/submit.ts': "import { sql } from 'kysely'\nsql`select x from y`",
      'src/cli/status.ts': "import type pg from 'pg'\nconst text = 'select a collection'",
      'src/admin/x.ts': "f('delete from feed')\nf(`\n  with a as (values (1))`)",
      'src/taxii/x.ts': "say('update it with care')",
    },
    findings: [
      'submit.ts:1: `kysely`',
      'submit.ts:2: SQL',
      'status.ts:1: `pg`',
      'status.ts:2: SQL',
      'admin/x.ts:1: SQL',
      'admin/x.ts:2: SQL',
    ],
  },
  'the environment is read once': {
    rule: rules.readsEnvironmentOnce,
    bad: {
      'src/config.ts': 'process.env.A',
      'src/app.ts': '// process.env in words\nconst x = process.env.A',
      'src/cli/push.ts': "const x = process\n  .env['A']",
    },
    findings: ['app.ts:2: process.env', 'push.ts:1: process.env'],
  },
  'core is pure': {
    rule: rules.keepsCorePure,
    bad: {
      'src/core/a.ts': "import { readFileSync } from 'node:fs'\nimport { z } from 'zod'",
      'src/core/b.ts': 'const a = Date.now()\nconst b = new Date()\nconst c = new Date(text)',
      'src/core/c.ts': 'const a = Math.random()\nconst b = randomUUID()\nprocess(1)',
      'src/core/d.ts': '// Date.now() in words\nx.fetch()\nconst x = process.env.A',
      'src/storage/e.ts': 'const a = Date.now()',
    },
    findings: [
      'a.ts:1: `node:fs`',
      'b.ts:1: `Date`',
      'b.ts:2: `Date`',
      'c.ts:1: `Math`',
      'c.ts:2: `randomUUID`',
      'd.ts:3: `process`',
    ],
  },
  'conformance tests know nothing of the hub': {
    rule: rules.keepsConformanceApart,
    bad: {
      'test/conformance/a.test.ts': "import t from 'tap'\nimport { x } from '../../src/app.ts'",
      'test/conformance/b.test.ts': "import { ask } from './bench.ts'",
      'test/taxii/c.test.ts': "import { x } from '../../src/app.ts'",
    },
    findings: ['a.test.ts:2: uses `src/app.ts`'],
  },
  'no barrels': {
    rule: rules.hasNoBarrels,
    bad: { 'src/core/stix/index.ts': "export * from './object.ts'" },
    findings: ['index.ts: a barrel'],
  },
}

for (const [title, { rule, bad, findings }] of Object.entries(cases)) {
  t.test(title, async (t) => {
    t.same(rule(house), [], 'in this house')
    const found = rule(Object.entries(bad).map(([path, text]) => readSource(path, text)))
    t.equal(found.length, findings.length, `a bad house is caught: ${found.join(' | ')}`)
    findings.forEach((finding, i) => {
      t.match(found[i], finding)
    })
  })
}

t.test('the whole house is looked at', async (t) => {
  const paths = house.map((source) => source.path)
  for (const path of ['src/bin.mjs', 'src/storage/migrate.ts', 'test/architecture/rules.ts']) {
    t.ok(paths.includes(path), path)
  }
  const imports = house.flatMap((source) => source.imports)
  t.ok(imports.some(({ from }) => from === './migrate.ts' || from.endsWith('/migrate.ts')))
  t.ok(house.flatMap((source) => source.functions).length > 100)
})
