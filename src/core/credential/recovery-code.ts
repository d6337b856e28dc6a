// Codes that stand in once for a second factor that is lost: 80 random bits each, of which only the
// hash is kept. Knows no store and no randomness.
import { createHash } from 'node:crypto'
import { printBase32 } from './base32.ts'

export const recoveryCodeLength = 10

/** Ten random bytes as `ABCD-EFGH-IJKL-MNOP`. */
export const printRecoveryCode = (random: Uint8Array): string => {
  if (random.length !== recoveryCodeLength) throw new Error('a recovery code has 80 bits')
  return printBase32(random).replace(/(.{4})(?=.)/g, '$1-')
}

/** What is kept of a code, however it is typed; null for a text that is none. */
export const hashRecoveryCode = (typed: string): Buffer | null => {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  if (!/^[A-Z2-7]{16}$/.test(plain)) return null
  return createHash('sha256').update(plain).digest()
}
