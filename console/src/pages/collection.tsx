// One collection: what the hub file says of it.
import { List, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'wouter'
import { type CollectionKept, readCollection, saveCollection } from '../api/hub.ts'
import { EntryForm } from '../hub-file/entry.tsx'
import { Choice, TlpChoice } from '../hub-file/fields.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { ShortId } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

/** Nothing spreads from where it has spread to. */
const isBuiltIn = (group: string): boolean => ['community', 'public'].includes(group)

type FormProps = { collection: CollectionKept; mayChange: boolean }

const Form = ({ collection, mayChange }: FormProps) => {
  const { w } = useWords()
  const [entry, setEntry] = useState(collection)
  const set = (change: Partial<CollectionKept>) => setEntry((before) => ({ ...before, ...change }))
  const { spreads_to = {} } = entry
  const saving = useSaving(saveCollection, ['collection', 'collections'])
  const save = () => {
    saving.mutate(entry)
  }
  const spread = (to: 'community' | 'public', label: string) => (
    <TextInput
      label={label}
      placeholder={w.collections.nowhere}
      value={spreads_to[to] ?? ''}
      onChange={(event) =>
        set({ spreads_to: { ...spreads_to, [to]: event.currentTarget.value || undefined } })
      }
    />
  )
  return (
    <EntryForm
      title={w.organisations.facts}
      mayChange={mayChange}
      saving={saving.isPending}
      save={save}
    >
      <TextInput
        label={w.collections.title}
        value={entry.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        required
        withAsterisk={false}
      />
      <Textarea
        label={w.collections.description}
        value={entry.description ?? ''}
        onChange={(event) => set({ description: event.currentTarget.value || undefined })}
        autosize
        minRows={2}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={w.collections.alias}
          value={entry.alias ?? ''}
          onChange={(event) => set({ alias: event.currentTarget.value || undefined })}
        />
        <Choice
          label={w.collections.validation}
          value={entry.validation ?? 'strict'}
          change={(validation) => set({ validation })}
          words={{ strict: w.collections.strict, lenient: w.collections.lenient }}
        />
        <TlpChoice
          label={w.collections.defaultTlp}
          value={entry.default_tlp}
          change={(default_tlp) => set({ default_tlp })}
          none={w.collections.inherit}
        />
        <Choice
          label={w.collections.review}
          value={entry.review ?? 'automatic'}
          change={(review) => set({ review })}
          words={w.reviewRules}
        />
        <TextInput
          label={w.collections.reviewWithin}
          description={w.collections.reviewWithinHint}
          value={entry.review_within ?? ''}
          onChange={(event) => set({ review_within: event.currentTarget.value })}
        />
        {entry.group === 'public' ? (
          <Choice
            label={w.collections.gate}
            value={entry.publish_gate ?? 'review'}
            change={(publish_gate) => set({ publish_gate })}
            words={{
              automatic: w.collections.gateAutomatic,
              review: w.collections.gateReview,
            }}
          />
        ) : null}
        {isBuiltIn(entry.group) ? null : (
          <>
            {spread('community', w.collections.spreadsCommunity)}
            {spread('public', w.collections.spreadsPublic)}
          </>
        )}
      </SimpleGrid>
    </EntryForm>
  )
}

const Access = ({ access = {} }: Pick<CollectionKept, 'access'>) => {
  const { w } = useWords()
  const entries = Object.entries(access)
  return (
    <Section title={w.collections.access}>
      {entries.length === 0 ? (
        <Text c="dimmed">{w.collections.accessNone}</Text>
      ) : (
        <List size="sm">
          {entries.map(([organisation, word]) => (
            <List.Item key={organisation}>
              {organisation}: {w.access[word]}
            </List.Item>
          ))}
        </List>
      )}
    </Section>
  )
}

const CollectionOpened = () => {
  const { group = '', collection: name = '' } = useParams()
  const { hasRole, isSteward } = usePerson()
  const query = useQuery({
    queryKey: ['collection', group, name],
    queryFn: () => readCollection(group, name),
  })
  const mayChange = hasRole('hub-admin') || isSteward(group)
  return (
    <Page title={query.data?.title ?? name} lead={query.data?.description}>
      <Asked query={query}>
        {(collection) => (
          <Stack>
            {collection.id === undefined ? null : <ShortId id={collection.id} />}
            <Form key={collection.etag} collection={collection} mayChange={mayChange} />
            <Access access={collection.access} />
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default CollectionOpened
