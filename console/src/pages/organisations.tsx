// Who is at the gate: the organisations, and adding one.
import { Anchor, Badge, Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { organisationStatuses } from '../../../src/core/hub-file/vocabulary.ts'
import { listOrganisations, type OrganisationKept, saveOrganisation } from '../api/hub.ts'
import { AddEntry } from '../hub-file/entry.tsx'
import { Choice, NameField } from '../hub-file/fields.tsx'
import { useSaving } from '../hub-file/saving.ts'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { Page } from '../parts/page.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const pauseMs = 300

const linkOf = (name: string): string => `${pagePaths.organisations}/${encodeURIComponent(name)}`

export const Status = ({ status = 'active' }: Pick<OrganisationKept, 'status'>) => {
  const { w } = useWords()
  const quiet = status === 'active'
  return (
    <Badge variant={quiet ? 'default' : 'light'} color={quiet ? 'gray' : 'vermilion'} tt="none">
      {w.statuses[status]}
    </Badge>
  )
}

const AddOrganisation = ({ close }: { close(): void }) => {
  const { w } = useWords()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<keyof typeof w.kinds>('company')
  const saving = useSaving(saveOrganisation, ['organisations'], () => go(linkOf(name)))
  const save = () => saving.mutate({ name, title: title.trim(), kind })
  return (
    <AddEntry title={w.organisations.add} saving={saving.isPending} save={save} close={close}>
      <TextInput
        label={w.organisations.title}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        required
        withAsterisk={false}
        data-autofocus
      />
      <NameField
        label={w.organisations.name}
        hint={w.organisations.nameHint}
        value={name}
        change={setName}
      />
      <Choice
        label={w.organisations.kind}
        value={kind}
        change={(chosen) => setKind(chosen)}
        words={w.kinds}
      />
    </AddEntry>
  )
}

const columnsOf = (w: Dictionary): Column<OrganisationKept>[] => [
  {
    title: w.organisations.title,
    cell: ({ name, title }) => (
      <Anchor component={Link} href={linkOf(name)}>
        {title}
      </Anchor>
    ),
  },
  { title: w.organisations.kind, cell: ({ kind = 'company' }) => w.kinds[kind] },
  { title: w.organisations.status, cell: ({ status }) => <Status status={status} /> },
  { title: w.organisations.seen, cell: ({ last_seen }) => <When at={last_seen} /> },
]

const Organisations = () => {
  const { w } = useWords()
  const { hasRole, stewards } = usePerson()
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState('')
  const [adding, setAdding] = useState(false)
  const [paused] = useDebouncedValue(search.trim(), pauseMs)
  const pages = usePages(['organisations', paused, status], (next) =>
    listOrganisations({ search: paused, status }, next),
  )
  return (
    <Page
      title={w.pages.organisations}
      lead={w.organisations.lead}
      actions={
        hasRole('hub-admin') || stewards ? (
          <Button onClick={() => setAdding(true)}>{w.organisations.add}</Button>
        ) : null
      }
    >
      <Group align="flex-end">
        <TextInput
          label={w.organisations.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          label={w.organisations.status}
          value={status}
          onChange={(chosen) => setStatus(chosen ?? '')}
          allowDeselect={false}
          data={[
            { value: '', label: w.organisations.anyStatus },
            ...organisationStatuses.map((word) => ({ value: word, label: w.statuses[word] })),
          ]}
        />
      </Group>
      <Listing
        pages={pages}
        label={w.pages.organisations}
        columns={columnsOf(w)}
        keyOf={({ name }) => name}
        empty={{ title: w.organisations.empty, next: w.organisations.emptyNext }}
      />
      {adding ? <AddOrganisation close={() => setAdding(false)} /> : null}
    </Page>
  )
}

export default Organisations
