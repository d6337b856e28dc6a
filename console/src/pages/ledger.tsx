// The ledger: what was done and what was disclosed; who received what; whether it is whole.
import { Alert, Anchor, Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { listAllCollections } from '../api/hub.ts'
import {
  type LedgerFilters,
  type LedgerRow,
  ledgerExport,
  type ReceivedBy,
  readLedger,
  receivedBy,
  verifyLedger,
} from '../api/objects.ts'
import { useCollectionName } from '../parts/collection-name.ts'
import { Fault } from '../parts/faults.tsx'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
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

const fingerprintShown = 12
/** Facts whose values are words of a closed list; others are names, ids and what people wrote. */
const worded = new Set(['acts', 'change', 'what', 'undone'])

/** One fact as people read it: what is not in the dictionary stays as the ledger has it. */
const sayFact = (w: Dictionary, name: string, value: unknown): string => {
  const names: Record<string, string> = w.ledgerFacts
  const words: Record<string, string> = w.ledgerWords
  const said = [value].flat().map((each) => {
    const text = String(each)
    if (name === 'digests') return text.slice(0, fingerprintShown)
    return worded.has(name) ? (words[text] ?? text) : text
  })
  return `${names[name] ?? name}: ${said.join(', ')}`
}

/** What was done to whom comes first. */
const first = ['words', 'name', 'what', 'change']

const What = ({ row }: { row: LedgerRow }) => {
  const { w } = useWords()
  const number = useNumber()
  const { object_id, count, endpoint, facts } = row
  const said = Object.entries(facts ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .toSorted(([one], [two]) => first.indexOf(two) - first.indexOf(one))
  return (
    <Stack gap={0}>
      {object_id === null ? null : (
        <Anchor component={Link} href={linkOf(object_id)} className="short-id anywhere">
          {object_id}
        </Anchor>
      )}
      {count === null ? null : (
        <span>
          {w.ledger.objects(number(count))}
          {endpoint === null ? '' : ` · ${endpoint}`}
        </span>
      )}
      {said.length === 0 ? null : (
        <span className="short-id anywhere">
          {said.map(([name, value]) => sayFact(w, name, value)).join(' · ')}
        </span>
      )}
    </Stack>
  )
}

type CollectionName = ReturnType<typeof useCollectionName>

const columnsOf = (w: Dictionary, collectionName: CollectionName): Column<LedgerRow>[] => [
  { title: w.ledger.number, cell: ({ seq }) => seq, numeric: true },
  { title: w.ledger.when, cell: ({ at }) => <When at={at} /> },
  { title: w.ledger.act, cell: ({ act }) => w.ledgerActs[act] },
  {
    title: w.ledger.organisation,
    cell: ({ organisation, principal }) =>
      organisation === null
        ? w.ledger.itself
        : `${organisation}${principal === null ? '' : ` · ${principal}`}`,
  },
  {
    title: w.ledger.collection,
    cell: ({ collection }) => (collection === null ? '' : collectionName(collection)),
  },
  { title: w.ledger.what, cell: (row) => <What row={row} /> },
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
            ? w.ledger.verified(number(Number(data.rows)))
            : w.ledger.broken(data.fault?.seq ?? w.lists.unknown)}
        </Alert>
      )}
    </Stack>
  )
}

const idsShown = 3

/** The first few; the rest behind a word. */
const Ids = ({ ids }: { ids: string[] }) => {
  const { w } = useWords()
  const [whole, setWhole] = useState(false)
  return (
    <Stack gap={2} align="flex-start">
      {(whole ? ids : ids.slice(0, idsShown)).map((id) => (
        <Anchor key={id} component={Link} href={linkOf(id)} className="short-id anywhere">
          {id}
        </Anchor>
      ))}
      {whole || ids.length <= idsShown ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {w.acts.more}
        </Button>
      )}
    </Stack>
  )
}

const ReceivedByOrganisation = () => {
  const { w } = useWords()
  const [given, setGiven] = useState('')
  const [asked, setAsked] = useState('')
  const pages = usePages(['received-by', asked], (next) => receivedBy(asked, next), asked !== '')
  const collectionName = useCollectionName()
  const number = useNumber()
  const columns: Column<ReceivedBy>[] = [
    { title: w.ledger.number, cell: ({ seq }) => seq, numeric: true },
    { title: w.ledger.when, cell: ({ at }) => <When at={at} /> },
    { title: w.ledger.collection, cell: ({ collection }) => collectionName(collection) },
    { title: w.submissions.objects, cell: ({ count }) => number(count), numeric: true },
    { title: w.ledger.what, cell: ({ objects }) => <Ids ids={objects} /> },
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
          keyOf={({ seq }) => seq}
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

type SearchProps = { given: LedgerFilters; set(change: Partial<LedgerFilters>): void }

const Filters = ({ given, set }: SearchProps) => {
  const { w } = useWords()
  const { data } = useQuery({ queryKey: ['collections', 'all'], queryFn: listAllCollections })
  const collections = data?.entries ?? []
  return (
    <>
      <Select
        label={w.ledger.act}
        value={given.act}
        onChange={(act) => set({ act: act ?? '' })}
        allowDeselect={false}
        data={[
          { value: '', label: w.ledger.anyAct },
          ...Object.entries(w.ledgerActs).map(([value, label]) => ({ value, label })),
        ]}
        w={150}
      />
      <Select
        label={w.ledger.collection}
        value={given.collection}
        onChange={(collection) => set({ collection: collection ?? '' })}
        allowDeselect={false}
        data={[
          { value: '', label: w.ledger.anyAct },
          ...collections.map(({ id = '', title, group }) => ({
            value: id,
            label: `${title} · ${group}`,
          })),
        ]}
        w={220}
      />
      {(['organisation', 'object', 'from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          label={w.ledger[name]}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          value={given[name]}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
          autoCapitalize="none"
          w={150}
        />
      ))}
    </>
  )
}

const Ledger = () => {
  const { w } = useWords()
  const collectionName = useCollectionName()
  const [given, setGiven] = useState(nothing)
  const [asked, setAsked] = useState(nothing)
  const pages = usePages(['ledger', asked], (next) =>
    readLedger({ ...asked, from: asMoment(asked.from), to: asMoment(asked.to) }, next),
  )
  const search = (event: FormEvent) => {
    event.preventDefault()
    setAsked({
      ...given,
      organisation: given.organisation.trim(),
      object: given.object.trim(),
    })
  }
  return (
    <Page title={w.pages.ledger} lead={w.ledger.lead}>
      <Verify />
      <form onSubmit={search}>
        <Group align="flex-end" gap="sm">
          <Filters
            given={given}
            set={(change) => setGiven((before) => ({ ...before, ...change }))}
          />
          <Button type="submit">{w.acts.search}</Button>
        </Group>
      </form>
      <Listing
        pages={pages}
        label={w.pages.ledger}
        columns={columnsOf(w, collectionName)}
        keyOf={({ seq }) => seq}
        empty={{ title: w.ledger.empty, next: w.ledger.emptyNext }}
      />
      <ReceivedByOrganisation />
      <WhoReceivedObject />
    </Page>
  )
}

export default Ledger
