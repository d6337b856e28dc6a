// `npm run conformance`: runs the conformance tests and says, number by number of the checklist,
// what they prove. Ends with 1 when a demand of the standard or of a real client is failing or
// forgotten.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTemplate } from '../test/fixture/template.ts'

export type Tag = 'M' | 'Q' | 'S' | 'm' | 'I' | 'D' | 'X'
export type Checklist = {
  sections: Record<string, string>
  /** Section, tag and name of each number. */
  items: Record<string, [string, Tag, string]>
}
export type Outcome = { numbers: string[]; name: string; passed: boolean }
export type Verdict = 'proved' | 'failing' | 'not proved' | 'forgotten'
export type Judged = {
  number: string
  section: string
  tag: Tag
  name: string
  verdict: Verdict
  reason: string | null
  tests: string[]
}

const demandedTags: Tag[] = ['M', 'Q']
const demandedSections = 'ABCDEFGHIJKLMN'
const notProvedMost = 10
const testLine = /^ {4}(not )?ok \d+ - (\d+(?:,\d+)*) ([MSmIQDX]) (.*?)(?: # time=\S+)?(?: \{)?$/

/** The outcome of a line of raw TAP that ends a numbered test; null for any other line. */
export const readOutcome = (line: string): Outcome | null => {
  const match = testLine.exec(line)
  if (!match || / # (?:skip|todo)/i.test(line)) return null
  return { numbers: match[2]!.split(','), name: match[4]!, passed: match[1] === undefined }
}

/** What the outcomes say of each number of the checklist, in its order. */
export const judge = (
  checklist: Checklist,
  outcomes: Outcome[],
  reasons: Record<string, string>,
): Judged[] =>
  Object.entries(checklist.items).map(([number, [section, tag, name]]) => {
    const mine = outcomes.filter(({ numbers }) => numbers.includes(number))
    const reason = reasons[number] ?? null
    const failed = mine.filter(({ passed }) => !passed)
    const silent = reason === null ? 'forgotten' : 'not proved'
    const verdict = failed.length > 0 ? 'failing' : mine.length > 0 ? 'proved' : silent
    const tests = (failed.length > 0 ? failed : mine).map((outcome) => outcome.name)
    return { number, section, tag, name, verdict, reason, tests }
  })

const isDemanded = ({ tag, section }: Judged): boolean =>
  demandedTags.includes(tag) && demandedSections.includes(section)

/** Why the hub does not conform; empty when it does. */
export const findShortcomings = (judged: Judged[]): string[] => {
  const demanded = judged.filter(isDemanded)
  const wrong = demanded.filter(({ verdict }) => verdict === 'failing' || verdict === 'forgotten')
  const open = demanded.filter(({ verdict }) => verdict === 'not proved')
  const tooMany = `${open.length} demanded items are not proved, more than ${notProvedMost}`
  return [
    ...wrong.map(({ number, name, verdict }) => `${number} ${name}: ${verdict}`),
    ...(open.length > notProvedMost ? [tooMany] : []),
  ]
}

const list = (judged: Judged[], verdict: Verdict, print: (one: Judged) => string): string[] => {
  const chosen = judged.filter((one) => one.verdict === verdict)
  return chosen.length === 0 ? [] : ['', `${verdict}:`, ...chosen.map(print)]
}

const count = (judged: Judged[], section: string, tag: Tag): string => {
  const all = judged.filter((one) => one.section === section && one.tag === tag)
  const proved = all.filter(({ verdict }) => verdict === 'proved')
  return (all.length === 0 ? '' : `${proved.length}/${all.length}`).padStart(7)
}

/** The whole report as lines: each number, then what is open, then a table by section and tag. */
export const printReport = (checklist: Checklist, judged: Judged[]): string[] => {
  const tags: Tag[] = ['M', 'Q', 'S', 'I', 'D', 'X', 'm']
  const named = ({ number, tag, name }: Judged) => `  ${number.padStart(3)} ${tag} ${name}`
  const demanded = judged.filter(isDemanded)
  const proved = demanded.filter(({ verdict }) => verdict === 'proved')
  return [
    ...list(judged, 'proved', (one) => `${named(one)} <- ${one.tests.join(' | ')}`),
    ...list(judged, 'not proved', (one) => `${named(one)}: ${one.reason}`),
    ...list(judged, 'forgotten', named),
    ...list(judged, 'failing', (one) => `${named(one)} <- ${one.tests.join(' | ')}`),
    '',
    `${'proved of all'.padEnd(32)}${tags.map((tag) => tag.padStart(7)).join('')}`,
    ...Object.entries(checklist.sections).map(
      ([section, title]) =>
        `${section} ${title}`.padEnd(32) + tags.map((tag) => count(judged, section, tag)).join(''),
    ),
    '',
    `M and Q of A to N: ${proved.length} of ${demanded.length} proved`,
  ]
}

const runTests = (files: string[], databaseUrl: string): Promise<[number, Outcome[]]> =>
  new Promise((resolve, reject) => {
    const child = spawn('tap', ['run', '--reporter=tap', ...files], {
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, SEKISHO_TEST_DATABASE_URL: databaseUrl },
    })
    const outcomes: Outcome[] = []
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const outcome = readOutcome(line)
        if (outcome) outcomes.push(outcome)
        if (/^\s*not ok /.test(line)) process.stdout.write(`${line}\n`)
      }
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => child.kill(signal))
    child.on('error', reject)
    child.on('close', (code) => resolve([code ?? 1, outcomes]))
  })

const main = async (args: string[]): Promise<number> => {
  const folder = join(import.meta.dirname, '..', 'test', 'conformance')
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const checklist: Checklist = read('checklist.json')
  const template = await startTemplate(process.env.SEKISHO_TEST_DATABASE_URL ?? null)
  try {
    const files = args.length > 0 ? args : ['test/conformance']
    const [code, outcomes] = await runTests(files, template.url)
    const judged = judge(checklist, outcomes, read('not-proved.json'))
    process.stdout.write(`${printReport(checklist, judged).join('\n')}\n`)
    const shortcomings = findShortcomings(judged)
    for (const shortcoming of shortcomings) process.stdout.write(`${shortcoming}\n`)
    if (code !== 0) process.stdout.write('some tests failed\n')
    return code === 0 && shortcomings.length === 0 ? 0 : 1
  } finally {
    await template.stop()
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
