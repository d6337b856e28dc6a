// Fields that several entries of the hub file have in common.
import { Select, Textarea, TextInput } from '@mantine/core'
import { tlpWords } from '../../../src/core/hub-file/vocabulary.ts'

type Field<T> = { label: string; value: T; change(value: T): void }

/** A closed list of words with what they mean. */
export function Choice<Word extends string>({
  label,
  value,
  change,
  words,
}: Field<Word> & { words: Record<Word, string> }) {
  return (
    <Select
      label={label}
      value={value}
      onChange={(chosen) => change((chosen ?? value) as Word)}
      allowDeselect={false}
      data={Object.entries(words).map(([word, said]) => ({ value: word, label: said as string }))}
    />
  )
}

type TlpWord = (typeof tlpWords)[number]

/** A TLP level, or what holds without one. */
export const TlpChoice = ({
  label,
  value,
  change,
  none,
}: Field<TlpWord | undefined> & { none?: string }) => (
  <Select
    label={label}
    value={value ?? ''}
    onChange={(chosen) => change((chosen || undefined) as TlpWord | undefined)}
    allowDeselect={false}
    data={[
      ...(none === undefined ? [] : [{ value: '', label: none }]),
      ...tlpWords.map((level) => ({ value: level, label: `TLP:${level.toUpperCase()}` })),
    ]}
  />
)

const shortName = '[a-z0-9]([a-z0-9\\-]*[a-z0-9])?'

export const NameField = ({ label, value, change, hint }: Field<string> & { hint: string }) => (
  <TextInput
    label={label}
    description={hint}
    value={value}
    onChange={(event) => change(event.currentTarget.value)}
    pattern={shortName}
    maxLength={63}
    autoCapitalize="none"
    required
    withAsterisk={false}
  />
)

/** One word on each line. Empty lines are dropped when the entry is saved. */
export const LinesField = ({ label, value, change }: Field<string[]>) => (
  <Textarea
    label={label}
    value={value.join('\n')}
    onChange={(event) => change(event.currentTarget.value.split('\n'))}
    autosize
    minRows={2}
    maxRows={10}
    spellCheck={false}
  />
)

export const tidyLines = (lines: string[]): string[] => [
  ...new Set(lines.map((line) => line.trim()).filter((line) => line !== '')),
]
