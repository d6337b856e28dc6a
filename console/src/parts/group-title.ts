// The title of a trust group by its name, as far as the reader may know of it.
import { usePerson } from '../session/session.tsx'
import { useWords } from '../words/language.tsx'

const isBuiltIn = (group: string): group is 'community' | 'public' =>
  group === 'community' || group === 'public'

/** Says a group by its title; one the reader's organisation is not in, by its name. */
export const useGroupTitle = (): ((group: string) => string) => {
  const { w } = useWords()
  const { person } = usePerson()
  const titles = new Map(person.groups.map(({ name, title }) => [name, title]))
  return (group) => titles.get(group) ?? (isBuiltIn(group) ? w.segments[group] : group)
}
