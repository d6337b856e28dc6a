// A new password, written twice.
import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../words/language.tsx'

const lengthMin = 15

/** Two fields, and what is wrong with them; `password` is null until they are right. */
export const useNewPassword = () => {
  const { w } = useWords()
  const [first, setFirst] = useState('')
  const [again, setAgain] = useState('')
  // Counted as people count them, not as UTF-16 does.
  const short = [...first].length < lengthMin
  const differs = first !== again
  const fields = (
    <>
      <PasswordInput
        label={w.setUp.password}
        description={w.setUp.passwordHint}
        value={first}
        onChange={(event) => setFirst(event.currentTarget.value)}
        error={first !== '' && short ? w.setUp.tooShort : undefined}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
      <PasswordInput
        label={w.setUp.again}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
        error={again !== '' && differs ? w.setUp.different : undefined}
        autoComplete="new-password"
        required
        withAsterisk={false}
      />
    </>
  )
  return { fields, password: short || differs ? null : first }
}
