// The name of a collection by its id, as far as the reader knows it.
import { useQuery } from '@tanstack/react-query'
import { listAllCollections } from '../api/hub.ts'
import { useGroupTitle } from './group-title.ts'

/** Says a collection by title and group; one that is not known by its id. */
export const useCollectionName = (): ((id: string) => string) => {
  const { data } = useQuery({ queryKey: ['collections', 'all'], queryFn: listAllCollections })
  const groupTitle = useGroupTitle()
  const names = new Map(
    data?.entries.map(({ id, title, group }) => [id, `${title} · ${groupTitle(group)}`]),
  )
  return (id) => names.get(id) ?? id
}
