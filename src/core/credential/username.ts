// How usernames are compared. Knows no account.

/**
 * One key for all spellings of a username that a guesser could try in turn: NFKC after trimming,
 * lower case, inner blanks folded. Used to count failures and to refuse lookalike accounts.
 */
export const canonicalUsername = (username: string): string =>
  username.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase().normalize('NFC')
