// One honest question before what cannot be undone, or is felt by others at once.
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../words/language.tsx'

type ConfirmProps = {
  title: string
  why: string
  act: string
  /** Asks for a reason too, and says who reads it. */
  reasonHint?: string
  busy: boolean
  close(): void
  confirm(reason: string): void
}

export const Confirm = ({ title, why, act, reasonHint, busy, close, confirm }: ConfirmProps) => {
  const { w } = useWords()
  const [reason, setReason] = useState('')
  const asksReason = reasonHint !== undefined
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': w.acts.close }}>
      <Stack>
        <Text>{why}</Text>
        {asksReason ? (
          <Textarea
            label={w.review.reason}
            description={reasonHint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={500}
            required
            withAsterisk={false}
            data-autofocus
          />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {w.acts.cancel}
          </Button>
          <Button
            color="vermilion"
            loading={busy}
            disabled={asksReason && reason.trim() === ''}
            onClick={() => confirm(reason.trim())}
          >
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
