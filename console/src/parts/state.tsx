// What stands where a list is still coming, is empty, or did not come. An empty list says of what,
// and what to do next.
import { Button, Center, Loader, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '../words/language.tsx'
import { Fault } from './faults.tsx'

type EmptyProps = { title: string; next?: string; action?: ReactNode }

export const Empty = ({ title, next, action }: EmptyProps) => (
  <Stack align="center" gap={4} py="xl" ta="center">
    <Text fw={500}>{title}</Text>
    {next === undefined ? null : (
      <Text size="sm" c="dimmed" maw={480}>
        {next}
      </Text>
    )}
    {action}
  </Stack>
)

export const Loading = () => {
  const { w } = useWords()
  return (
    <Center py="xl">
      <Loader type="dots" aria-label={w.lists.loading} role="status" />
    </Center>
  )
}

type AskedProps<T> = {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'refetch'>
  children: (found: T) => ReactNode
}

/** Shows what was asked for, or why it is not there. */
export function Asked<T>({ query, children }: AskedProps<T>) {
  if (query.isPending) return <Loading />
  if (query.data === undefined) {
    return <Fault error={query.error} retry={() => void query.refetch()} />
  }
  return children(query.data)
}

type MoreProps = { shown: number; hasMore: boolean; busy: boolean; load(): void }

export const More = ({ shown, hasMore, busy, load }: MoreProps) => {
  const { w, language } = useWords()
  return (
    <Stack align="center" gap="xs" mt="sm">
      <Text size="sm" c="dimmed" aria-live="polite">
        {w.lists.shown(new Intl.NumberFormat(language).format(shown))}
      </Text>
      {hasMore ? (
        <Button variant="default" onClick={load} loading={busy}>
          {w.acts.more}
        </Button>
      ) : null}
    </Stack>
  )
}
