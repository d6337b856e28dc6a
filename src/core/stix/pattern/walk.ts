// Goes through a pattern's tree in the order of its text. Changes nothing and judges nothing.
import type { Comparison, ComparisonExpression, ObservationExpression, PatternAst } from './ast.ts'

const visitExpression = (
  expression: ObservationExpression | ComparisonExpression,
  visit: (comparison: Comparison) => void,
): void => {
  switch (expression.kind) {
    case 'comparison':
      visit(expression)
      return
    case 'observation':
      visitExpression(expression.comparison, visit)
      return
    case 'qualified':
      visitExpression(expression.expression, visit)
      return
    case 'joined-comparisons':
    case 'joined-observations':
      for (const operand of expression.operands) visitExpression(operand, visit)
  }
}

/**
 * Hands every comparison (its path, operator and constants) to `visit`, in the order of the text.
 */
export const visitComparisons = (
  pattern: PatternAst,
  visit: (comparison: Comparison) => void,
): void => visitExpression(pattern, visit)

/** The object types that the pattern's paths start with, each once, in the order of the text. */
export const listObjectTypes = (pattern: PatternAst): string[] => {
  const types = new Set<string>()
  visitComparisons(pattern, ({ path }) => types.add(path.type))
  return [...types]
}
