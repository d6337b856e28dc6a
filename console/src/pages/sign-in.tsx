// Signing in: by password, by the provider the hub trusts, and with a second factor where one is
// set up.
import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Redirect, useSearch } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { Problem } from '../api/request.ts'
import { giveSecondFactor, type Session, signIn } from '../api/session.ts'
import { Fault } from '../parts/faults.tsx'
import { Outside } from '../parts/outside.tsx'
import { Loading } from '../parts/state.tsx'
import { useRenewSession, useSessionQuery } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const isWrong = (error: unknown): boolean => error instanceof Problem && error.status === 401

/** Back to where the reader was going, on this hub and nowhere else. */
const readTarget = (search: string): string => {
  const to = new URLSearchParams(search).get('to') ?? ''
  return /^\/(?![/\\])/.test(to) ? to : pagePaths.home
}

const Local = () => {
  const { w } = useWords()
  const renew = useRenewSession()
  const [given, setGiven] = useState({ organisation: '', person: '', password: '' })
  const entering = useMutation({ mutationFn: () => signIn(given), onSuccess: renew })
  const set = (name: keyof typeof given) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setGiven((before) => ({ ...before, [name]: value }))
  }
  const enter = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate()
  }
  return (
    <form onSubmit={enter}>
      <Stack>
        {entering.isError ? (
          isWrong(entering.error) ? (
            <Alert color="vermilion" role="alert" c="var(--mantine-color-text)">
              {w.signIn.wrong}
            </Alert>
          ) : (
            <Fault error={entering.error} />
          )
        ) : null}
        <TextInput
          label={w.signIn.organisation}
          description={w.signIn.organisationHint}
          value={given.organisation}
          onChange={set('organisation')}
          autoComplete="organization"
          autoCapitalize="none"
          required
          withAsterisk={false}
        />
        <TextInput
          label={w.signIn.person}
          description={w.signIn.personHint}
          value={given.person}
          onChange={set('person')}
          autoComplete="username"
          autoCapitalize="none"
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={w.signIn.password}
          value={given.password}
          onChange={set('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={entering.isPending}>
          {w.signIn.enter}
        </Button>
      </Stack>
    </form>
  )
}

const SecondFactor = () => {
  const { w } = useWords()
  const renew = useRenewSession()
  const [code, setCode] = useState('')
  const giving = useMutation({ mutationFn: () => giveSecondFactor(code.trim()), onSuccess: renew })
  const give = (event: FormEvent) => {
    event.preventDefault()
    giving.mutate()
  }
  const wrong =
    giving.error instanceof Problem && [400, 401, 403, 422].includes(giving.error.status)
  return (
    <form onSubmit={give}>
      <Stack>
        {giving.isError && !wrong ? <Fault error={giving.error} /> : null}
        <TextInput
          label={w.signIn.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong ? w.signIn.codeWrong : undefined}
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          data-autofocus
        />
        <Button type="submit" loading={giving.isPending}>
          {w.signIn.enter}
        </Button>
      </Stack>
    </form>
  )
}

const Ways = ({ methods, setup_needed }: Session) => {
  const { w } = useWords()
  const { local, oidc } = methods
  return (
    <Stack>
      {setup_needed ? <Alert c="var(--mantine-color-text)">{w.signIn.needSetUp}</Alert> : null}
      {local ? <Local /> : null}
      {local && oidc !== null ? <Divider label={w.signIn.or} /> : null}
      {oidc === null ? null : (
        <Button component="a" href={oidc.url} variant={local ? 'default' : 'filled'}>
          {w.signIn.oidc(oidc.name)}
        </Button>
      )}
      {local || oidc !== null || setup_needed ? null : (
        <Alert color="vermilion" c="var(--mantine-color-text)">
          {w.signIn.noMethod}
        </Alert>
      )}
    </Stack>
  )
}

const SignIn = () => {
  const { w } = useWords()
  const search = useSearch()
  const session = useSessionQuery()
  if (session.data === undefined) return <Loading />
  const { signed_in, person } = session.data
  if (person?.second_factor === 'needed') {
    return (
      <Outside title={w.signIn.second} lead={w.signIn.secondLead}>
        <SecondFactor />
      </Outside>
    )
  }
  if (signed_in && person !== null) return <Redirect to={readTarget(search)} replace />
  return (
    <Outside title={w.pages.signIn} lead={w.signIn.lead}>
      <Ways {...session.data} />
    </Outside>
  )
}

export default SignIn
