// Every row of the matrix that wants hours, or a package of the system, in the order of the matrix.
import { findChromium, noChromium } from '../../fixture/console-browser.ts'
import { runBulk, runNoBulk } from './bulk-runs.ts'
import { lacksPrlimit, runConnections, runHeldPages, runSlowReaders } from './connection-runs.ts'
import { runLateStandby, runStandby } from './failover-run.ts'
import { runForgetful, runHeap } from './heap-runs.ts'
import { runDying, runLiving } from './live-runs.ts'
import { runMigration, runStubborn } from './migration-runs.ts'
import { runMutants } from './mutant-runs.ts'
import { runHerdBack, runInStep, runLateQuestions, runQuestions } from './query-runs.ts'
import { runRecovery, runWithoutLogs } from './recovery-runs.ts'
import { runHardRotation, runRotation } from './rotation-runs.ts'
import type { LongRow } from './row.ts'
import { runPatient, runSlowDatabase } from './slow-database-runs.ts'
import { lacksPostgres } from './system-postgres.ts'
import { runTellingTimings, runTimings } from './timing-runs.ts'

export const longRows: readonly LongRow[] = [
  {
    id: 'B22',
    promise: 'no text that anybody wrote runs as a script in the console',
    share: 0,
    lacks: () => (findChromium() === null ? noChromium : null),
    proof: { tests: ['test/console/xss.test.ts'] },
  },
  {
    id: 'A11',
    promise: 'the time a refusal takes does not tell whether there is such a user',
    share: 2,
    proof: { run: runTimings, control: runTellingTimings },
  },
  {
    id: 'L25',
    promise: 'a member that suddenly copies everything is told of within a minute, others are not',
    share: 0.5,
    proof: { run: runBulk, control: runNoBulk },
  },
  {
    id: 'F4',
    promise: 'what a synchronous standby has confirmed survives the primary',
    share: 0,
    proof: { run: runStandby, control: runLateStandby },
  },
  {
    id: 'F18',
    promise: 'a slow, locked or rewritten database delays by no more than a bound',
    share: 1,
    proof: { run: runSlowDatabase, control: runPatient },
  },
  {
    id: 'F19',
    promise: 'a release with another schema starts beside the old one; half of it is never there',
    share: 0,
    proof: { run: runMigration, control: runStubborn },
  },
  {
    id: 'F21',
    promise: 'a hub whose heap runs out is started again and has lost nothing',
    share: 0,
    proof: { run: runHeap, control: runForgetful },
  },
  {
    id: 'H2',
    promise: 'readers that read next to nothing cost a bounded amount of memory',
    share: 0,
    proof: { run: runSlowReaders, control: runHeldPages },
  },
  {
    id: 'H5',
    promise: 'thousands of idle connections are borne; with no handle left the hub recovers',
    share: 0,
    lacks: lacksPrlimit,
    // That the handles ran out is seen, and counted.
    proof: { run: runConnections, control: null },
  },
  {
    id: 'H7',
    promise: 'no question that may be asked costs more than a second',
    share: 1,
    proof: { run: runQuestions, control: runLateQuestions },
  },
  {
    id: 'H8',
    promise: 'a hub that lives for hours loses, misses, repeats and leaks nothing, and grows not',
    share: 6,
    proof: { run: runLiving, control: runDying },
  },
  {
    id: 'H9',
    promise: 'a herd that was turned away comes back spread out, and is served within 30 s',
    share: 0,
    proof: { run: runHerdBack, control: runInStep },
  },
  {
    id: 'O2',
    promise: 'a base backup and its logs come back as of a moment, neither less nor more',
    share: 0,
    lacks: lacksPostgres,
    proof: { run: runRecovery, control: runWithoutLogs },
  },
  {
    id: 'O10',
    promise: 'keys, tokens and the login of the database are replaced while everybody goes on',
    share: 0,
    proof: { run: runRotation, control: runHardRotation },
  },
  {
    id: 'O13',
    promise: 'rules, statements and answers made wrong one at a time are noticed',
    share: 0,
    // The mutants are its controls, and counted.
    proof: { run: runMutants, control: null },
  },
]
