// The trust groups, and founding one.
import { Anchor, Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type GroupKept, listGroups, saveGroup } from '../api/hub.ts'
import { AddEntry } from '../hub-file/entry.tsx'
import { NameField } from '../hub-file/fields.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { Tlp } from '../parts/marks.tsx'
import { Page } from '../parts/page.tsx'
import { usePerson } from '../session/session.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const linkOf = (name: string): string => `${pagePaths.groups}/${encodeURIComponent(name)}`

const AddGroup = ({ close }: { close(): void }) => {
  const { w } = useWords()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const saving = useSaving(saveGroup, ['groups'], () => go(linkOf(name)))
  const save = () => saving.mutate({ name, title: title.trim() })
  return (
    <AddEntry title={w.groups.add} saving={saving.isPending} save={save} close={close}>
      <TextInput
        label={w.groups.title}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        required
        withAsterisk={false}
        data-autofocus
      />
      <NameField
        label={w.groups.name}
        hint={w.organisations.nameHint}
        value={name}
        change={setName}
      />
    </AddEntry>
  )
}

const columnsOf = (w: Dictionary): Column<GroupKept>[] => [
  {
    title: w.groups.title,
    cell: ({ name, title }) => (
      <Anchor component={Link} href={linkOf(name)}>
        {title}
      </Anchor>
    ),
  },
  {
    title: w.groups.members,
    cell: ({ members = {} }) => w.groups.memberCount(Object.keys(members).length),
  },
  { title: w.groups.maxTlp, cell: ({ max_tlp }) => <Tlp level={max_tlp} /> },
  { title: w.groups.clients, cell: ({ clients = 'forbidden' }) => w.clients[clients] },
]

const Groups = () => {
  const { w } = useWords()
  const { hasRole } = usePerson()
  const [adding, setAdding] = useState(false)
  const pages = usePages(['groups'], listGroups)
  return (
    <Page
      title={w.pages.groups}
      lead={w.groups.lead}
      actions={
        hasRole('hub-admin') ? (
          <Button onClick={() => setAdding(true)}>{w.groups.add}</Button>
        ) : null
      }
    >
      <Listing
        pages={pages}
        label={w.pages.groups}
        columns={columnsOf(w)}
        keyOf={({ name }) => name}
        empty={{ title: w.groups.empty, next: w.groups.emptyNext }}
      />
      {adding ? <AddGroup close={() => setAdding(false)} /> : null}
    </Page>
  )
}

export default Groups
