// The JSON Schemas under schemas/ are what the models say, byte for byte.

import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findDrift, printSchemas, schemasFolder } from '../../scripts/schemas.ts'

t.strictSame(findDrift(schemasFolder), [], 'no drift; else run `npm run schemas`')
t.strictSame([...printSchemas()], [...printSchemas()], 'the same bytes each time')

t.test('drift is seen', async (t) => {
  const folder = t.testdir()
  cpSync(schemasFolder, folder, { recursive: true })
  t.strictSame(findDrift(folder), [])
  writeFileSync(join(folder, 'stix-2.1', 'url.json'), '{}\n')
  writeFileSync(join(folder, 'stix-2.1', 'left-over.json'), '{}\n')
  rmSync(join(folder, 'taxii-2.1', 'status.json'))
  t.strictSame(findDrift(folder), [
    'stix-2.1/left-over.json',
    'stix-2.1/url.json',
    'taxii-2.1/status.json',
  ])
})
