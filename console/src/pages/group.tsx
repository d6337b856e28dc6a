// One trust group: its members, its agreement, its rules.
import {
  Badge,
  Button,
  Group,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'wouter'
import { acceptAgreement, type GroupKept, readGroup, saveGroup } from '../api/hub.ts'
import { readMarkings } from '../api/sharing.ts'
import { EntryForm } from '../hub-file/entry.tsx'
import { Choice, TlpChoice } from '../hub-file/fields.tsx'
import { Members } from '../hub-file/members.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

type Agreed = { collections: { group: string; agreement?: { accepted: boolean } | null }[] }

const Agreement = ({ group }: { group: GroupKept }) => {
  const { w } = useWords()
  const { hasRole } = usePerson()
  const markings = useQuery({ queryKey: ['effective-markings'], queryFn: readMarkings })
  const { collections } = (markings.data ?? { collections: [] }) as unknown as Agreed
  const own = collections.find((each) => each.group === group.name)?.agreement ?? null
  const saving = useSaving(
    () => acceptAgreement(group.name),
    ['group', 'effective-markings'],
    () => {},
    w.groups.acceptedNow,
  )
  const versions = group.agreement ?? []
  if (versions.length === 0) return null
  return (
    <Section
      title={w.groups.agreement}
      actions={
        own === null ? null : (
          <Badge color={own.accepted ? 'moss' : 'vermilion'} variant="light" tt="none">
            {own.accepted ? w.groups.accepted : w.groups.notAccepted}
          </Badge>
        )
      }
    >
      {versions.map(({ name, version, from }) => (
        <Text key={`${name} ${version}`} size="sm">
          {w.groups.agreementVersion(name, version)}
          {from === undefined ? null : (
            <>
              {' · '}
              {w.groups.agreementFrom}: <When at={String(from)} />
            </>
          )}
        </Text>
      ))}
      {own !== null && !own.accepted && hasRole('org-admin') ? (
        <Button mt="sm" loading={saving.isPending} onClick={() => saving.mutate(undefined)}>
          {w.groups.accept}
        </Button>
      ) : null}
    </Section>
  )
}

const switches = [
  ['provider_approval', 'approval'],
  ['two_person', 'twoPerson'],
  ['recall', 'recall'],
] as const

const Rules = ({ group, mayChange }: { group: GroupKept; mayChange: boolean }) => {
  const { w } = useWords()
  const [entry, setEntry] = useState(group)
  const set = (change: Partial<GroupKept>) => setEntry((before) => ({ ...before, ...change }))
  const saving = useSaving(saveGroup, ['group', 'groups'])
  const save = () => {
    saving.mutate(entry)
  }
  return (
    <EntryForm title={w.groups.rules} mayChange={mayChange} saving={saving.isPending} save={save}>
      <TextInput
        label={w.groups.title}
        value={entry.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        required
        withAsterisk={false}
      />
      <Textarea
        label={w.groups.description}
        value={entry.description ?? ''}
        onChange={(event) => set({ description: event.currentTarget.value || undefined })}
        autosize
        minRows={2}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TlpChoice
          label={w.groups.maxTlp}
          value={entry.max_tlp ?? 'amber+strict'}
          change={(max_tlp) => set({ max_tlp })}
        />
        <TlpChoice
          label={w.groups.defaultTlp}
          value={entry.default_tlp}
          change={(default_tlp) => set({ default_tlp })}
          none={w.hub.noDefault}
        />
        <Choice
          label={w.groups.clients}
          value={entry.clients ?? 'forbidden'}
          change={(clients) => set({ clients })}
          words={w.clients}
        />
        <Choice
          label={w.groups.consent}
          value={entry.consent ?? 'none'}
          change={(consent) => set({ consent })}
          words={w.consents}
        />
        <TextInput
          label={w.groups.history}
          description={w.groups.historyHint}
          value={entry.history ?? 'all'}
          onChange={(event) => set({ history: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Choice
        label={w.groups.attribution}
        value={entry.attribution ?? 'cleared'}
        change={(attribution) => set({ attribution })}
        words={w.attributions}
      />
      {switches.map(([word, label]) => (
        <Switch
          key={word}
          label={w.groups[label]}
          checked={entry[word] ?? false}
          onChange={(event) => set({ [word]: event.currentTarget.checked })}
        />
      ))}
    </EntryForm>
  )
}

const GroupOpened = () => {
  const { group: name = '' } = useParams()
  const { person, hasRole, isSteward } = usePerson()
  const { w } = useWords()
  const query = useQuery({ queryKey: ['group', name], queryFn: () => readGroup(name) })
  const level = person.groups.find((group) => group.name === name)?.level
  const mayChange = hasRole('hub-admin') || isSteward(name)
  return (
    <Page title={query.data?.title ?? name} lead={query.data?.description}>
      <Asked query={query}>
        {(group) => (
          <Stack>
            {level === undefined ? null : (
              <Group gap="xs">
                <Text size="sm" c="dimmed">
                  {w.groups.level}: {w.levels[level as keyof typeof w.levels] ?? level}
                </Text>
              </Group>
            )}
            <Members group={group} mayChange={mayChange} />
            <Agreement group={group} />
            <Rules key={group.etag} group={group} mayChange={mayChange} />
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default GroupOpened
