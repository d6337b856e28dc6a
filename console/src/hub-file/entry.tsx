// One entry of the hub file as a form, and the dialogue that adds one.
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Section } from '../parts/page.tsx'
import { useWords } from '../words/language.tsx'

type FieldsProps = { disabled: boolean; children: ReactNode }

/** Fields that may be changed together, or not at all; without the frame of a browser. */
export const Fields = ({ disabled, children }: FieldsProps) => (
  <fieldset disabled={disabled} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
    {children}
  </fieldset>
)

type FormProps = { title: string; saving: boolean; save(): void; children: ReactNode }

const on = (save: () => void) => (event: FormEvent) => {
  event.preventDefault()
  save()
}

/** What an entry says, to be read, and to be saved by who may change it. */
export const EntryForm = ({
  mayChange,
  title,
  saving,
  save,
  children,
}: FormProps & { mayChange: boolean }) => {
  const { w } = useWords()
  return (
    <form onSubmit={on(save)}>
      <Section title={title}>
        <Fields disabled={!mayChange}>
          <Stack>
            {children}
            {mayChange ? (
              <div>
                <Button type="submit" loading={saving}>
                  {w.acts.save}
                </Button>
              </div>
            ) : null}
          </Stack>
        </Fields>
      </Section>
    </form>
  )
}

/** Asks for what a new entry needs. */
export const AddEntry = ({
  title,
  saving,
  save,
  close,
  children,
}: FormProps & { close(): void }) => {
  const { w } = useWords()
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': w.acts.close }}>
      <form onSubmit={on(save)}>
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {w.acts.cancel}
            </Button>
            <Button type="submit" loading={saving}>
              {w.acts.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
