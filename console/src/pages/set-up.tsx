// The first page of a new hub, behind the one-time link that was printed where it was started.
import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { setUpHub } from '../api/session.ts'
import { Fault } from '../parts/faults.tsx'
import { useNewPassword } from '../parts/new-password.tsx'
import { Outside } from '../parts/outside.tsx'
import { useRenewSession } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const fields = [
  ['organisationTitle', 'organization', false],
  ['organisationName', 'off', true],
  ['personName', 'username', true],
  ['email', 'email', false],
] as const

type Given = Record<(typeof fields)[number][0], string>

const nothing: Given = { organisationTitle: '', organisationName: '', personName: '', email: '' }

const SetUpForm = ({ token }: { token: string }) => {
  const { w } = useWords()
  const [, go] = useLocation()
  const renew = useRenewSession()
  const [given, setGiven] = useState(nothing)
  const chosen = useNewPassword()
  const beginning = useMutation({
    mutationFn: (password: string) => {
      const { organisationName, organisationTitle, personName, email } = given
      return setUpHub({
        token,
        organisation: { name: organisationName.trim(), title: organisationTitle.trim() },
        person: {
          name: personName.trim(),
          ...(email.trim() === '' ? {} : { email: email.trim() }),
        },
        password,
      })
    },
    onSuccess: async () => {
      await renew()
      go(pagePaths.home, { replace: true })
    },
  })
  const begin = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.password !== null) beginning.mutate(chosen.password)
  }
  return (
    <form onSubmit={begin}>
      <Stack>
        {beginning.isError ? <Fault error={beginning.error} /> : null}
        {fields.map(([name, autoComplete, short]) => (
          <TextInput
            key={name}
            label={w.setUp[name]}
            description={short ? w.setUp.nameHint : undefined}
            value={given[name]}
            onChange={(event) => {
              const { value } = event.currentTarget
              setGiven((before) => ({ ...before, [name]: value }))
            }}
            type={name === 'email' ? 'email' : 'text'}
            pattern={short ? '[a-z0-9]([a-z0-9\\-]*[a-z0-9])?' : undefined}
            autoComplete={autoComplete}
            required={name !== 'email'}
            withAsterisk={false}
          />
        ))}
        {chosen.fields}
        <Button type="submit" loading={beginning.isPending} disabled={chosen.password === null}>
          {w.setUp.begin}
        </Button>
      </Stack>
    </form>
  )
}

const SetUp = () => {
  const { w } = useWords()
  // Behind the `#`, so that it is in no log.
  const [token] = useState(() => location.hash.slice(1))
  return (
    <Outside title={w.pages.setUp} lead={w.setUp.lead}>
      {token === '' ? (
        <Alert color="vermilion" role="alert" c="var(--mantine-color-text)">
          {w.setUp.noToken}
        </Alert>
      ) : (
        <SetUpForm token={token} />
      )}
    </Outside>
  )
}

export default SetUp
