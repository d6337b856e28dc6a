// One submission: what became of it, as long as the hub keeps it; and taking it back while nobody
// else has seen it.
import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { readObject } from '../api/objects.ts'
import { readSubmission, type Submission } from '../api/sharing.ts'
import { useCollectionName } from '../parts/collection-name.ts'
import { ShortId } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { outcomeOf, readRefusal } from '../submit/outcome.ts'
import { ToldObjects } from '../submit/receipt.tsx'
import { TakeBack } from '../submit/take-back.tsx'
import { useWords } from '../words/language.tsx'
import { OutcomeBadge } from './submissions.tsx'

/** When others begin to see it; null: a person decides; undefined: they see it, or who knows. */
const useOpening = ({ successes = [] }: Submission): number | null | undefined => {
  const [first] = successes
  const query = useQuery({
    queryKey: ['object', first?.id],
    queryFn: () => readObject(first!.id),
    enabled: first !== undefined,
  })
  const others = (query.data?.audiences ?? []).filter(({ segment }) => segment !== 'owner')
  if (others.length === 0 || others.some(({ state }) => state === 'shown')) return undefined
  const opening = others.flatMap(({ opens, gate }) =>
    opens === null || gate !== null ? [] : [Date.parse(opens)],
  )
  return opening.length === 0 ? null : Math.min(...opening)
}

const Receipt = ({ submission }: { submission: Submission }) => {
  const { w } = useWords()
  const collectionName = useCollectionName()
  const opening = useOpening(submission)
  const { id, request_timestamp, submitter, collection_id } = submission
  const { successes = [], failures = [] } = submission
  const reasons = new Set(failures.flatMap(({ message }) => readRefusal(message) ?? []))
  return (
    <Stack>
      <Section
        title={w.submissions.states[outcomeOf(submission)]}
        actions={<OutcomeBadge submission={submission} />}
      >
        <Stack gap="xs">
          <Group gap="xs">
            <Text size="sm">
              <When at={request_timestamp} /> · {submitter ?? w.lists.unknown} ·{' '}
              {collectionName(collection_id)}
            </Text>
          </Group>
          <Text size="sm">
            {w.submit.receiptNumber}: <ShortId id={id} />
          </Text>
          {outcomeOf(submission) === 'held' ? <Text>{w.submissions.heldHint}</Text> : null}
          {[...reasons].map((reason) => (
            <Text key={reason} className="leaves anywhere">
              {w.submissions.reason}: {reason}
            </Text>
          ))}
          {opening === undefined ? null : <TakeBack id={id} until={opening} />}
        </Stack>
      </Section>
      {successes.length === 0 ? null : (
        <Section title={w.submissions.objects}>
          <ToldObjects told={successes} />
        </Section>
      )}
      {failures.length === 0 ? null : (
        <Section title={w.submissions.failures}>
          <ToldObjects told={failures} />
        </Section>
      )}
    </Stack>
  )
}

const SubmissionOpened = () => {
  const { w } = useWords()
  const { id = '' } = useParams()
  const query = useQuery({ queryKey: ['submission', id], queryFn: () => readSubmission(id) })
  return (
    <Page title={w.submissions.receiptTitle}>
      <Asked query={query}>{(submission) => <Receipt submission={submission} />}</Asked>
    </Page>
  )
}

export default SubmissionOpened
