// What became of a submission, right after the button: what was taken, what waits for a reviewer,
// and the time in which it can be taken back.
import { Anchor, Button, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Receipt, readSubmission } from '../api/sharing.ts'
import { ShortId, shortenId } from '../parts/marks.tsx'
import { Section } from '../parts/page.tsx'
import { useWords } from '../words/language.tsx'
import { sayTold } from '../words/told.ts'
import { outcomeOf } from './outcome.ts'
import { TakeBack } from './take-back.tsx'

type Told = { id: string; message?: string }

/** Each object by its name where one is known, and what the hub said of it. */
export const ToldObjects = ({ told, names }: { told: Told[]; names?: Map<string, string> }) => {
  const { language } = useWords()
  return (
    <List size="sm" spacing={4}>
      {told.map(({ id, message }) => (
        <List.Item key={id} className="anywhere">
          <Anchor
            component={Link}
            href={`${pagePaths.objects}/${encodeURIComponent(id)}`}
            title={id}
          >
            {names?.get(id) ?? shortenId(id)}
          </Anchor>
          {message === undefined ? null : (
            <Text size="sm" c="dimmed">
              {sayTold(language, message)}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  )
}

const followMs = 2_000

/** The receipt as it is now: one that is still being published is asked for until it is done. */
const useFollowed = (receipt: Receipt): Receipt => {
  const query = useQuery({
    queryKey: ['submission', receipt.id],
    queryFn: () => readSubmission(receipt.id),
    enabled: receipt.status === 'pending',
    refetchInterval: ({ state }) => (state.data?.status === 'complete' ? false : followMs),
  })
  return query.data ?? receipt
}

type ReceiptProps = {
  receipt: Receipt
  undoUntil: number | null
  names?: Map<string, string>
  again(): void
}

export const ReceiptShown = ({ receipt: given, undoUntil, names, again }: ReceiptProps) => {
  const { w } = useWords()
  const receipt = useFollowed(given)
  const { id, status, success_count, failure_count, successes = [], failures = [] } = receipt
  const held = outcomeOf(receipt) === 'held'
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
          {held ? <Text>{w.submissions.heldHint}</Text> : null}
        </div>
        <ToldObjects told={[...successes, ...failures]} names={names} />
        <Text size="sm">
          {w.submit.receiptNumber}: <ShortId id={id} />
        </Text>
        {held || undoUntil !== null ? <TakeBack id={id} until={held ? null : undoUntil} /> : null}
        <div>
          <Button variant="default" onClick={again}>
            {w.submit.another}
          </Button>
        </div>
      </Stack>
    </Section>
  )
}
