// `npm run corpus -- <folder>`: pushes every bundle of a folder to a hub of its own, polls
// everything back in every way TAXII gives, and compares. Ends with 1 when anything polled differs
// from what was accepted. What the hub refuses is printed with its reason and is no failure by
// itself.
import { existsSync } from 'node:fs'
import { openProgress } from '../src/cli/terminal.ts'
import { type HubProcess, startHubProcess } from '../test/harness/hub-process.ts'
import { type Bundle, findBundles, findPairs } from './corpus/bundles.ts'
import { type Check, checkCollection } from './corpus/check-collection.ts'
import { type Client, openClient } from './corpus/client.ts'
import {
  type Collection,
  consumer,
  groupName,
  makeCollection,
  printHubFile,
  producer,
} from './corpus/collections.ts'
import {
  checkOrder,
  type OrderCheck,
  type OrderTest,
  planOrderTests,
} from './corpus/either-order.ts'
import { type Account, type Pushed, pushBundle } from './corpus/push.ts'
import { printChecks, printOrders, printPushed, printRefusals } from './corpus/report.ts'

/** Small enough that the larger bundles travel in several envelopes. */
const contentLengthMax = 1_048_576

/** `brief`: the collections of the order test hold what the others hold already. */
type Filled = { collection: Collection; bundles: Bundle[]; account: Account; brief: boolean }

const progress = openProgress(process.stderr)
const print = (text: string): void => {
  progress.end()
  process.stdout.write(`${text}\n`)
}

const fill = async (client: Client, places: Filled[]): Promise<[string, Pushed][]> => {
  const root = await client.get('')
  const lengthMax = Number(root.body.max_content_length)
  const pushed: [string, Pushed][] = []
  for (const { collection, bundles, account } of places) {
    for (const bundle of bundles) {
      progress.show(`pushing ${bundle.name} to ${collection.name}`)
      const one = await pushBundle(client, collection.id, account, bundle, lengthMax)
      pushed.push([collection.name, one])
    }
  }
  return pushed
}

const check = async (client: Client, places: Filled[]): Promise<Check[]> => {
  const checks: Check[] = []
  for (const { collection, account, brief } of places) {
    await checkCollection(client, collection, account, brief, (one) => {
      progress.show(`${one.collection}: ${one.what}, ${one.requests} requests`)
      checks.push(one)
    })
  }
  return checks
}

const checkOrders = async (client: Client, tests: OrderTest[]): Promise<OrderCheck[]> => {
  const checks: OrderCheck[] = []
  for (const test of tests)
    for (const match of ['last', 'all'] as const) checks.push(await checkOrder(client, test, match))
  return checks
}

const runOn = async (hub: HubProcess, places: Filled[], tests: OrderTest[]): Promise<number> => {
  const apiRoot = `${hub.url}/taxii2/${groupName}/`
  const turns = tests.flatMap((test) => test.turns.map((turn) => ({ ...turn, brief: true })))
  const writer = openClient(apiRoot, producer)
  const pushed = await fill(writer, places)
  const refusals = printRefusals(pushed)
  pushed.push(...(await fill(writer, turns)))
  print(printPushed(pushed))
  print(refusals)
  const reader = openClient(apiRoot, consumer)
  const checks = await check(reader, [...places, ...turns])
  print(printChecks(checks))
  const orders = await checkOrders(reader, tests)
  if (orders.length > 0) print(printOrders(orders))
  const faults = [...pushed.map(([, one]) => one), ...checks, ...orders].map((one) => one.faults)
  const failed = faults.filter((list) => list.length > 0).length
  print(`${faults.length - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

const planPlaces = (bundles: Bundle[]): Filled[] =>
  (['2.1', '2.0'] as const)
    .map((version) => ({
      collection: makeCollection(`stix-${version.replace('.', '-')}`, version),
      bundles: bundles.filter(({ specVersion }) => specVersion === version),
      account: new Map() as Account,
      brief: false,
    }))
    .filter((place) => place.bundles.length > 0)

const main = async ([folder]: string[]): Promise<number> => {
  if (folder === undefined || !existsSync(folder)) {
    process.stderr.write('usage: npm run corpus -- <folder with STIX bundles>\n')
    return 2
  }
  const bundles = findBundles(folder)
  if (bundles.length === 0) {
    process.stderr.write(`there is no STIX bundle in \`${folder}\`\n`)
    return 2
  }
  const places = planPlaces(bundles)
  const tests = planOrderTests(findPairs(bundles))
  const turns = tests.flatMap((test) => test.turns)
  const collections = [...places, ...turns].map(({ collection }) => collection)
  progress.show('starting a hub')
  const hub = await startHubProcess(printHubFile(collections), {
    SEKISHO_MAX_CONTENT_LENGTH: String(contentLengthMax),
  })
  try {
    return await runOn(hub, places, tests)
  } catch (error) {
    print(`the run broke off: ${(error as Error).message}`)
    print('0 passed, 1 failed')
    return 1
  } finally {
    progress.end()
    await hub.stop()
  }
}

process.exitCode = await main(process.argv.slice(2))
