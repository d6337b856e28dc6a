// How the console says that something did not work: in a sentence, with what to do next.
import { Alert, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Problem } from '../api/request.ts'
import type { Dictionary } from '../words/dictionary.ts'
import { useWords } from '../words/language.tsx'

const sentences: Record<number, keyof Dictionary['faults']> = {
  0: 'offline',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'absent',
  412: 'changed',
  413: 'tooLarge',
  429: 'tooMany',
  501: 'unavailable',
  503: 'busy',
}

/** A refusal as a sentence. What the hub says of the request itself is repeated. */
export const sayFault = (w: Dictionary, error: unknown): string => {
  if (!(error instanceof Problem)) return w.faults.page
  if (error.detail !== null && error.status < 500) return `${w.faults.refused} ${error.detail}`
  const known = sentences[error.status]
  if (known !== undefined) return w.faults[known]
  if (error.status < 500) return `${w.faults.refused} ${error.status}`
  return `${w.faults.broken} ${error.instance ?? error.status}`
}

export const Fault = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const { w } = useWords()
  return (
    <Alert
      color="vermilion"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={w.faults.title}
      c="var(--mantine-color-text)"
    >
      {sayFault(w, error)}
      {retry === undefined ? null : (
        <div>
          <Button mt="sm" size="xs" variant="default" onClick={retry}>
            {w.acts.retry}
          </Button>
        </div>
      )}
    </Alert>
  )
}

/** Tells what became of an act, beside whatever is on the page. */
export const useTelling = () => {
  const { w } = useWords()
  return {
    tell: (message: string) => notifications.show({ message, color: 'moss' }),
    tellFault: (error: unknown) =>
      notifications.show({
        title: w.faults.title,
        message: sayFault(w, error),
        color: 'vermilion',
        autoClose: 10_000,
      }),
  }
}
