// What the reader's organisation shared, and what it is preparing.
import { Anchor, Badge, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type DraftHead, listDrafts, listSubmissions, type Submission } from '../api/sharing.ts'
import { useCollectionName } from '../parts/collection-name.ts'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import { DraftActs, type Sent } from '../submit/draft-acts.tsx'
import { outcomeOf } from '../submit/outcome.ts'
import { ReceiptShown } from '../submit/receipt.tsx'
import { useWords } from '../words/language.tsx'

export const draftingRoles = ['analyst', 'submitter', 'approver', 'org-admin']

export const OutcomeBadge = ({ submission }: { submission: Submission }) => {
  const { w } = useWords()
  const outcome = outcomeOf(submission)
  const quiet = outcome === 'complete' || outcome === 'pending'
  return (
    <Badge
      variant={quiet ? 'default' : 'light'}
      color={outcome === 'held' ? 'indigo' : 'vermilion'}
      tt="none"
    >
      {w.submissions.states[outcome]}
    </Badge>
  )
}

const Drafts = ({ sent }: { sent(sent: Sent): void }) => {
  const { w } = useWords()
  const number = useNumber()
  const pages = usePages(['drafts'], listDrafts)
  const columns: Column<DraftHead>[] = [
    {
      title: w.drafts.name,
      cell: ({ id, title, state }) =>
        state === 'sent' ? (
          title
        ) : (
          <Anchor component={Link} href={`${pagePaths.submit}?draft=${encodeURIComponent(id)}`}>
            {title}
          </Anchor>
        ),
    },
    { title: w.drafts.by, cell: ({ author }) => author },
    { title: w.drafts.changed, cell: ({ changed }) => <When at={changed} /> },
    {
      title: w.drafts.state,
      cell: ({ state, approver }) => (
        <>
          {w.drafts.states[state]}
          {approver === null ? null : (
            <Text size="xs" c="dimmed">
              {w.drafts.approver}: {approver}
            </Text>
          )}
        </>
      ),
    },
    { title: w.submissions.objects, cell: ({ objects }) => number(objects), numeric: true },
    {
      title: w.lists.acts,
      quiet: true,
      cell: (draft) => <DraftActs draft={draft} sent={sent} />,
    },
  ]
  return (
    <Section title={w.drafts.title}>
      <Listing
        pages={pages}
        label={w.drafts.title}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ title: w.drafts.empty, next: w.drafts.emptyNext }}
      />
    </Section>
  )
}

const Shared = () => {
  const { w } = useWords()
  const number = useNumber()
  const collectionName = useCollectionName()
  const [whose, setWhose] = useState('organisation')
  const pages = usePages(['submissions', whose], (next) => listSubmissions(whose, next))
  const columns: Column<Submission>[] = [
    {
      title: w.submissions.when,
      cell: ({ id, request_timestamp }) => (
        <Anchor component={Link} href={`${pagePaths.submissions}/${encodeURIComponent(id)}`}>
          <When at={request_timestamp} />
        </Anchor>
      ),
    },
    { title: w.submissions.by, cell: ({ submitter }) => submitter ?? w.lists.unknown },
    { title: w.submissions.where, cell: ({ collection_id }) => collectionName(collection_id) },
    {
      title: w.submissions.state,
      cell: (submission) => <OutcomeBadge submission={submission} />,
    },
    { title: w.submissions.objects, cell: ({ total_count }) => number(total_count), numeric: true },
  ]
  return (
    <Section
      title={w.submissions.sent}
      actions={
        <Select
          aria-label={w.submissions.whose}
          value={whose}
          onChange={(chosen) => setWhose(chosen ?? 'organisation')}
          allowDeselect={false}
          data={[
            { value: 'organisation', label: w.submissions.organisation },
            { value: 'mine', label: w.submissions.mine },
          ]}
        />
      }
    >
      <Listing
        pages={pages}
        label={w.submissions.sent}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{
          title: w.submissions.sentEmpty,
          next: w.submissions.sentEmptyNext,
          action: (
            <Anchor component={Link} href={pagePaths.submit}>
              {w.pages.submit}
            </Anchor>
          ),
        }}
      />
    </Section>
  )
}

const Submissions = () => {
  const { w } = useWords()
  const { hasRole } = usePerson()
  const [sent, setSent] = useState<Sent | null>(null)
  return (
    <Page title={w.pages.submissions} lead={w.submissions.lead}>
      {sent === null ? null : <ReceiptShown {...sent} again={() => setSent(null)} />}
      {hasRole(...draftingRoles) ? <Drafts sent={setSent} /> : null}
      <Shared />
    </Page>
  )
}

export default Submissions
