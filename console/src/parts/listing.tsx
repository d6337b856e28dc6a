// A list that is fetched page by page, as a table that scrolls by itself where the screen is
// narrow.
import { Table, VisuallyHidden } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Page } from '../api/request.ts'
import { Fault } from './faults.tsx'
import { Empty, Loading, More } from './state.tsx'

export type Column<T> = {
  title: string
  cell: (entry: T) => ReactNode
  numeric?: boolean
  /** The title is for those who cannot see that the column speaks for itself. */
  quiet?: boolean
}

type TableProps<T> = {
  label: string
  columns: Column<T>[]
  entries: T[]
  keyOf: (entry: T) => string
}

export function Rows<T>({ label, columns, entries, keyOf }: TableProps<T>) {
  return (
    // A wide table scrolls by itself, by keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable (WCAG 2.1.1)
    <section className="wide" aria-label={label} tabIndex={0}>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, numeric, quiet }) => (
              <Table.Th key={title} scope="col" className={numeric ? 'number' : undefined}>
                {quiet ? <VisuallyHidden>{title}</VisuallyHidden> : title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={keyOf(entry)}>
              {columns.map(({ title, cell, numeric }) => (
                <Table.Td key={title} className={numeric ? 'number' : undefined}>
                  {cell(entry)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

/** A list of the API by its keyset pages. */
export const usePages = <T,>(
  key: readonly unknown[],
  fetch: (next: string | null) => Promise<Page<T>>,
  enabled = true,
) => {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
    enabled,
  })
  return { query, entries: query.data?.pages.flatMap(({ entries }) => entries) ?? [] }
}

type ListingProps<T> = Omit<TableProps<T>, 'entries'> & {
  pages: ReturnType<typeof usePages<T>>
  empty: { title: string; next?: string; action?: ReactNode }
}

export function Listing<T>({ pages, empty, ...table }: ListingProps<T>) {
  const { query, entries } = pages
  if (query.isPending) return <Loading />
  if (query.isError) return <Fault error={query.error} retry={() => void query.refetch()} />
  if (entries.length === 0) return <Empty {...empty} />
  return (
    <>
      <Rows {...table} entries={entries} />
      <More
        shown={entries.length}
        hasMore={query.hasNextPage}
        busy={query.isFetchingNextPage}
        load={() => void query.fetchNextPage()}
      />
    </>
  )
}
