// The title of an organisation by its name, as far as the reader may know of it.
import { useQuery } from '@tanstack/react-query'
import { listAllOrganisations } from '../api/hub.ts'

/** Says an organisation by its title; null for one that is not known to the reader. */
export const useOrganisationTitle = (): ((name: string) => string | null) => {
  const { data } = useQuery({ queryKey: ['organisations', 'all'], queryFn: listAllOrganisations })
  const titles = new Map(data?.entries.map(({ name, title }) => [name, title]))
  return (name) => titles.get(name) ?? null
}
