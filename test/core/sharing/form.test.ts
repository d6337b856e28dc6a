// Which forms follow each other, the number of what they follow in, and the digest of their bytes.
import { createHash } from 'node:crypto'
import t from 'tap'
import {
  digestOf,
  isSameStrand,
  type Strand,
  strandOf,
  tellState,
} from '../../../src/core/sharing/form.ts'

const members: Strand = { segment: 'members', profile: 'P1', collection_id: 'c1' }

t.ok(isSameStrand(members, { ...members }))
const others: Strand[] = [
  { ...members, segment: 'authorities' },
  { ...members, profile: 'P2' },
  { ...members, collection_id: 'c2' },
]
for (const other of others) t.notOk(isSameStrand(members, other), JSON.stringify(other))

const digest = createHash('sha256').update('o1 tool--1 members P1').digest('hex').slice(0, 16)
const number = strandOf('o1', 'tool--1', members)
t.equal(number, BigInt.asIntN(64, BigInt(`0x${digest}`)), '64 bits, signed')
const numbers = [
  number,
  strandOf('o2', 'tool--1', members),
  strandOf('o1', 'tool--2', members),
  strandOf('o1', 'tool--1', { ...members, segment: 'clients' }),
  strandOf('o1', 'tool--1', { ...members, profile: 'P3' }),
]
t.equal(new Set(numbers).size, numbers.length, 'owner, object, segment and profile count')

// FIPS 180-2, appendix B.1.
const abc = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='
t.equal(digestOf(Buffer.from('abc')), abc, 'the SHA-256 of the bytes')

t.equal(tellState({ state: 'covered' }), 'shown', 'nobody is told that others share the same')
for (const state of ['shown', 'waiting', 'withheld'] as const) t.equal(tellState({ state }), state)
