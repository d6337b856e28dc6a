// The sharing matrix, which a steward opens first: organisations by collections, what each can
// read, in which form, and why.
import {
  Button,
  Group,
  Modal,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Matrix, type MatrixCell, type MatrixRow, readMatrix } from '../api/hub.ts'
import { Fault } from '../parts/faults.tsx'
import { useGroupTitle } from '../parts/group-title.ts'
import { Page } from '../parts/page.tsx'
import { Empty, Loading, More } from '../parts/state.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const pauseMs = 300

type Collection = Matrix['collections'][number]
type Opened = { row: MatrixRow; collection: Collection; cell: MatrixCell }

const Why = ({ opened, close }: { opened: Opened; close(): void }) => {
  const { w, language } = useWords()
  const { row, collection, cell } = opened
  const say = (may: boolean) => (may ? w.lists.yes : w.lists.no)
  return (
    <Modal
      opened
      onClose={close}
      title={w.matrix.cell(row.organisation.title, collection.title)}
      closeButtonProps={{ 'aria-label': w.acts.close }}
    >
      <Stack gap="xs">
        <Text>
          {w.matrix.cellRead}: {say(cell.can_read)} · {w.matrix.cellWrite}: {say(cell.can_write)}
        </Text>
        {cell.segment === null ? null : (
          <Text>
            {w.matrix.gets}: {w.segments[cell.segment]}
          </Text>
        )}
        {cell.profile === null ? null : (
          <Text>
            {w.matrix.form}: {cell.profile} {w.profiles[cell.profile]}
          </Text>
        )}
        {cell.condition === null ? null : <Text>{w.matrix.conditions[cell.condition]}</Text>}
        <Text>
          {w.matrix.because}: {cell.words[language]}
        </Text>
        <Group>
          <Button
            component={Link}
            variant="default"
            href={`${pagePaths.organisations}/${encodeURIComponent(row.organisation.name)}`}
          >
            {row.organisation.title}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

type CellProps = { row: MatrixRow; collection: Collection; cell: MatrixCell; open(): void }

const Cell = ({ row, collection, cell, open }: CellProps) => {
  const { w, language } = useWords()
  const { can_read, can_write, profile, words } = cell
  const letters = [can_read ? 'R' : '', can_write ? 'W' : ''].join('')
  // What is spoken begins with what is shown (WCAG 2.5.3).
  const said = [
    letters === '' ? w.matrix.nothing : `${letters} ${profile ?? ''}`.trim(),
    w.matrix.cell(row.organisation.title, collection.title),
    can_read ? w.matrix.cellRead : '',
    can_write ? w.matrix.cellWrite : '',
    profile === null ? '' : `${profile} ${w.profiles[profile]}`,
    words[language],
  ]
  return (
    <UnstyledButton
      className="cell"
      data-reads={can_read}
      onClick={open}
      aria-label={said.filter((word) => word !== '').join(', ')}
      title={words[language]}
    >
      {letters === '' ? (
        <Text span size="sm" c="dimmed">
          {w.matrix.nothing}
        </Text>
      ) : (
        <>
          <Text span size="sm" fw={600}>
            {letters}
          </Text>{' '}
          {profile ?? ''}
        </>
      )}
    </UnstyledButton>
  )
}

type GridProps = { collections: Collection[]; rows: MatrixRow[]; open(opened: Opened): void }

const MatrixGrid = ({ collections, rows, open }: GridProps) => {
  const { w } = useWords()
  const groupTitle = useGroupTitle()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable (WCAG 2.1.1)
    <section className="wide" aria-label={w.pages.sharing} tabIndex={0}>
      <Table className="matrix" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{w.matrix.search}</Table.Th>
            {collections.map(({ id, group, title }) => (
              <Table.Th key={id} scope="col">
                <Text size="xs" c="dimmed">
                  {groupTitle(group)}
                </Text>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.organisation.name}>
              <Table.Th scope="row">{row.organisation.title}</Table.Th>
              {collections.map((collection, index) => {
                const cell = row.cells[index]
                return (
                  <Table.Td key={collection.id} p={4}>
                    {cell == null ? null : (
                      <Cell
                        row={row}
                        collection={collection}
                        cell={cell}
                        open={() => open({ row, collection, cell })}
                      />
                    )}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const Sharing = () => {
  const { w } = useWords()
  const { person } = usePerson()
  const [group, setGroup] = useState('')
  const [search, setSearch] = useState('')
  const [paused] = useDebouncedValue(search.trim(), pauseMs)
  const [opened, setOpened] = useState<Opened | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['matrix', group, paused],
    queryFn: ({ pageParam }) => readMatrix({ group, search: paused }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? null,
  })
  const rows = query.data?.pages.flatMap(({ entries }) => entries) ?? []
  const collections = query.data?.pages[0]?.collections ?? []
  return (
    <Page title={w.pages.sharing} lead={w.matrix.lead}>
      <Group align="flex-end">
        <Select
          label={w.matrix.group}
          value={group}
          onChange={(chosen) => setGroup(chosen ?? '')}
          allowDeselect={false}
          data={[
            { value: '', label: w.matrix.allGroups },
            ...person.groups.map(({ name, title }) => ({ value: name, label: title })),
          ]}
        />
        <TextInput
          label={w.matrix.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {w.matrix.legend}
        </Text>
      </Group>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Fault error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <Empty title={w.matrix.empty} next={w.matrix.emptyNext} />
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <MatrixGrid collections={collections} rows={rows} open={setOpened} />
          <More
            shown={rows.length}
            hasMore={query.hasNextPage}
            busy={query.isFetchingNextPage}
            load={() => void query.fetchNextPage()}
          />
        </>
      )}
      {opened === null ? null : <Why opened={opened} close={() => setOpened(null)} />}
    </Page>
  )
}

export default Sharing
