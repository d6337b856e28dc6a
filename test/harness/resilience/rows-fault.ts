// Faults: the rows F of the matrix of faults and attacks.

import { runDamage, runDamageControl } from './damage-runs.ts'
import { runFailingCalls, runUnforeseen } from './fault-calls.ts'
import { runBlindness, runCrashes, runRelaxed } from './fault-crash.ts'
import { runFullDisk } from './fault-disk.ts'
import {
  runClocks,
  runMicroseconds,
  runMilliseconds,
  runUnordered,
  runWriters,
} from './fault-order.ts'
import { runEndlessWait, runNoAccount, runNoConnection, runUnaccounted } from './fault-shortage.ts'
import { runAbruptEnds, runPause, runTerminations, runUnlockedPause } from './fault-signal.ts'
import { runCommitStorm, runHopeful } from './fault-storm.ts'
import { runCuts, runLies, runUnknownCommits } from './fault-wire.ts'
import { clearingUp } from './own-ground.ts'
import type { Row } from './row.ts'

const listed: readonly Row[] = [
  {
    id: 'F1',
    promise: 'a hub killed under load loses nothing it acknowledged',
    proof: {
      run: (ground) =>
        runCrashes(
          ground,
          Array.from({ length: 6 }, () => 'hub'),
        ),
      control: runRelaxed,
    },
  },
  {
    id: 'F2',
    promise: 'nor does one whose PostgreSQL is stopped hard or killed, and it stays up',
    proof: {
      run: (ground) =>
        runCrashes(ground, ['immediate', 'kill', 'immediate', 'kill', 'immediate', 'kill']),
      control: runRelaxed,
    },
  },
  {
    id: 'F3',
    promise: 'without waiting for the disk objects are lost, and these runs see it',
    proof: { run: runBlindness, control: null },
  },
  {
    id: 'F5',
    promise: 'the wire to PostgreSQL cut at any message loses and doubles nothing',
    proof: { run: runCuts, control: runLies },
  },
  {
    id: 'F6',
    promise: 'a commit whose outcome is unknown is not acknowledged unproved',
    proof: { run: runUnknownCommits, control: runLies },
  },
  {
    id: 'F7',
    promise: 'a full disk refuses and ends nothing; with room again it goes on, nothing is lost',
    proof: { run: runFullDisk, control: runRelaxed },
  },
  {
    id: 'F8',
    promise: 'what cannot be accounted for is not shown, and not done',
    proof: { run: runNoAccount, control: runUnaccounted },
  },
  {
    id: 'F9',
    promise: 'without a connection left, callers are told to come back, and the hub is alive',
    proof: { run: runNoConnection, control: runEndlessWait },
  },
  {
    id: 'F10',
    promise: 'any call to the database may fail: answers are whole, or say when to come back',
    proof: { run: runFailingCalls, control: runUnforeseen },
  },
  {
    id: 'F11',
    promise: 'storms of conflicts are tried again a little, then refused',
    proof: { run: runCommitStorm, control: runHopeful },
  },
  {
    id: 'F12',
    promise: 'clocks that step, the hub’s and the database’s, change no order',
    proof: { run: runClocks, control: runUnordered },
  },
  {
    id: 'F13',
    promise: 'a live poller misses and repeats nothing of writers in two processes',
    proof: { run: runWriters, control: runUnordered },
  },
  {
    id: 'F14',
    promise: 'objects of one millisecond are paged exactly, by one to seven',
    proof: { run: runMicroseconds, control: runMilliseconds },
  },
  {
    id: 'F15',
    promise: 'a hub that is asked to end cuts nobody off and loses nothing',
    proof: { run: runTerminations, control: runAbruptEnds },
  },
  {
    id: 'F16',
    promise: 'a hub paused with the lock held: the other goes on, nothing is doubled',
    proof: { run: runPause, control: runUnlockedPause },
  },
  {
    id: 'F17',
    promise: 'a call that went out and was not noted goes out again, under the same id',
    proof: { tests: ['test/workers/outbound.test.ts', 'test/workers/killed.test.ts'] },
  },
  {
    id: 'F20',
    promise: 'a row that is changed where it lies is named and withheld within a cycle',
    proof: { run: runDamage, control: runDamageControl },
  },
]

export const faultRows: readonly Row[] = listed.map(clearingUp)
