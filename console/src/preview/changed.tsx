// One place of an object as an audience sees it: what is removed struck through, what stands there
// instead beside it.
import { Text, VisuallyHidden } from '@mantine/core'
import type { Difference } from '../api/sharing.ts'
import { useWords } from '../words/language.tsx'
import { compareTexts, showValue } from './difference.ts'

const Removed = ({ text }: { text: string }) => {
  const { w } = useWords()
  return (
    <del className="removed">
      <VisuallyHidden>{w.preview.removed}: </VisuallyHidden>
      {text}
    </del>
  )
}

const Added = ({ text, word }: { text: string; word: 'added' | 'replaced' }) => {
  const { w } = useWords()
  return (
    <ins className="replaced">
      <VisuallyHidden>{w.preview[word]}: </VisuallyHidden>
      {text}
    </ins>
  )
}

const Inside = ({ change }: { change: Difference }) => {
  const { kind, before, after } = change
  if (kind === 'removed') return <Removed text={showValue(before)} />
  if (kind === 'added') return <Added text={showValue(after)} word="added" />
  return compareTexts(showValue(before), showValue(after)).map(({ kind, text }, index) => {
    const key = `${index} ${kind}`
    if (kind === 'removed') return <Removed key={key} text={text} />
    if (kind === 'added') return <Added key={key} text={text} word="replaced" />
    return <span key={key}>{text}</span>
  })
}

export const Changed = ({ change }: { change: Difference }) => (
  <div>
    <Text size="xs" c="dimmed" component="span" className="short-id">
      {change.path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~')}
    </Text>
    <p className="code">
      <Inside change={change} />
    </p>
  </div>
)
