#!/usr/bin/env node
// The command `sekisho`: makes sure that a Node new enough runs the program. Knows no subcommand.
import { findNode, isNewEnough, noNode, root, runNode } from './runtime.mjs'

if (isNewEnough(process.versions.node)) {
  // As --disable-proto=delete, for those who start this file directly.
  Reflect.deleteProperty(Object.prototype, '__proto__')
  const { main } = await import('./main.ts')
  await main(process.argv)
} else {
  const node = findNode()
  if (node === null) {
    process.stderr.write(`${noNode()}\n`)
    process.exitCode = 1
  } else {
    process.exitCode = await runNode(node, [`${root}/src/bin.mjs`, ...process.argv.slice(2)])
  }
}
