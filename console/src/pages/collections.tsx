// The collections of all trust groups, and adding one.
import { Anchor, Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type CollectionKept, listCollections, saveCollection } from '../api/hub.ts'
import { AddEntry } from '../hub-file/entry.tsx'
import { NameField } from '../hub-file/fields.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { useGroupTitle } from '../parts/group-title.ts'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { ShortId, Tlp } from '../parts/marks.tsx'
import { Page } from '../parts/page.tsx'
import { usePerson } from '../session/session.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const linkOf = (group: string, name: string): string =>
  `${pagePaths.collections}/${encodeURIComponent(group)}/${encodeURIComponent(name)}`

const AddCollection = ({ close }: { close(): void }) => {
  const { w } = useWords()
  const [, go] = useLocation()
  const [group, setGroup] = useState('')
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const saving = useSaving(saveCollection, ['collections'], () => go(linkOf(group, name)))
  const save = () => saving.mutate({ group, name, title: title.trim() })
  const { nameHint } = w.organisations
  return (
    <AddEntry title={w.collections.add} saving={saving.isPending} save={save} close={close}>
      <NameField label={w.collections.group} hint={nameHint} value={group} change={setGroup} />
      <TextInput
        label={w.collections.title}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <NameField label={w.collections.name} hint={nameHint} value={name} change={setName} />
    </AddEntry>
  )
}

type GroupTitle = ReturnType<typeof useGroupTitle>

const columnsOf = (w: Dictionary, groupTitle: GroupTitle): Column<CollectionKept>[] => [
  {
    title: w.collections.title,
    cell: ({ group, name, title }) => (
      <Anchor component={Link} href={linkOf(group, name)}>
        {title}
      </Anchor>
    ),
  },
  { title: w.collections.group, cell: ({ group }) => groupTitle(group) },
  {
    title: w.collections.defaultTlp,
    cell: ({ default_tlp }) =>
      default_tlp === undefined ? w.collections.inherit : <Tlp level={default_tlp} />,
  },
  {
    title: w.collections.review,
    cell: ({ review = 'automatic' }) => w.reviewRules[review],
  },
  {
    title: w.collections.id,
    cell: ({ id, alias }) => (id === undefined ? (alias ?? '') : <ShortId id={id} />),
  },
]

const Collections = () => {
  const { w } = useWords()
  const { hasRole, stewards } = usePerson()
  const groupTitle = useGroupTitle()
  const [adding, setAdding] = useState(false)
  const pages = usePages(['collections'], listCollections)
  return (
    <Page
      title={w.pages.collections}
      lead={w.collections.lead}
      actions={
        hasRole('hub-admin') || stewards ? (
          <Button onClick={() => setAdding(true)}>{w.collections.add}</Button>
        ) : null
      }
    >
      <Listing
        pages={pages}
        label={w.pages.collections}
        columns={columnsOf(w, groupTitle)}
        keyOf={({ group, name }) => `${group} ${name}`}
        empty={{ title: w.collections.empty, next: w.collections.emptyNext }}
      />
      {adding ? <AddCollection close={() => setAdding(false)} /> : null}
    </Page>
  )
}

export default Collections
