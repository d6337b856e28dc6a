// Who may see what: the rows L of the matrix of faults and attacks.
import {
  runDecisions,
  runEnemy,
  runEnemyControl,
  runTogether,
  runTogetherControl,
  runTwins,
} from './leak-runs.ts'
import { runModel, runModelControl } from './model-run.ts'
import { runCanaries, runCanariesControl, runHeaders } from './routes-runs.ts'
import type { Row } from './row.ts'

const byTests = (id: string, promise: string, ...tests: string[]): Row => ({
  id,
  promise,
  proof: { tests },
})

const hidden = 'test/taxii/hidden.test.ts'
const unseen = 'test/exchange/unseen.test.ts'
const submit = 'test/exchange/submit.test.ts'
const red = 'test/exchange/red.test.ts'

export const leakRows: readonly Row[] = [
  {
    id: 'L1',
    promise: 'two tellings of the sharing rule decide alike',
    proof: { run: runDecisions, control: null },
  },
  {
    id: 'L2',
    promise: 'every route shows every subject what is for it, and nothing else',
    proof: { run: runCanaries, control: runCanariesControl },
  },
  {
    id: 'L3',
    promise: 'two hubs that differ in what one may not see answer it alike',
    proof: { run: runTwins, control: null },
  },
  byTests('L4', 'hidden is answered as absent, byte for byte', hidden, red),
  byTests(
    'L5',
    'counts, dates, headers and searches tell of visible rows alone',
    unseen,
    'test/admin/objects.test.ts',
    'test/admin/unseen.test.ts',
    'test/exchange/reviews-unseen.test.ts',
  ),
  byTests(
    'L6',
    'nothing tells who submitted',
    'test/core/anonymity/victim-corpus.test.ts',
    'test/core/anonymity/seal.test.ts',
    'test/cases/anonymity.test.ts',
    'test/cases/audience.test.ts',
  ),
  byTests(
    'L7',
    'pseudonyms of two groups cannot be joined or guessed',
    'test/core/anonymity/pseudonym.test.ts',
    'test/core/anonymity/draw-observable.test.ts',
  ),
  byTests(
    'L8',
    'a changed form shares no id with the original',
    'test/core/anonymity/draw.test.ts',
    'test/core/anonymity/draw-observable.test.ts',
    'test/core/anonymity/registry.test.ts',
  ),
  byTests(
    'L9',
    'the strictest marking counts, and an unknown one keeps all others out',
    'test/cases/marking.test.ts',
    'test/core/sharing/marking-kind.test.ts',
    'test/core/sharing/label-rule.test.ts',
    'test/golden-matrix.test.ts',
  ),
  byTests(
    'L10',
    'nobody changes what is another’s, by whatever id it is named',
    submit,
    'test/admin/organisations.test.ts',
    'test/admin/hub-entries.test.ts',
    'test/core/lineage.test.ts',
  ),
  byTests('L11', 'who posts a guessed id is answered as for a fresh one', red, submit),
  byTests(
    'L12',
    'nobody replaces, hides or declassifies another’s object',
    submit,
    'test/cases/version.test.ts',
    'test/core/lineage.test.ts',
  ),
  byTests(
    'L13',
    'nobody is shown an id it may not follow',
    'test/cases/reference.test.ts',
    'test/core/sharing/closure-rule.test.ts',
  ),
  byTests(
    'L14',
    'errors, statuses, numbers and descriptions tell nothing of others',
    'test/conformance/e-error.test.ts',
    'test/taxii/door.test.ts',
    'test/app.test.ts',
    'test/admin/description.test.ts',
  ),
  {
    id: 'L15',
    promise: 'nothing taken away is in an answer begun afterwards',
    proof: { run: runEnemy, control: runEnemyControl },
  },
  byTests(
    'L16',
    'what is taken back is gone from versions, manifest, cursors, search and notices',
    'test/conformance/n-delete.test.ts',
    'test/cases/change.test.ts',
    'test/cases/takedown.test.ts',
    'test/admin/objects.test.ts',
    'test/workers/outbound.test.ts',
  ),
  byTests(
    'L17',
    'who has left, and what has gone, opens nothing',
    'test/exchange/new-enemy.test.ts',
    'test/exchange/clearance.test.ts',
    'test/conformance/n-delete.test.ts',
  ),
  byTests(
    'L18',
    'a child is found under its own parent alone',
    hidden,
    'test/conformance/g-root-status.test.ts',
  ),
  byTests(
    'L19',
    'nothing recorded of another is any good',
    hidden,
    'test/conformance/j-cursor.test.ts',
  ),
  {
    id: 'L20',
    promise: 'after every step of a random life everybody sees what is for it',
    proof: { run: runModel, control: runModelControl },
  },
  {
    id: 'L21',
    promise: 'subjects that ask at once share nothing, whatever is aborted or fails',
    proof: { run: runTogether, control: runTogetherControl },
  },
  byTests('L22', 'the roles that serve may do what they need', 'test/exchange/self-check.test.ts'),
  byTests('L23', 'any one of three walls is enough', 'test/exchange/walls.test.ts'),
  {
    id: 'L24',
    promise: 'no answer may be kept by others or read by another site',
    proof: { run: runHeaders, control: null },
  },
  byTests(
    'L27',
    'a notice is judged anew when it is sent',
    'test/workers/outbound.test.ts',
    'test/admin/unseen.test.ts',
    'test/admin/webhooks.test.ts',
  ),
]
