// The ledger: what was done and what was disclosed; who received what; whether it is whole.
import { Alert, Anchor, Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import {
  type LedgerFilters,
  type LedgerRow,
  ledgerExport,
  type ReceivedBy,
  readLedger,
  receivedBy,
  verifyLedger,
} from '../api/objects.ts'
import { Fault } from '../parts/faults.tsx'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { ShortId, useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { When } from '../parts/when.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const nothing: LedgerFilters = {
  act: '',
  organisation: '',
  collection: '',
  object: '',
  from: '',
  to: '',
}

const linkOf = (id: string): string => `${pagePaths.objects}/${encodeURIComponent(id)}`

const columnsOf = (w: Dictionary): Column<LedgerRow>[] => [
  { title: w.ledger.number, cell: ({ number }) => number, numeric: true },
  { title: w.ledger.when, cell: ({ at }) => <When at={at} /> },
  { title: w.ledger.act, cell: ({ act }) => act },
  { title: w.ledger.organisation, cell: ({ organisation }) => organisation ?? w.lists.unknown },
  { title: w.ledger.collection, cell: ({ collection }) => collection ?? '' },
  {
    title: w.ledger.what,
    cell: ({ object, words }) =>
      object === null ? (
        (words ?? '')
      ) : (
        <Anchor component={Link} href={linkOf(object)} className="short-id anywhere">
          {object}
        </Anchor>
      ),
  },
]

const Verify = () => {
  const { w } = useWords()
  const number = useNumber()
  const verifying = useMutation({ mutationFn: verifyLedger })
  const { data, error } = verifying
  return (
    <Stack gap="sm">
      <Group>
        <Button loading={verifying.isPending} onClick={() => verifying.mutate()}>
          {w.ledger.verify}
        </Button>
        <Button component="a" href={ledgerExport} variant="default" download>
          {w.ledger.export}
        </Button>
      </Group>
      {error === null ? null : <Fault error={error} />}
      {data === undefined ? null : (
        <Alert
          role="status"
          color={data.whole ? 'moss' : 'vermilion'}
          c="var(--mantine-color-text)"
        >
          {data.whole
            ? w.ledger.verified(number(data.rows))
            : w.ledger.broken(String(data.broken_at ?? w.lists.unknown))}
        </Alert>
      )}
    </Stack>
  )
}

const ReceivedByOrganisation = () => {
  const { w } = useWords()
  const [given, setGiven] = useState('')
  const [asked, setAsked] = useState('')
  const pages = usePages(['received-by', asked], (next) => receivedBy(asked, next), asked !== '')
  const columns: Column<ReceivedBy>[] = [
    {
      title: w.ledger.what,
      cell: ({ id }) => (
        <Anchor component={Link} href={linkOf(id)}>
          <ShortId id={id} />
        </Anchor>
      ),
    },
    { title: w.ledger.collection, cell: ({ collection }) => collection },
    { title: w.objects.first, cell: ({ first }) => <When at={first} /> },
    { title: w.objects.last, cell: ({ last }) => <When at={last} /> },
    { title: w.objects.times, cell: ({ times }) => times, numeric: true },
  ]
  const ask = (event: FormEvent) => {
    event.preventDefault()
    setAsked(given.trim())
  }
  return (
    <Section title={w.ledger.receivedBy}>
      <form onSubmit={ask}>
        <Group align="flex-end" mb="sm">
          <TextInput
            label={w.ledger.organisation}
            value={given}
            onChange={(event) => setGiven(event.currentTarget.value)}
            autoCapitalize="none"
          />
          <Button type="submit" variant="default">
            {w.ledger.receivedByAsk}
          </Button>
        </Group>
      </form>
      {asked === '' ? null : (
        <Listing
          pages={pages}
          label={w.ledger.receivedBy}
          columns={columns}
          keyOf={({ id, collection }) => `${id} ${collection}`}
          empty={{ title: w.ledger.receivedByNothing }}
        />
      )}
    </Section>
  )
}

const WhoReceivedObject = () => {
  const { w } = useWords()
  const [id, setId] = useState('')
  const known = id.trim()
  return (
    <Section title={w.ledger.whoReceived}>
      <Group align="flex-end">
        <TextInput
          label={w.ledger.object}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          flex="1 1 260px"
        />
        {known === '' ? null : (
          <Anchor component={Link} href={linkOf(known)}>
            {w.acts.open}
          </Anchor>
        )}
      </Group>
    </Section>
  )
}

/** The field has a day; the API wants a moment. */
const asMoment = (day: string): string => (day === '' ? '' : `${day}T00:00:00Z`)

const Ledger = () => {
  const { w } = useWords()
  const [given, setGiven] = useState(nothing)
  const [asked, setAsked] = useState(nothing)
  const pages = usePages(['ledger', asked], (next) =>
    readLedger({ ...asked, from: asMoment(asked.from), to: asMoment(asked.to) }, next),
  )
  const search = (event: FormEvent) => {
    event.preventDefault()
    setAsked(given)
  }
  return (
    <Page title={w.pages.ledger} lead={w.ledger.lead}>
      <Verify />
      <form onSubmit={search}>
        <Group align="flex-end" gap="sm">
          {(['act', 'organisation', 'collection', 'object', 'from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              label={w.ledger[name]}
              placeholder={name === 'act' ? w.ledger.anyAct : undefined}
              type={name === 'from' || name === 'to' ? 'date' : 'text'}
              value={given[name]}
              onChange={(event) => {
                const { value } = event.currentTarget
                setGiven((before) => ({ ...before, [name]: value }))
              }}
              w={150}
            />
          ))}
          <Button type="submit">{w.acts.search}</Button>
        </Group>
      </form>
      <Listing
        pages={pages}
        label={w.pages.ledger}
        columns={columnsOf(w)}
        keyOf={({ number }) => String(number)}
        empty={{ title: w.ledger.empty, next: w.ledger.emptyNext }}
      />
      <ReceivedByOrganisation />
      <WhoReceivedObject />
    </Page>
  )
}

export default Ledger
