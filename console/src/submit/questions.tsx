// The plain questions of a submission, each with its safe answer chosen.
import { Checkbox, Radio, Select, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core'
import { consentWords } from '../../../src/core/hub-file/vocabulary.ts'
import type { Writable } from '../api/sharing.ts'
import { Tlp } from '../parts/marks.tsx'
import { useWords } from '../words/language.tsx'
import type { Answers, Authority, Confidence, Consent, Timing } from './asking.ts'

type QuestionsProps = {
  place: Writable
  simple: boolean
  /** What was pasted is a text, in whose lines the indicators stand. */
  told: boolean
  answers: Answers
  change(answers: Partial<Answers>): void
}

const radioStack = { gap: 6, mt: 6 } as const

const HowFar = ({ place, answers, change }: QuestionsProps) => {
  const { w } = useWords()
  const standard = `TLP:${(place.default_tlp ?? 'amber+strict').toUpperCase()}`
  return (
    <Radio.Group
      label={w.submit.who}
      value={answers.tlp ?? ''}
      onChange={(level) => change({ tlp: (level || null) as Answers['tlp'] })}
    >
      <Stack {...radioStack}>
        <Radio value="" label={w.submit.asMarked} description={w.submit.asMarkedHint(standard)} />
        {place.write.map((level) => (
          <Radio
            key={level}
            value={level}
            label={
              <>
                <Tlp level={level} /> {w.tlpMeanings[level as keyof typeof w.tlpMeanings]}
              </>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

const WhoLearns = ({ answers, change }: QuestionsProps) => {
  const { w } = useWords()
  return (
    <Radio.Group
      label={w.submit.consent}
      value={answers.consent}
      onChange={(consent) => change({ consent: consent as Consent })}
    >
      <Stack {...radioStack}>
        {consentWords.map((word) => (
          <Radio key={word} value={word} label={w.consents[word]} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

const timings: Timing[] = ['undo', 'now', 'later', 'approval']

const WhenToShare = ({ answers, change }: QuestionsProps) => {
  const { w } = useWords()
  return (
    <>
      <Radio.Group
        label={w.submit.when}
        value={answers.timing}
        onChange={(timing) => change({ timing: timing as Timing })}
      >
        <Stack {...radioStack}>
          {timings.map((timing) => (
            <Radio key={timing} value={timing} label={w.submit.times[timing]} />
          ))}
        </Stack>
      </Radio.Group>
      {answers.timing === 'later' ? (
        <TextInput
          type="datetime-local"
          label={w.submit.notBefore}
          value={answers.notBefore}
          onChange={(event) => change({ notBefore: event.currentTarget.value })}
        />
      ) : null}
    </>
  )
}

const authorities: [Authority, 'government' | 'lawEnforcement' | 'regulator'][] = [
  ['government', 'government'],
  ['law-enforcement', 'lawEnforcement'],
  ['regulator', 'regulator'],
]

const Finer = ({ answers, change }: QuestionsProps) => {
  const { w } = useWords()
  return (
    <>
      <Switch
        label={w.submit.victim}
        checked={answers.victim}
        onChange={(event) => change({ victim: event.currentTarget.checked })}
      />
      <Checkbox.Group
        label={w.submit.authorities}
        value={answers.authorities}
        onChange={(chosen) => change({ authorities: chosen as Authority[] })}
      >
        <Stack {...radioStack}>
          {authorities.map(([value, word]) => (
            <Checkbox key={value} value={value} label={w.submit.authority[word]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <TagsInput
        label={w.submit.exclude}
        description={w.submit.excludeHint}
        value={answers.exclude}
        onChange={(exclude) => change({ exclude })}
      />
    </>
  )
}

const About = ({ answers, change, told }: QuestionsProps) => {
  const { w } = useWords()
  const sure: Confidence[] = ['low', 'medium', 'high']
  return (
    <>
      <TextInput
        label={w.submit.title}
        value={answers.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        maxLength={200}
      />
      {told ? (
        <Switch
          label={w.submit.context}
          description={w.submit.contextHint}
          checked={answers.context}
          onChange={(event) => change({ context: event.currentTarget.checked })}
        />
      ) : null}
      <Select
        label={w.submit.confidence}
        value={answers.confidence}
        onChange={(confidence) => change({ confidence: confidence as Confidence | null })}
        data={sure.map((value) => ({ value, label: w.submit.confidences[value] }))}
        clearable
        clearButtonProps={{ 'aria-label': w.acts.remove }}
      />
    </>
  )
}

export const Questions = (asked: QuestionsProps) => {
  const { w } = useWords()
  const { simple, answers, change } = asked
  return (
    <Stack>
      <About {...asked} />
      <HowFar {...asked} />
      {answers.tlp === 'red' ? (
        <TagsInput
          label={w.submit.recipients}
          description={w.submit.recipientsHint}
          value={answers.recipients}
          onChange={(recipients) => change({ recipients })}
        />
      ) : null}
      <WhoLearns {...asked} />
      {simple ? null : (
        <>
          <WhenToShare {...asked} />
          <details>
            <summary>
              <Text component="span" size="sm" fw={500}>
                {w.submit.more}
              </Text>
            </summary>
            <Stack mt="sm">
              <Finer {...asked} />
            </Stack>
          </details>
        </>
      )}
    </Stack>
  )
}
