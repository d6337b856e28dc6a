// One's own account: who one is here, password, second factor, language and messages, sessions.
import { Button, List, PasswordInput, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { SecondFactor } from '../account/second-factor.tsx'
import {
  changePassword,
  endOtherSessions,
  endSession,
  listSessions,
  type Preferences,
  readPreferences,
  type SessionKept,
  savePreferences,
} from '../api/account.ts'
import { useTelling } from '../parts/faults.tsx'
import { type Column, Rows } from '../parts/listing.tsx'
import { useNewPassword } from '../parts/new-password.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked, Empty } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { usePerson, useRenewSession } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const You = () => {
  const { w } = useWords()
  const { person } = usePerson()
  const { name, email, organisation_title, roles, groups } = person
  const said = roles.map((role) => w.roles[role as keyof typeof w.roles] ?? role)
  return (
    <Section title={w.account.you}>
      <Text fw={600}>
        {name} {email === null ? '' : `· ${email}`}
      </Text>
      <List size="sm" mt="xs">
        <List.Item>
          {w.account.organisation}: {organisation_title}
        </List.Item>
        <List.Item>
          {w.account.roles}: {said.length === 0 ? w.lists.none : said.join(', ')}
        </List.Item>
        <List.Item>
          {w.account.groups}:{' '}
          {groups.length === 0
            ? w.lists.none
            : groups
                .map(({ title, level }) => {
                  return `${title} (${w.levels[level as keyof typeof w.levels] ?? level})`
                })
                .join(', ')}
        </List.Item>
      </List>
    </Section>
  )
}

const Password = () => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const renew = useRenewSession()
  const [old, setOld] = useState('')
  const chosen = useNewPassword()
  const changing = useMutation({
    mutationFn: (fresh: string) => changePassword(old, fresh),
    onSuccess: async () => {
      tell(w.account.changed)
      // The session has another token from now on.
      await renew()
    },
    onError: tellFault,
  })
  const change = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.password !== null) changing.mutate(chosen.password)
  }
  return (
    <Section title={w.account.password}>
      <form onSubmit={change}>
        <Stack maw={420}>
          <PasswordInput
            label={w.account.old}
            value={old}
            onChange={(event) => setOld(event.currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          {chosen.fields}
          <div>
            <Button
              type="submit"
              loading={changing.isPending}
              disabled={old === '' || chosen.password === null}
            >
              {w.account.change}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

const MessagesForm = ({ kept }: { kept: Preferences }) => {
  const { w, language } = useWords()
  const { tell, tellFault } = useTelling()
  const [digest, setDigest] = useState(kept.digest)
  const saving = useMutation({
    mutationFn: () => savePreferences({ language, digest }),
    onSuccess: () => tell(w.acts.saved),
    onError: tellFault,
  })
  return (
    <Stack align="flex-start">
      <Text size="sm" id="digest">
        {w.account.digest}
      </Text>
      <SegmentedControl
        aria-labelledby="digest"
        value={digest}
        onChange={(chosen) => setDigest(chosen as Preferences['digest'])}
        data={[
          { value: 'none', label: w.account.digestNone },
          { value: 'daily', label: w.account.digestDaily },
        ]}
      />
      <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
        {w.acts.save}
      </Button>
    </Stack>
  )
}

const Messages = () => {
  const { w } = useWords()
  const query = useQuery({ queryKey: ['preferences'], queryFn: readPreferences })
  return (
    <Section title={w.account.preferences}>
      <Asked query={query}>{(kept) => <MessagesForm kept={kept} />}</Asked>
    </Section>
  )
}

const Sessions = () => {
  const { w } = useWords()
  const { tellFault } = useTelling()
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['sessions'], queryFn: listSessions })
  const ending = useMutation({
    mutationFn: (id: string | null) => (id === null ? endOtherSessions() : endSession(id)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
    onError: tellFault,
  })
  const columns: Column<SessionKept>[] = [
    { title: w.account.agent, cell: ({ agent }) => agent },
    { title: w.account.started, cell: ({ since }) => <When at={since} /> },
    { title: w.account.seen, cell: ({ seen }) => <When at={seen} /> },
    {
      title: w.lists.acts,
      quiet: true,
      cell: (session) =>
        session.current ? (
          w.account.thisOne
        ) : (
          <Button size="xs" variant="default" onClick={() => ending.mutate(session.id)}>
            {w.account.end}
          </Button>
        ),
    },
  ]
  return (
    <Section
      title={w.account.sessions}
      actions={
        <Button
          size="xs"
          variant="default"
          loading={ending.isPending}
          onClick={() => ending.mutate(null)}
        >
          {w.account.endOthers}
        </Button>
      }
    >
      <Asked query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Empty title={w.account.sessionsEmpty} />
          ) : (
            <Rows
              label={w.account.sessions}
              columns={columns}
              entries={entries}
              keyOf={({ id }) => id}
            />
          )
        }
      </Asked>
    </Section>
  )
}

const Account = () => {
  const { w } = useWords()
  return (
    <Page title={w.pages.account}>
      <You />
      <SecondFactor />
      <Password />
      <Messages />
      <Sessions />
    </Page>
  )
}

export default Account
