// Saving an entry: what was fetched of it is fetched anew, and the reader is told.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTelling } from '../parts/faults.tsx'
import { useWords } from '../words/language.tsx'

/** What the rules of sharing say follows from every entry. */
const follows = ['matrix', 'effective-markings', 'submit', 'home']

/** Changes something of the hub; everything whose key begins with one of `stale` is out of date. */
export const useSaving = <Asked, Answer>(
  save: (asked: Asked) => Promise<Answer>,
  stale: string[],
  done: (answer: Answer) => void = () => {},
  told?: string,
) => {
  const { w } = useWords()
  const { tell, tellFault } = useTelling()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: async (answer) => {
      tell(told ?? w.acts.saved)
      for (const key of [...stale, ...follows]) {
        await queries.invalidateQueries({ queryKey: [key] })
      }
      done(answer)
    },
    onError: tellFault,
  })
}
