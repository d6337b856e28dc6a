// Who received an object, as far as the reader may be told: numbers for its provider, everything
// for auditors.
import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Received, whoReceived } from '../api/objects.ts'
import { Problem } from '../api/request.ts'
import { type Column, Rows } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

type Recipient = NonNullable<Received['all']>[number]

const kindOf = (w: Dictionary, kind: string): string =>
  w.kinds[kind as keyof typeof w.kinds] ?? kind

const columnsOf = (w: Dictionary): Column<Recipient>[] => [
  { title: w.ledger.organisation, cell: ({ organisation }) => organisation ?? w.lists.unknown },
  { title: w.ledger.collection, cell: ({ collection }) => collection },
  { title: w.objects.first, cell: ({ first }) => <When at={first} /> },
  { title: w.objects.last, cell: ({ last }) => <When at={last} /> },
  { title: w.objects.times, cell: ({ times }) => times, numeric: true },
]

const Told = ({ named, others, anonymous, all }: Received) => {
  const { w } = useWords()
  const number = useNumber()
  const nobody = named.length + others.length + (all?.length ?? 0) === 0 && !anonymous
  if (nobody) return <Text c="dimmed">{w.objects.receivedNobody}</Text>
  return (
    <>
      <List size="sm">
        {named.map(({ name, kind }) => (
          <List.Item key={name}>
            {name} ({kindOf(w, kind)})
          </List.Item>
        ))}
        {others.map(({ kind, organisations }) => (
          <List.Item key={kind}>
            {w.objects.receivedOthers(
              kindOf(w, kind),
              organisations === null ? w.lists.fewer : w.lists.atLeast(number(organisations)),
            )}
          </List.Item>
        ))}
        {anonymous ? <List.Item>{w.objects.receivedAnonymous}</List.Item> : null}
      </List>
      {all === null || all.length === 0 ? null : (
        <Rows
          label={w.objects.received}
          columns={columnsOf(w)}
          entries={all}
          keyOf={({ organisation, endpoint, collection, first }) =>
            `${organisation} ${endpoint} ${collection} ${first}`
          }
        />
      )}
    </>
  )
}

export const WhoReceived = ({ id }: { id: string }) => {
  const { w } = useWords()
  const query = useQuery({ queryKey: ['who-received', id], queryFn: () => whoReceived(id) })
  const hidden = query.error instanceof Problem && [403, 404].includes(query.error.status)
  if (hidden) return <Text c="dimmed">{w.objects.receivedHidden}</Text>
  return <Asked query={query}>{(received) => <Told {...received} />}</Asked>
}
