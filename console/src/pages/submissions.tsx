// What the reader's organisation shared, and what it is preparing.
import { Anchor, Button, Group, Select } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import {
  type Draft,
  discardDraft,
  listDrafts,
  listSubmissions,
  moveDraft,
  type SubmissionEntry,
} from '../api/sharing.ts'
import { useTelling } from '../parts/faults.tsx'
import { type Column, Listing, usePages } from '../parts/listing.tsx'
import { useNumber } from '../parts/marks.tsx'
import { Page, Section } from '../parts/page.tsx'
import { When } from '../parts/when.tsx'
import { usePerson } from '../session/session.tsx'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

export const sayState = (w: Dictionary, state: string): string =>
  w.submissions.states[state as keyof typeof w.submissions.states] ?? state

type Act = 'propose' | 'approve' | 'send' | 'discard'

const DraftActs = ({ draft }: { draft: Draft }) => {
  const { w } = useWords()
  const { hasRole } = usePerson()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const moving = useMutation({
    mutationFn: (act: Act): Promise<unknown> =>
      act === 'discard' ? discardDraft(draft.id) : moveDraft(draft.id, act),
    onSuccess: async () => {
      tell(w.submissions.done)
      await queries.invalidateQueries({ queryKey: ['drafts'] })
      await queries.invalidateQueries({ queryKey: ['submissions'] })
    },
    onError: tellFault,
  })
  const acts: Act[] = [
    ...(draft.state === 'open' ? (['propose'] as const) : []),
    ...(draft.state === 'proposed' && hasRole('approver') ? (['approve'] as const) : []),
    ...(draft.state === 'approved' ? (['send'] as const) : []),
    ...(draft.state === 'sent' ? [] : (['discard'] as const)),
  ]
  return (
    <Group gap="xs" wrap="nowrap">
      {acts.map((act) => (
        <Button
          key={act}
          size="xs"
          variant={act === 'discard' ? 'default' : 'filled'}
          loading={moving.isPending}
          onClick={() => moving.mutate(act)}
        >
          {w.submissions[act]}
        </Button>
      ))}
    </Group>
  )
}

const Drafts = () => {
  const { w } = useWords()
  const pages = usePages(['drafts'], listDrafts)
  const columns: Column<Draft>[] = [
    {
      title: w.submissions.title,
      cell: ({ id, title, state }) =>
        state === 'sent' ? (
          title
        ) : (
          <Anchor component={Link} href={`${pagePaths.submit}?draft=${encodeURIComponent(id)}`}>
            {title}
          </Anchor>
        ),
    },
    { title: w.submissions.by, cell: ({ person }) => person ?? w.lists.unknown },
    { title: w.submissions.state, cell: ({ state }) => sayState(w, state) },
    { title: w.lists.acts, quiet: true, cell: (draft) => <DraftActs draft={draft} /> },
  ]
  return (
    <Section title={w.submissions.drafts}>
      <Listing
        pages={pages}
        label={w.submissions.drafts}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{ title: w.submissions.draftsEmpty, next: w.submissions.draftsEmptyNext }}
      />
    </Section>
  )
}

const Submissions = () => {
  const { w } = useWords()
  const number = useNumber()
  const [whose, setWhose] = useState('mine')
  const pages = usePages(['submissions', whose], (next) => listSubmissions(whose, next))
  const columns: Column<SubmissionEntry>[] = [
    {
      title: w.submissions.when,
      cell: ({ id, at }) => (
        <Anchor component={Link} href={`${pagePaths.submissions}/${encodeURIComponent(id)}`}>
          <When at={at} />
        </Anchor>
      ),
    },
    { title: w.submissions.by, cell: ({ person }) => person ?? w.lists.unknown },
    { title: w.submissions.where, cell: ({ group, collection }) => `${group} / ${collection}` },
    { title: w.submissions.state, cell: ({ state }) => sayState(w, state) },
    { title: w.submissions.objects, cell: ({ objects }) => number(objects), numeric: true },
  ]
  return (
    <Page title={w.pages.submissions} lead={w.submissions.lead}>
      <Drafts />
      <Section
        title={w.submissions.sent}
        actions={
          <Select
            aria-label={w.submissions.whose}
            value={whose}
            onChange={(chosen) => setWhose(chosen ?? 'mine')}
            allowDeselect={false}
            data={[
              { value: 'mine', label: w.submissions.mine },
              { value: 'organisation', label: w.submissions.organisation },
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
    </Page>
  )
}

export default Submissions
