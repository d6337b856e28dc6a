// How a command ends. Knows no command.
import type { Programs } from './programs.ts'
import { plainText } from './terminal.ts'

/** Told by `sekisho --help`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A command that did not do what it was asked; the message is for the person who asked. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Wraps an action: whatever it throws becomes words on stderr and an exit code, never a stack. */
export const guarded =
  <Given extends unknown[]>(programs: Programs, action: (...given: Given) => Promise<void>) =>
  async (...given: Given): Promise<void> => {
    try {
      await action(...given)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      for (const line of message.split('\n')) programs.stderr.write(`sekisho: ${plainText(line)}\n`)
      programs.setExitCode(error instanceof CommandFailure ? error.exitCode : exitCodes.failed)
    }
  }
