// What became of a submission, right after the button: what was taken, and the time in which it can
// be taken back.
import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Receipt, undo } from '../api/sharing.ts'
import { Fault } from '../parts/faults.tsx'
import { ShortId } from '../parts/marks.tsx'
import { Section } from '../parts/page.tsx'
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

const TakeBack = ({ id, until }: { id: string; until: number }) => {
  const { w } = useWords()
  const left = useTimeLeft(until)
  const undoing = useMutation({ mutationFn: () => undo(id) })
  if (undoing.isSuccess) return <Alert c="var(--mantine-color-text)">{w.submit.undone}</Alert>
  if (left === 0) return null
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
          {w.submit.undoUntil} <span className="short-id">{printLeft(left)}</span>
        </Text>
      </Group>
    </Stack>
  )
}

type ReceiptProps = { receipt: Receipt; undoUntil: number | null; again(): void }

export const ReceiptShown = ({ receipt, undoUntil, again }: ReceiptProps) => {
  const { w } = useWords()
  const { id, status, success_count, failure_count, successes = [], failures = [] } = receipt
  return (
    <Section title={w.submit.receipt}>
      <Stack>
        <div role="status">
          <Text fw={600} size="lg">
            {w.submit.taken(success_count)}
          </Text>
          {failure_count > 0 ? (
            <Text className="leaves">{w.submit.notTaken(failure_count)}</Text>
          ) : null}
          {status === 'pending' ? <Text c="dimmed">{w.submit.pending}</Text> : null}
        </div>
        <Text size="sm">
          {w.submit.receiptNumber}: <ShortId id={id} />
        </Text>
        <List size="sm">
          {successes.map(({ id: object }) => (
            <List.Item key={object}>
              <Anchor component={Link} href={`${pagePaths.objects}/${encodeURIComponent(object)}`}>
                {object}
              </Anchor>
            </List.Item>
          ))}
          {failures.map(({ id: object, message }) => (
            <List.Item key={object} className="leaves">
              {object}: {message}
            </List.Item>
          ))}
        </List>
        {undoUntil === null ? null : <TakeBack id={id} until={undoUntil} />}
        <div>
          <Button variant="default" onClick={again}>
            {w.submit.another}
          </Button>
        </div>
      </Stack>
    </Section>
  )
}
