// One submission: its receipt, as long as the hub keeps it.
import { Anchor, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { readSubmission } from '../api/sharing.ts'
import { ShortId } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import { useWords } from '../words/language.tsx'
import { sayState } from './submissions.tsx'

const SubmissionOpened = () => {
  const { w } = useWords()
  const { id = '' } = useParams()
  const query = useQuery({ queryKey: ['submission', id], queryFn: () => readSubmission(id) })
  return (
    <Page title={w.submissions.receiptTitle}>
      <Asked query={query}>
        {({ at, person, group, collection, state, reason, successes = [], failures = [] }) => (
          <Stack>
            <Section title={sayState(w, state)}>
              <Text size="sm">
                {w.submit.receiptNumber}: <ShortId id={id} />
              </Text>
              <Text size="sm">
                <When at={at} /> · {person ?? w.lists.unknown} · {group} / {collection}
              </Text>
              {reason == null ? null : (
                <Text className="leaves">
                  {w.submissions.reason}: {reason}
                </Text>
              )}
            </Section>
            <Section title={w.submissions.objects}>
              <List size="sm">
                {successes.map(({ id: object }) => (
                  <List.Item key={object}>
                    <Anchor
                      component={Link}
                      className="anywhere"
                      href={`${pagePaths.objects}/${encodeURIComponent(object)}`}
                    >
                      {object}
                    </Anchor>
                  </List.Item>
                ))}
              </List>
            </Section>
            {failures.length === 0 ? null : (
              <Section title={w.submissions.failures}>
                <List size="sm">
                  {failures.map(({ id: object, message }) => (
                    <List.Item key={object}>
                      <span className="anywhere">{object}</span>: {message}
                    </List.Item>
                  ))}
                </List>
              </Section>
            )}
          </Stack>
        )}
      </Asked>
    </Page>
  )
}

export default SubmissionOpened
