// The bill of materials as npm draws it from the lock file, without what differs from run to run.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { root } from '../../src/runtime.mjs'

type Component = { 'bom-ref'?: string }
type Bill = {
  serialNumber?: string
  metadata?: { timestamp?: string; tools?: unknown; component?: Component }
  components?: Component[]
}

const byReference = (a: Component, b: Component): number =>
  String(a['bom-ref']) < String(b['bom-ref']) ? -1 : 1

/** The same for the same lock file: no clock, no chance, components by name. */
export const settle = (text: string): string => {
  const { serialNumber: _, ...bill } = JSON.parse(text) as Bill
  const { timestamp: __, tools: ___, ...metadata } = bill.metadata ?? {}
  const components = [...(bill.components ?? [])].sort(byReference)
  const settled = { ...bill, metadata, components }
  const digest = createHash('sha256').update(JSON.stringify(settled)).digest('hex')
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`]
  const uuid = [...parts, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-')
  return `${JSON.stringify({ ...settled, serialNumber: `urn:uuid:${uuid}` }, null, 2)}\n`
}

/** CycloneDX of what the hub runs on. Asks npm, which reads the lock file and no network. */
export const drawBill = (): string => {
  const script = process.env.npm_execpath
  const [command, before] = script === undefined ? ['npm', []] : [process.execPath, [script]]
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev']
  const ran = spawnSync(command, [...before, ...args, '--offline'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  })
  if (ran.status !== 0) throw new Error(`npm sbom failed: ${ran.stderr ?? ran.error?.message}`)
  return settle(ran.stdout)
}
