// Moments as people read them: how long ago, and on hover the exact time, with JST and UTC said.
import { useWords } from '../words/language.tsx'

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

const sayRelative = (language: string, seconds: number): string => {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return format.format(Math.round(seconds / length), unit)
}

const sayExact = (language: string, at: Date, timeZone: string, name: string): string => {
  const options = { dateStyle: 'medium', timeStyle: 'medium', timeZone } as const
  return `${new Intl.DateTimeFormat(language, options).format(at)} ${name}`
}

export const When = ({ at }: { at: string | null | undefined }) => {
  const { language, w } = useWords()
  if (at == null) return <>{w.lists.never}</>
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return <>{at}</>
  const exact = [
    sayExact(language, moment, 'Asia/Tokyo', 'JST'),
    sayExact(language, moment, 'UTC', 'UTC'),
  ]
  return (
    <time dateTime={at} title={exact.join('\n')}>
      {sayRelative(language, (moment.getTime() - Date.now()) / 1000)}
    </time>
  )
}
