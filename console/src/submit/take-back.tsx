// Taking a submission back, as long as nobody else was shown any of it.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { undo } from '../api/sharing.ts'
import { Fault } from '../parts/faults.tsx'
import { useWords } from '../words/language.tsx'

const tickMs = 1_000

/** The milliseconds that are left; counts down while it is shown. */
const useTimeLeft = (until: number | null): number => {
  const [left, setLeft] = useState(() => (until === null ? 0 : until - Date.now()))
  useEffect(() => {
    if (until === null) return
    const timer = setInterval(() => setLeft(until - Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [until])
  return Math.max(0, left)
}

const printLeft = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `until`: when others begin to see it; null while it waits for a person. */
export const TakeBack = ({ id, until }: { id: string; until: number | null }) => {
  const { w } = useWords()
  const queries = useQueryClient()
  const left = useTimeLeft(until)
  const undoing = useMutation({
    mutationFn: () => undo(id),
    onSuccess: async () => {
      for (const key of ['submission', 'submissions', 'object', 'objects', 'home']) {
        await queries.invalidateQueries({ queryKey: [key] })
      }
    },
  })
  if (undoing.isSuccess) {
    return (
      <Alert role="status" c="var(--mantine-color-text)">
        {w.submit.undone}
      </Alert>
    )
  }
  if (until !== null && left === 0) return null
  return (
    <Stack gap="xs">
      {undoing.isError ? <Fault error={undoing.error} /> : null}
      <Group>
        <Button
          variant="outline"
          color="vermilion"
          loading={undoing.isPending}
          onClick={() => undoing.mutate()}
        >
          {w.submit.undo}
        </Button>
        <Text size="sm">
          {until === null ? (
            w.submit.undoWhileHeld
          ) : (
            <>
              {w.submit.undoLeft} <span className="short-id">{printLeft(left)}</span>
            </>
          )}
        </Text>
      </Group>
    </Stack>
  )
}
