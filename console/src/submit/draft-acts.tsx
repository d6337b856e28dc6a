// What the reader may do with a draft now: ask for an approval, approve it, share it, discard it.
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  approveDraft,
  type DraftHead,
  discardDraft,
  proposeDraft,
  type Receipt,
  sendDraft,
} from '../api/sharing.ts'
import { Confirm } from '../parts/confirm.tsx'
import { useTelling } from '../parts/faults.tsx'
import { useWords } from '../words/language.tsx'
import { undoMs } from './asking.ts'

type Act = 'propose' | 'approve' | 'send'

/** When each act is still due; whether this reader may take it is told by the hub. */
const dueIn: Record<Act, DraftHead['state'][]> = {
  propose: ['draft'],
  approve: ['proposed'],
  send: ['draft', 'proposed', 'approved'],
}

const actsOf = ({ state, steps }: DraftHead): Act[] =>
  (['propose', 'approve', 'send'] as const).filter(
    (act) => steps.includes(act) && dueIn[act].includes(state),
  )

export type Sent = { receipt: Receipt; undoUntil: number | null }

type ActsProps = {
  draft: DraftHead
  /** What is written beside it is not what is saved: saved first, or nothing goes on. */
  changed?: boolean
  sent(sent: Sent): void
  discarded?(): void
}

const useActing = (draft: DraftHead, sent: ActsProps['sent']) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (act: Act): Promise<Sent | null> => {
      if (act === 'propose') return proposeDraft(draft.id).then(() => null)
      if (act === 'approve') return approveDraft(draft).then(() => null)
      const { status, until } = await sendDraft(draft.id, undoMs / 1_000)
      return { receipt: status, undoUntil: until === null ? null : Date.parse(until) }
    },
    onSuccess: async (answer, act) => {
      const told = { propose: w.drafts.proposed, approve: w.drafts.approved, send: w.drafts.sent }
      tell(told[act])
      if (answer !== null) sent(answer)
      for (const key of ['drafts', 'draft', 'submissions']) {
        await queries.invalidateQueries({ queryKey: [key] })
      }
    },
    onError: tellFault,
  })
}

const Discard = ({ draft, discarded }: Pick<ActsProps, 'draft' | 'discarded'>) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const dropping = useMutation({
    mutationFn: () => discardDraft(draft.id),
    onSuccess: async () => {
      tell(w.drafts.discarded)
      setAsking(false)
      discarded?.()
      await queries.invalidateQueries({ queryKey: ['drafts'] })
    },
    onError: tellFault,
  })
  return (
    <>
      <Button size="xs" variant="subtle" color="vermilion" onClick={() => setAsking(true)}>
        {w.drafts.discard}
      </Button>
      {asking ? (
        <Confirm
          title={draft.title}
          why={w.drafts.discardAsk}
          act={w.drafts.discard}
          busy={dropping.isPending}
          close={() => setAsking(false)}
          confirm={() => dropping.mutate()}
        />
      ) : null}
    </>
  )
}

export const DraftActs = ({ draft, changed = false, sent, discarded }: ActsProps) => {
  const { w } = useWords()
  const acting = useActing(draft, sent)
  if (draft.state === 'sent') return null
  return (
    <Group gap="xs">
      {actsOf(draft).map((act) => (
        <Button
          key={act}
          size="xs"
          variant={act === 'send' ? 'filled' : 'light'}
          disabled={changed}
          loading={acting.isPending && acting.variables === act}
          onClick={() => acting.mutate(act)}
        >
          {w.drafts[act]}
        </Button>
      ))}
      <Discard draft={draft} discarded={discarded} />
    </Group>
  )
}
