// Submitting: one large box, what was recognised in it, the plain questions; and beside them what
// each audience will receive.
import { Box, Grid, Select, Stack, Switch, Textarea } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearch } from 'wouter'
import { type Draft, readDraft, readMarkings, type Writable } from '../api/sharing.ts'
import { Fault } from '../parts/faults.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked, Empty, Loading } from '../parts/state.tsx'
import { Columns } from '../preview/columns.tsx'
import { nameOf } from '../preview/shown.tsx'
import { usePerson } from '../session/session.tsx'
import type { Sent } from '../submit/draft-acts.tsx'
import { takeUp, useDrafting } from '../submit/drafting.ts'
import { Questions } from '../submit/questions.tsx'
import { ReceiptShown } from '../submit/receipt.tsx'
import { RecognisedObjects } from '../submit/recognised.tsx'
import { Share } from '../submit/share.tsx'
import { useWords } from '../words/language.tsx'

type Drafting = ReturnType<typeof useDrafting>

const PreviewBeside = ({ drafting }: { drafting: Drafting }) => {
  const { w } = useWords()
  const { person } = usePerson()
  const { previewing, whole } = drafting
  if (!whole) return <Empty title={w.preview.waiting} />
  if (previewing.isError) {
    return <Fault error={previewing.error} retry={() => void previewing.refetch()} />
  }
  if (previewing.data === undefined) return <Loading />
  const { preview, sent } = previewing.data
  return <Columns preview={preview} sent={sent} own={person.organisation_title} />
}

type DeskProps = { places: Writable[]; draft: Draft | null }

const isOf = ({ id, group }: Writable, draft: Draft): boolean =>
  id === draft.envelope.collection && group === draft.envelope.group

/** Whether only the five questions are asked; the browser remembers it. */
const useSimple = () => useLocalStorage({ key: 'sekisho-simple', defaultValue: false })

const Desk = ({ places, draft }: DeskProps) => {
  const { w } = useWords()
  const [placeId, setPlaceId] = useState<string | null>(() => {
    const begun = draft === null ? undefined : places.find((each) => isOf(each, draft))
    return (begun ?? places[0])?.id ?? null
  })
  const [simple, setSimple] = useSimple()
  const [sent, setSent] = useState<Sent | null>(null)
  const place = places.find(({ id }) => id === placeId) ?? places[0]!
  const drafting = useDrafting(place, draft === null ? undefined : takeUp(draft))
  const { writing, step, recognition } = drafting
  if (sent !== null) {
    const names = new Map(drafting.objects.map((object) => [object.id ?? '', nameOf(object)]))
    const again = () => {
      setSent(null)
      step({ set: 'nothing' })
    }
    return <ReceiptShown {...sent} names={names} again={again} />
  }
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack>
          <Switch
            label={w.submit.simple}
            description={w.submit.simpleHint}
            checked={simple}
            onChange={(event) => setSimple(event.currentTarget.checked)}
          />
          {simple && places.length === 1 ? null : (
            <Select
              label={w.submit.collection}
              value={place.id}
              onChange={setPlaceId}
              allowDeselect={false}
              data={places.map(({ id, group, title }) => ({
                value: id,
                label: `${title} · ${group}`,
              }))}
            />
          )}
          <Textarea
            label={w.submit.paste}
            description={w.submit.pasteHint}
            placeholder={w.submit.placeholder}
            value={writing.text}
            onChange={(event) => step({ set: 'text', text: event.currentTarget.value })}
            autosize
            minRows={9}
            maxRows={20}
            spellCheck={false}
          />
          <Section title={w.submit.recognised}>
            {recognition.isError ? <Fault error={recognition.error} /> : null}
            <RecognisedObjects
              recognition={recognition.data}
              corrections={writing.corrections}
              change={(corrections) => step({ set: 'corrections', corrections })}
            />
          </Section>
          <Questions
            place={place}
            simple={simple}
            told={recognition.data?.kind === 'text'}
            answers={writing.answers}
            change={(answers) => step({ set: 'answers', answers })}
          />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack className="beside" gap="sm">
          <Box component="section" className="grows" aria-label={w.preview.title} tabIndex={0}>
            <Section title={w.preview.title}>
              <PreviewBeside drafting={drafting} />
            </Section>
          </Box>
          <Share {...{ drafting, place, draft }} sent={setSent} />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

const Submit = () => {
  const { w } = useWords()
  const begun = new URLSearchParams(useSearch()).get('draft')
  const markings = useQuery({
    queryKey: ['draft', begun],
    queryFn: async () => ({
      ...(await readMarkings()),
      draft: begun === null ? null : await readDraft(begun),
    }),
  })
  return (
    <Page title={w.pages.submit}>
      <Asked query={markings}>
        {({ collections, draft }) => {
          const places = collections.filter(({ can_write }) => can_write)
          return places.length === 0 ? (
            <Empty title={w.submit.collectionNone} next={w.submit.collectionNoneNext} />
          ) : (
            <Desk key={`${draft?.id} ${draft?.changed}`} places={places} draft={draft} />
          )
        }}
      </Asked>
    </Page>
  )
}

export default Submit
