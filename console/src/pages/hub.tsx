// The hub itself: what the hub file says of it, with the same words.
import {
  Button,
  Group,
  List,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { tlpWords } from '../../../src/core/hub-file/vocabulary.ts'
import { type HubKept, listWarningLists, readHub, saveHub } from '../api/hub.ts'
import { TlpChoice } from '../hub-file/fields.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { Tlp, useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { useWords } from '../words/language.tsx'

type PhraseTlp = (typeof tlpWords)[number]
type Phrases = NonNullable<HubKept['phrases']>

const PhraseList = ({ phrases, change }: { phrases: Phrases; change(phrases: Phrases): void }) => {
  const { w } = useWords()
  const [phrase, setPhrase] = useState('')
  const [level, setLevel] = useState<PhraseTlp>('amber+strict')
  const entries = Object.entries(phrases)
  const without = (gone: string) =>
    change(Object.fromEntries(entries.filter(([kept]) => kept !== gone)))
  return (
    <Stack gap="xs">
      <Text fw={600}>{w.hub.phrases}</Text>
      {entries.length === 0 ? <Text c="dimmed">{w.hub.phrasesNone}</Text> : null}
      {entries.map(([said, means]) => (
        <Group key={said} gap="xs">
          <Text span>{said}</Text>
          <Tlp level={means} />
          <Button
            size="compact-xs"
            variant="subtle"
            color="vermilion"
            aria-label={`${w.acts.remove}: ${said}`}
            onClick={() => without(said)}
          >
            {w.acts.remove}
          </Button>
        </Group>
      ))}
      <Group align="flex-end">
        <TextInput
          label={w.hub.phrase}
          value={phrase}
          onChange={(event) => setPhrase(event.currentTarget.value)}
          maxLength={200}
        />
        <Select
          label={w.hub.means}
          value={level}
          onChange={(chosen) => setLevel((chosen ?? level) as PhraseTlp)}
          allowDeselect={false}
          data={tlpWords.map((word) => ({ value: word, label: `TLP:${word.toUpperCase()}` }))}
        />
        <Button
          variant="default"
          disabled={phrase.trim() === ''}
          onClick={() => {
            change({ ...phrases, [phrase.trim()]: level })
            setPhrase('')
          }}
        >
          {w.hub.addPhrase}
        </Button>
      </Group>
    </Stack>
  )
}

const Form = ({ hub }: { hub: HubKept }) => {
  const { w } = useWords()
  const [entry, setEntry] = useState(hub)
  const set = (change: Partial<HubKept>) => setEntry((before) => ({ ...before, ...change }))
  const saving = useSaving(saveHub, ['hub'])
  const save = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate(entry)
  }
  return (
    <form onSubmit={save}>
      <Section title={w.organisations.facts}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={w.hub.title}
              value={entry.title ?? ''}
              onChange={(event) => set({ title: event.currentTarget.value })}
              required
              withAsterisk={false}
            />
            <TextInput
              label={w.hub.contact}
              value={entry.contact ?? ''}
              onChange={(event) => set({ contact: event.currentTarget.value || undefined })}
            />
          </SimpleGrid>
          <Textarea
            label={w.hub.description}
            value={entry.description ?? ''}
            onChange={(event) => set({ description: event.currentTarget.value || undefined })}
            autosize
            minRows={2}
          />
          <TlpChoice
            label={w.hub.defaultTlp}
            value={entry.default_tlp}
            change={(default_tlp) => set({ default_tlp })}
            none={w.hub.noDefault}
          />
          <PhraseList phrases={entry.phrases ?? {}} change={(phrases) => set({ phrases })} />
          <div>
            <Button type="submit" loading={saving.isPending}>
              {w.acts.save}
            </Button>
          </div>
        </Stack>
      </Section>
    </form>
  )
}

const WarningLists = () => {
  const { w } = useWords()
  const number = useNumber()
  const query = useQuery({ queryKey: ['warning-lists'], queryFn: listWarningLists })
  return (
    <Section title={w.hub.warningLists} lead={w.hub.warningListsLead}>
      <Asked query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Text c="dimmed">{w.hub.warningListsNone}</Text>
          ) : (
            <List size="sm">
              {entries.map(({ name, entries: count }) => (
                <List.Item key={name}>
                  {name}: {w.hub.entries(number(count))}
                </List.Item>
              ))}
            </List>
          )
        }
      </Asked>
    </Section>
  )
}

const HubPage = () => {
  const { w } = useWords()
  const query = useQuery({ queryKey: ['hub'], queryFn: readHub })
  return (
    <Page title={w.pages.hub} lead={w.hub.lead}>
      <Asked query={query}>{(hub) => <Form key={hub.etag} hub={hub} />}</Asked>
      <WarningLists />
    </Page>
  )
}

export default HubPage
