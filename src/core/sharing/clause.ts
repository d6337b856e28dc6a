// One way to be admitted: what is asked and what takes away. Knows when one way is part of
// another, and when it leads nowhere.
import { type Atom, excludesAtom, impliesAtom, isGround, printAtom } from './atom.ts'

/** All of `all` and none of `none`. */
export type Clause = { all: Atom[]; none: Atom[] }

const printAtoms = (atoms: Atom[]): string => [...new Set(atoms.map(printAtom))].sort().join(',')

/** The normal form of a clause as it stands; `simplifyClause` first, for that of what it means. */
export const printClause = ({ all, none }: Clause): string =>
  `{"all":[${printAtoms(all)}],"none":[${printAtoms(none)}]}`

const sorted = (atoms: Atom[]): Atom[] => {
  if (atoms.length < 2) return atoms
  const byText = new Map(atoms.map((atom) => [printAtom(atom), atom]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, atom]) => atom)
}

const isContradiction = ({ all, none }: Clause): boolean =>
  !all.some(isGround) ||
  all.some((a) => all.some((b) => excludesAtom(a, b))) ||
  none.some((taken) => taken.is === 'anyone' || all.some((held) => impliesAtom(held, taken)))

/** Without what says nothing more, in one order; null for a clause that admits nobody. */
export const simplifyClause = (clause: Clause): Clause | null => {
  if (isContradiction(clause)) return null
  const all = sorted(clause.all)
  const none = sorted(clause.none)
  return {
    all: all.filter((atom) => !all.some((other) => other !== atom && impliesAtom(other, atom))),
    none: none.filter(
      (atom) =>
        !none.some((other) => other !== atom && impliesAtom(atom, other)) &&
        !all.some((held) => excludesAtom(held, atom)),
    ),
  }
}

/** Sound: true means that whoever satisfies `a` satisfies `b`. Both are simplified. */
export const impliesClause = (a: Clause, b: Clause): boolean =>
  b.all.every((asked) => a.all.some((held) => impliesAtom(held, asked))) &&
  b.none.every(
    (taken) =>
      a.none.some((other) => impliesAtom(taken, other)) ||
      a.all.some((held) => excludesAtom(held, taken)),
  )
