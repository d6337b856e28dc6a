// Accepting an invitation: a password of one's own, and in.
import { Alert, Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { Problem } from '../api/request.ts'
import { acceptInvitation } from '../api/session.ts'
import { Fault } from '../parts/faults.tsx'
import { useNewPassword } from '../parts/new-password.tsx'
import { Outside } from '../parts/outside.tsx'
import { useRenewSession } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const isUsedUp = (error: unknown): boolean =>
  error instanceof Problem && [401, 403, 404, 410].includes(error.status)

const Invitation = () => {
  const { w } = useWords()
  const [token] = useState(() => location.hash.slice(1))
  const [, go] = useLocation()
  const renew = useRenewSession()
  const chosen = useNewPassword()
  const accepting = useMutation({
    mutationFn: (password: string) => acceptInvitation(token, password),
    onSuccess: async () => {
      await renew()
      go(pagePaths.signIn, { replace: true })
    },
  })
  const accept = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.password !== null) accepting.mutate(chosen.password)
  }
  const usedUp = token === '' || isUsedUp(accepting.error)
  return (
    <Outside title={w.pages.invitation} lead={w.setUp.invited}>
      {usedUp ? (
        <Alert color="vermilion" role="alert" c="var(--mantine-color-text)">
          {w.setUp.taken}
        </Alert>
      ) : null}
      {accepting.isError && !usedUp ? <Fault error={accepting.error} /> : null}
      {token === '' ? null : (
        <form onSubmit={accept}>
          <Stack>
            {chosen.fields}
            <Button type="submit" loading={accepting.isPending} disabled={chosen.password === null}>
              {w.invitation.accept}
            </Button>
          </Stack>
        </form>
      )}
    </Outside>
  )
}

export default Invitation
