// What is being written on the page Submit: asks the hub what it recognises and who would see it, a
// moment after the writing stops.
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useReducer, useState } from 'react'
import {
  type Draft,
  preview,
  type Recognition,
  recognise,
  type StixObject,
  type Writable,
} from '../api/sharing.ts'
import { type Answers, type Corrections, envelopeOf, safeAnswers, takeObjects } from './asking.ts'

const pauseMs = 400

type Writing = {
  text: string
  corrections: Corrections
  answers: Answers
}

const nothingWritten: Writing = {
  text: '',
  corrections: { left: new Set(), names: new Map() },
  answers: safeAnswers,
}

/** A draft as it can be written on: its objects as the bundle that was recognised. */
export const takeUp = ({ envelope }: Draft): Writing => {
  const { objects, x_sekisho_sharing: asked = {} } = envelope
  return {
    ...nothingWritten,
    text: JSON.stringify({ type: 'bundle', objects }, null, 2),
    answers: {
      ...safeAnswers,
      consent: asked.consent ?? 'none',
      victim: asked.victim_consent ?? false,
      authorities: asked.authorities ?? [],
      exclude: asked.exclude ?? [],
      recipients: asked.recipients ?? [],
      timing: asked.approval === true ? 'approval' : asked.not_before ? 'later' : 'undo',
      notBefore: asked.not_before?.slice(0, 16) ?? '',
    },
  }
}

type Step =
  | { set: 'text'; text: string }
  | { set: 'corrections'; corrections: Corrections }
  | { set: 'answers'; answers: Partial<Answers> }
  | { set: 'nothing' }

const take = (writing: Writing, step: Step): Writing => {
  if (step.set === 'nothing') return nothingWritten
  // Other text has other objects: what was corrected belongs to the old ones.
  if (step.set === 'text') {
    return { ...writing, text: step.text, corrections: nothingWritten.corrections }
  }
  if (step.set === 'corrections') return { ...writing, corrections: step.corrections }
  return { ...writing, answers: { ...writing.answers, ...step.answers } }
}

const useRecognition = (place: Writable | undefined, text: string) => {
  const [paused] = useDebouncedValue(text, pauseMs)
  const query = useQuery({
    queryKey: ['recognise', place?.id, paused],
    queryFn: async (): Promise<Recognition & { text: string }> => ({
      ...(await recognise({ text: paused, group: place!.group, collection: place!.id })),
      text: paused,
    }),
    enabled: place !== undefined && paused.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return paused.trim() === '' ? { ...query, data: undefined } : query
}

/** What goes for an embargo that has no time yet: nothing can be previewed. */
const isWhole = ({ timing, notBefore, tlp, recipients }: Answers): boolean =>
  (timing !== 'later' || notBefore !== '') && (tlp !== 'red' || recipients.length > 0)

/**
 * The state of the page and what the hub answers. `ready`: what is shown is what is sent;
 * `changed`: it is not what was begun with.
 */
export const useDrafting = (place: Writable | undefined, given: Writing = nothingWritten) => {
  const [begun] = useState(given)
  const [writing, step] = useReducer(take, begun)
  const recognition = useRecognition(place, writing.text)
  const objects = useMemo(() => {
    const { objects: found = [], kind, text = '' } = recognition.data ?? {}
    const told = kind === 'text' ? text : null
    return takeObjects(found, writing.corrections, writing.answers, told)
  }, [recognition.data, writing.corrections, writing.answers])
  const asked = useMemo(
    () => (place === undefined ? null : envelopeOf(place, objects, writing.answers, null)),
    [place, objects, writing.answers],
  )
  const [paused] = useDebouncedValue(asked, pauseMs)
  const whole = objects.length > 0 && isWhole(writing.answers)
  const previewing = useQuery({
    queryKey: ['preview', paused],
    queryFn: async () => ({
      preview: await preview(paused!),
      sent: paused!.objects as StixObject[],
    }),
    enabled: whole && paused !== null && paused.objects.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const settled = paused === asked && !recognition.isFetching && !previewing.isFetching
  const taken = previewing.data?.preview.objects.some(({ verdict }) => verdict !== 'refused')
  return {
    writing,
    step,
    recognition,
    previewing,
    objects,
    whole,
    changed: writing !== begun,
    ready: whole && settled && previewing.isSuccess && taken === true,
  }
}
