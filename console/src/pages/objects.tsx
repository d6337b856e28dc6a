// The search over everything the reader may see.
import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { tlpWords } from '../../../src/core/hub-file/vocabulary.ts'
import { type Filters, type ObjectEntry, searchObjects } from '../api/objects.ts'
import { useCollectionName } from '../parts/collection-name.ts'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { Tlp } from '../parts/marks.tsx'
import { Page } from '../parts/page.tsx'
import { When } from '../parts/when.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const nothing: Filters = { value: '', type: '', added_after: '', tlp: '' }

const types = [
  ...['indicator', 'malware', 'report', 'threat-actor', 'attack-pattern', 'campaign', 'tool'],
  ...['vulnerability', 'infrastructure', 'intrusion-set', 'course-of-action', 'incident'],
  ...['identity', 'location', 'note', 'opinion', 'observed-data', 'sighting', 'relationship'],
  ...['ipv4-addr', 'ipv6-addr', 'domain-name', 'url', 'file', 'email-addr', 'email-message'],
]

const columnsOf = (
  w: Dictionary,
  nameOf: (collection: string) => string,
): Column<ObjectEntry>[] => [
  {
    title: w.objects.name,
    cell: ({ id, title, type, mine }) => (
      <Stack gap={0}>
        <Anchor
          component={Link}
          href={`${pagePaths.objects}/${encodeURIComponent(id)}`}
          className="anywhere"
        >
          {title ?? id}
        </Anchor>
        <Text size="xs" c="dimmed">
          {type} {mine ? `· ${w.objects.mine}` : ''}
        </Text>
      </Stack>
    ),
  },
  { title: w.objects.tlp, cell: ({ tlp }) => <Tlp level={tlp} /> },
  { title: w.objects.where, cell: ({ collection }) => nameOf(collection) },
  { title: w.objects.added, cell: ({ added }) => <When at={added} /> },
]

/** The field has minutes; the API wants seconds and a zone. */
const asMoment = (field: string): string => (field === '' ? '' : `${field.slice(0, 16)}:00Z`)

const Objects = () => {
  const { w } = useWords()
  const nameOf = useCollectionName()
  const [given, setGiven] = useState(nothing)
  const [asked, setAsked] = useState(nothing)
  const pages = usePages(['objects', asked], (next) =>
    searchObjects({ ...asked, added_after: asMoment(asked.added_after) }, next),
  )
  const set = (change: Partial<Filters>) => setGiven((before) => ({ ...before, ...change }))
  const search = (event: FormEvent) => {
    event.preventDefault()
    setAsked(given)
  }
  const filtered = Object.values(asked).some((word) => word !== '')
  const clear = () => {
    setGiven(nothing)
    setAsked(nothing)
  }
  return (
    <Page title={w.pages.objects} lead={w.objects.lead}>
      <form onSubmit={search}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={w.objects.value}
            placeholder={w.objects.valueHint}
            value={given.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
            flex="1 1 260px"
          />
          <Select
            label={w.objects.type}
            placeholder={w.objects.anyType}
            value={given.type || null}
            onChange={(type) => set({ type: type ?? '' })}
            data={types}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': w.acts.remove }}
            w={180}
          />
          <Select
            label={w.objects.tlp}
            placeholder={w.objects.anyTlp}
            value={given.tlp || null}
            onChange={(tlp) => set({ tlp: tlp ?? '' })}
            data={tlpWords.map((level) => ({ value: level, label: `TLP:${level.toUpperCase()}` }))}
            clearable
            clearButtonProps={{ 'aria-label': w.acts.remove }}
            w={180}
          />
          <TextInput
            type="datetime-local"
            label={w.objects.after}
            value={given.added_after}
            onChange={(event) => set({ added_after: event.currentTarget.value })}
          />
          <Button type="submit">{w.acts.search}</Button>
          {filtered ? (
            <Button variant="default" onClick={clear}>
              {w.acts.clear}
            </Button>
          ) : null}
        </Group>
      </form>
      <Listing
        pages={pages}
        label={w.pages.objects}
        columns={columnsOf(w, nameOf)}
        keyOf={({ id, version, collection }) => `${id} ${version} ${collection}`}
        empty={
          filtered
            ? { title: w.objects.empty, next: w.objects.emptyNext }
            : { title: w.objects.emptyHub, next: w.objects.emptyHubNext }
        }
      />
    </Page>
  )
}

export default Objects
