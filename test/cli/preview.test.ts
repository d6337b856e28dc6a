// `sekisho preview`, `explain`, `gates` and `pass` against a hub that listens.
import { join } from 'node:path'
import t from 'tap'
import { hubText, tokenOf } from '../exchange/preview-hub.ts'
import { openAppliedHub } from '../fixture/applied-hub.ts'
import { runSekisho } from '../fixture/programs.ts'

const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
const id = 'malware--0c7e22ad-b099-4dc3-b0df-2ea3f49ae2e6'
const object = {
  type: 'malware',
  spec_version: '2.1',
  id,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'seen at Acme\u001b[31m',
  is_family: false,
  object_marking_refs: [green],
}
const files = {
  'one.json': JSON.stringify(object),
  'envelope.json': JSON.stringify({ objects: [object], x_sekisho_sharing: { approval: true } }),
  'bad.json': JSON.stringify({ objects: [object, { ...object, id: 'x' }] }),
  'none.json': '{',
}

t.test('the four commands', async (t) => {
  const hub = await openAppliedHub(t, hubText())
  await hub.app.listen({ host: '127.0.0.1', port: 0 })
  const address = hub.app.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const folder = t.testdir(files)
  const run = (by: string, words: string[]) =>
    runSekisho([...words, '--url', `http://127.0.0.1:${port}`, '--token-env', 'TOKEN'], {
      environment: { TOKEN: tokenOf(by) },
    })
  const preview = (file: string, ...more: string[]) =>
    run('acme', ['preview', join(folder, file), '--collection', 'indicators', ...more])

  await t.test('preview', async (t) => {
    const plain = await preview('one.json', '--group', 'rail')
    t.match(plain, { exitCode: 0, stderr: '' })
    for (const line of [
      /^Indicators of rail: 1 objects, 0 refused; nothing was shared$/m,
      /^members of Rail ISAC +P1 +.*bolt, cargo, cert, mssp$/m,
      /^clients of members of Rail ISAC +P2 +.*shop$/m,
      /~ \/name: seen at Acme .* → seen at \[VICTIM-1\]/,
      /^ {2}members +P1 {2}changed$/m,
    ]) {
      t.match(plain.stdout, line)
    }
    t.notMatch(plain.stdout, /\u001b/)
    t.match((await preview('envelope.json')).stdout, /later: waits for approval/)
    const excluded = await preview('one.json', '--sharing', '{"exclude":["bolt"]}')
    t.match(excluded.stdout, /^members of Rail ISAC +P1 +.*cargo, cert, mssp$/m)
    t.equal(JSON.parse((await preview('one.json', '--json')).stdout).objects[0].verdict, 'new')
    t.match(await preview('bad.json'), { exitCode: 1, stdout: /refused: / })
    t.match(await preview('none.json'), { exitCode: 2, stderr: /is no JSON/ })
    t.match(await preview('missing.json'), { exitCode: 2, stderr: /cannot be read/ })
    const wrong = await preview('one.json', '--sharing', '{"exlude":["bolt"]}')
    t.match(wrong, { exitCode: 1, stderr: /422 .*exlude/ })
    t.match(await run('acme', ['preview', join(folder, 'one.json'), '--collection', 'x']), {
      exitCode: 1,
      stderr: /not there, or not for these credentials/,
    })
  })

  await t.test('gates, pass and explain', async (t) => {
    const posted = { collection: 'indicators', ...JSON.parse(files['envelope.json']) }
    t.equal((await hub.ask('POST', '/api/submissions', tokenOf('acme'), posted)).status, 202)
    const explain = () => run('acme', ['explain', id, '--organisation', 'bolt'])
    t.match((await explain()).stdout, /^bolt does not see malware--.*has not approved/s)
    t.equal((await run('bolt', ['gates'])).stdout, 'nothing waits for you\n')
    const listed = await run('taro', ['gates', '--text'])
    const [, number, digest] =
      /^(\d+) +approval +approval +members P1 .* (\S+)$/m.exec(listed.stdout) ?? []
    t.match(listed.stdout, /"name": "seen at \[VICTIM-1\]/)
    const pass = (word: string) => run('taro', ['pass', word, '--collection', 'indicators'])
    t.match(await pass(`${number}`), { exitCode: 2, stderr: /number:digest/ })
    t.match(await pass(`${number}:x`), { exitCode: 1, stderr: /read it once more/ })
    t.match(await pass(`${number}:${digest}`), { exitCode: 0, stdout: '1 opened\n' })
    t.match((await explain()).stdout, /^bolt sees malware--.*sees it +it is a member of the group/s)
    t.match(await run('bolt', ['explain', id, '--organisation', 'cargo']), {
      exitCode: 1,
      stdout: '',
    })
  })
})
