// Under the preview: the button that shares exactly what it shows, and the draft beside it.
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { pagePaths } from '../../../src/console/pages.ts'
import { type Draft, saveDraft, submit, type Writable } from '../api/sharing.ts'
import { Fault, useTelling } from '../parts/faults.tsx'
import { Section } from '../parts/page.tsx'
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'
import { envelopeOf, undoMs } from './asking.ts'
import { DraftActs, type Sent } from './draft-acts.tsx'
import type { useDrafting } from './drafting.ts'

type ShareProps = {
  drafting: ReturnType<typeof useDrafting>
  place: Writable
  draft: Draft | null
  sent(sent: Sent): void
}

const sharingRoles = ['analyst', 'submitter']

const ShareNow = ({ drafting, place, sent }: ShareProps) => {
  const { w } = useWords()
  const { objects, ready, writing } = drafting
  const { answers } = writing
  const sharing = useMutation({
    mutationFn: async () => {
      const at = Date.now()
      const receipt = await submit(envelopeOf(place, objects, answers, at))
      return { receipt, undoUntil: answers.timing === 'undo' ? at + undoMs : null }
    },
    onSuccess: sent,
  })
  return (
    <>
      {sharing.isError ? <Fault error={sharing.error} /> : null}
      <Group>
        <Button
          size="md"
          disabled={!ready}
          loading={sharing.isPending}
          onClick={() => sharing.mutate()}
        >
          {w.submit.share}
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 200px">
          {w.submit.shareHint}
        </Text>
      </Group>
    </>
  )
}

const SaveDraft = ({ drafting, place, draft }: ShareProps) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [title, setTitle] = useState(draft?.title ?? '')
  const { objects, whole, writing } = drafting
  const saving = useMutation({
    mutationFn: () => {
      const envelope = envelopeOf(place, objects, writing.answers, null)
      return saveDraft(draft?.id ?? null, { title: title.trim(), envelope })
    },
    onSuccess: async ({ id }) => {
      tell(w.drafts.saved)
      await queries.invalidateQueries({ queryKey: ['drafts'] })
      await queries.invalidateQueries({ queryKey: ['draft'] })
      if (draft === null) go(`${pagePaths.submit}?draft=${encodeURIComponent(id)}`)
    },
    onError: tellFault,
  })
  return (
    <Group align="flex-end">
      <TextInput
        label={w.drafts.name}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        maxLength={200}
        flex="1 1 200px"
      />
      <Button
        variant="default"
        disabled={!whole || title.trim() === ''}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {draft === null ? w.drafts.save : w.drafts.saveAgain}
      </Button>
    </Group>
  )
}

const OpenedDraft = ({ draft, drafting, sent }: ShareProps & { draft: Draft }) => {
  const { w } = useWords()
  const [, go] = useLocation()
  const { changed } = drafting
  return (
    <Section title={`${draft.title}: ${w.drafts.states[draft.state]}`}>
      <Stack gap="sm">
        {draft.approver === null ? null : (
          <Text size="sm">{w.drafts.approvedBy(draft.approver)}</Text>
        )}
        {draft.state === 'proposed' && !draft.steps.includes('approve') ? (
          <Text size="sm">{w.drafts.waits}</Text>
        ) : null}
        {changed ? <Text size="sm">{w.drafts.unsaved}</Text> : null}
        <DraftActs
          draft={draft}
          changed={changed}
          sent={sent}
          discarded={() => go(pagePaths.submissions)}
        />
      </Stack>
    </Section>
  )
}

/** A draft goes its way through the organisation; what is no draft can be shared at once. */
export const Share = (asked: ShareProps) => {
  const { hasRole } = usePerson()
  const { draft } = asked
  return (
    <Stack gap="sm">
      {draft === null && hasRole(...sharingRoles) ? <ShareNow {...asked} /> : null}
      {draft === null ? null : <OpenedDraft {...asked} draft={draft} />}
      <SaveDraft {...asked} />
    </Stack>
  )
}
