// Small marks: a TLP level by its name, an id that can be copied, a number in the reader's digits.
import { ActionIcon, CopyButton, Group, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useWords } from '../words/language.tsx'

/** TLP's labels are never translated, and colour is never alone. */
export const Tlp = ({ level }: { level: string | null | undefined }) =>
  level == null ? null : (
    <span className="tlp" data-level={level}>
      TLP:{level.toUpperCase()}
    </span>
  )

const idShownMax = 24

/** An id that can be told from others at a glance. */
export const shortenId = (id: string): string => {
  const [type = '', rest] = id.split('--')
  if (rest === undefined) return id.length > idShownMax ? `${id.slice(0, 8)}…` : id
  return `${type}--${rest.slice(0, 8)}…`
}

export const Copy = ({ text }: { text: string }) => {
  const { w } = useWords()
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? w.acts.copied : w.acts.copy}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`${copied ? w.acts.copied : w.acts.copy}: ${text}`}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

export const ShortId = ({ id }: { id: string }) => (
  <Group gap={2} wrap="nowrap" display="inline-flex">
    <span className="short-id" title={id}>
      {shortenId(id)}
    </span>
    <Copy text={id} />
  </Group>
)

/** A number as the reader's language writes it. */
export const useNumber = (): ((value: number) => string) => {
  const { language } = useWords()
  return (value) => new Intl.NumberFormat(language).format(value)
}
