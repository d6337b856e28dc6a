// The decision about a held object: release, narrow its marking, or refuse with a reason.
import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { decideReview, type Held, type Verdict } from '../api/desk.ts'
import { Fault, useTelling } from '../parts/faults.tsx'
import { useWords } from '../words/language.tsx'

/** RED would need persons to be named, and nothing is narrower than CLEAR is wide. */
const narrowLevels = ['green', 'amber', 'amber+strict']

type ReasonedProps = {
  verdict: 'narrow' | 'refuse'
  busy: boolean
  fault: unknown
  close(): void
  decide(body: { reason: string; tlp?: string }): void
}

const Reasoned = ({ verdict, busy, fault, close, decide }: ReasonedProps) => {
  const { w } = useWords()
  const [reason, setReason] = useState('')
  const [tlp, setTlp] = useState<string | null>('amber+strict')
  const [asked, setAsked] = useState(false)
  const missing = reason.trim() === ''
  const go = () => {
    setAsked(true)
    if (missing) return
    decide({ reason: reason.trim(), ...(verdict === 'narrow' && tlp !== null ? { tlp } : {}) })
  }
  return (
    <Modal
      opened
      onClose={close}
      title={w.review[verdict]}
      closeButtonProps={{ 'aria-label': w.acts.close }}
    >
      <Stack>
        {fault === null ? null : <Fault error={fault} />}
        {verdict === 'narrow' ? (
          <Select
            label={w.review.narrowTo}
            value={tlp}
            onChange={setTlp}
            allowDeselect={false}
            data={narrowLevels.map((level) => ({
              value: level,
              label: `TLP:${level.toUpperCase()}`,
            }))}
          />
        ) : null}
        <Textarea
          label={w.review.reason}
          description={w.review.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && missing ? w.review.reasonMissing : undefined}
          autosize
          minRows={3}
          maxLength={500}
          required
          withAsterisk={false}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {w.acts.cancel}
          </Button>
          <Button color={verdict === 'refuse' ? 'vermilion' : 'indigo'} loading={busy} onClick={go}>
            {w.review[verdict]}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

export const Decision = ({ held, decided }: { held: Held; decided(): void }) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'narrow' | 'refuse' | null>(null)
  const deciding = useMutation({
    mutationFn: ({ verdict, body }: { verdict: Verdict; body: object }) =>
      decideReview(held.id, verdict, body),
    onSuccess: async (answer, { verdict }) => {
      const first = verdict === 'release' && answer.state === 'open'
      const words = { release: 'released', narrow: 'narrowed', refuse: 'refused' } as const
      tell(first ? w.review.firstOfTwo : w.review[words[verdict]])
      setAsking(null)
      await queries.invalidateQueries({ queryKey: ['reviews'] })
      await queries.invalidateQueries({ queryKey: ['home'] })
      decided()
    },
    onError: tellFault,
  })
  return (
    <>
      <Group gap="sm">
        <Button
          loading={deciding.isPending}
          onClick={() => deciding.mutate({ verdict: 'release', body: {} })}
        >
          {w.review.release}
        </Button>
        <Button variant="default" onClick={() => setAsking('narrow')}>
          {w.review.narrow}
        </Button>
        <Button variant="outline" color="vermilion" onClick={() => setAsking('refuse')}>
          {w.review.refuse}
        </Button>
      </Group>
      {asking === null ? null : (
        <Reasoned
          verdict={asking}
          busy={deciding.isPending}
          fault={deciding.error}
          close={() => setAsking(null)}
          decide={(body) => deciding.mutate({ verdict: asking, body })}
        />
      )}
    </>
  )
}
