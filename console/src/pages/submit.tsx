// Submitting: one large box, what was recognised in it, the plain questions; and beside them what
// each audience will receive.
import {
  Button,
  Grid,
  Group,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearch } from 'wouter'
import {
  type Draft,
  type Receipt,
  readDraft,
  readMarkings,
  saveDraft,
  submit,
  type Writable,
} from '../api/sharing.ts'
import { Fault, useTelling } from '../parts/faults.tsx'
import { Page, Section } from '../parts/page.tsx'
import { Asked, Empty, Loading } from '../parts/state.tsx'
import { Columns } from '../preview/columns.tsx'
import { usePerson } from '../session/session.tsx'
import { envelopeOf, undoMs } from '../submit/asking.ts'
import { takeUp, useDrafting } from '../submit/drafting.ts'
import { Questions } from '../submit/questions.tsx'
import { ReceiptShown } from '../submit/receipt.tsx'
import { RecognisedObjects } from '../submit/recognised.tsx'
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

type ShareProps = {
  drafting: Drafting
  place: Writable
  draft: Draft | null
  done(receipt: Receipt, undoUntil: number | null): void
}

const Share = ({ drafting, place, draft, done }: ShareProps) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  const [title, setTitle] = useState(draft?.title ?? '')
  const { objects, ready, whole, writing } = drafting
  const { answers } = writing
  const sharing = useMutation({
    mutationFn: async () => {
      const at = Date.now()
      const receipt = await submit(envelopeOf(place, objects, answers, at))
      return { receipt, undoUntil: answers.timing === 'undo' ? at + undoMs : null }
    },
    onSuccess: ({ receipt, undoUntil }) => done(receipt, undoUntil),
  })
  const saving = useMutation({
    mutationFn: () =>
      saveDraft(draft?.id ?? null, { title, envelope: envelopeOf(place, objects, answers, null) }),
    onSuccess: async () => {
      tell(w.submit.draftSaved)
      await queries.invalidateQueries({ queryKey: ['drafts'] })
    },
    onError: tellFault,
  })
  return (
    <Stack gap="sm">
      {sharing.isError ? <Fault error={sharing.error} /> : null}
      <Group align="flex-end">
        <Button
          size="md"
          disabled={!ready}
          loading={sharing.isPending}
          onClick={() => sharing.mutate()}
        >
          {w.submit.share}
        </Button>
        <Text size="sm" c="dimmed">
          {w.submit.shareHint}
        </Text>
      </Group>
      <Group align="flex-end">
        <TextInput
          label={w.submit.draftTitle}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={200}
        />
        <Button
          variant="default"
          disabled={!whole || title.trim() === ''}
          loading={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {w.submit.saveDraft}
        </Button>
      </Group>
    </Stack>
  )
}

type DeskProps = { places: Writable[]; draft: Draft | null }

const isOf = ({ id, group }: Writable, draft: Draft): boolean =>
  id === draft.envelope.collection && group === draft.envelope.group

const Desk = ({ places, draft }: DeskProps) => {
  const { w } = useWords()
  const [placeId, setPlaceId] = useState<string | null>(() => {
    const begun = draft === null ? undefined : places.find((each) => isOf(each, draft))
    return (begun ?? places[0])?.id ?? null
  })
  const [simple, setSimple] = useState(false)
  const [sent, setSent] = useState<{ receipt: Receipt; undoUntil: number | null } | null>(null)
  const place = places.find(({ id }) => id === placeId) ?? places[0]!
  const drafting = useDrafting(place, draft === null ? undefined : takeUp(draft))
  const { writing, step, recognition } = drafting
  if (sent !== null) {
    const again = () => {
      setSent(null)
      step({ set: 'nothing' })
    }
    return <ReceiptShown {...sent} again={again} />
  }
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack>
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
          <Switch
            label={w.submit.simple}
            description={w.submit.simpleHint}
            checked={simple}
            onChange={(event) => setSimple(event.currentTarget.checked)}
          />
          <Questions
            place={place}
            simple={simple}
            answers={writing.answers}
            change={(answers) => step({ set: 'answers', answers })}
          />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack className="beside" component="section" aria-label={w.preview.title} tabIndex={0}>
          <Section title={w.preview.title}>
            <PreviewBeside drafting={drafting} />
          </Section>
          <Share
            drafting={drafting}
            place={place}
            draft={draft}
            done={(receipt, undoUntil) => setSent({ receipt, undoUntil })}
          />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

const Submit = () => {
  const { w } = useWords()
  const begun = new URLSearchParams(useSearch()).get('draft')
  const markings = useQuery({
    queryKey: ['submit', begun],
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
            <Desk key={draft?.id} places={places} draft={draft} />
          )
        }}
      </Asked>
    </Page>
  )
}

export default Submit
