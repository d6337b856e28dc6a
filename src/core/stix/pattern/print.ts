// Writes a pattern's tree as text in one form: single spaces, upper-case keywords, `=` and `!=`,
// and only the parentheses that the tree needs. Reading the text gives the tree again.
import type {
  Comparison,
  ComparisonExpression,
  Literal,
  ObjectPath,
  ObservationExpression,
  PathStep,
  PatternAst,
  Qualifier,
} from './ast.ts'
import { isWord } from './character.ts'
import { isKeyword } from './lex.ts'

const quote = (value: string): string => `'${value.replace(/['\\]/g, '\\$&')}'`

/** One constant, as it stands in a pattern. */
export const printLiteral = (literal: Literal): string => {
  switch (literal.kind) {
    case 'string':
      return quote(literal.value)
    case 'timestamp':
      return `t'${literal.value}'`
    case 'hex':
      return `h'${literal.value}'`
    case 'binary':
      return `b'${literal.value}'`
    case 'boolean':
      return literal.value ? 'true' : 'false'
    case 'integer':
    case 'float':
      return literal.text
  }
}

const printKey = (name: string, quoted: boolean): string =>
  quoted || !isWord(name) || isKeyword(name) ? quote(name) : name

const printStep = (step: PathStep, place: number): string => {
  if (step.kind === 'any') return '[*]'
  if (step.kind === 'index') return `[${step.text}]`
  return `${place === 0 ? '' : '.'}${printKey(step.name, step.quoted)}`
}

/** An object path, as it stands in a pattern. */
export const printObjectPath = (path: ObjectPath): string =>
  `${path.type}:${path.steps.map(printStep).join('')}`

const printComparison = (comparison: Comparison): string => {
  const { operator, literals } = comparison
  const path = printObjectPath(comparison.path)
  const not = comparison.negated ? 'NOT ' : ''
  if (operator === 'EXISTS') return `${not}EXISTS ${path}`
  const constants = literals.map(printLiteral).join(', ')
  return `${path} ${not}${operator} ${operator === 'IN' ? `(${constants})` : constants}`
}

const ranks = { FOLLOWEDBY: 0, OR: 1, AND: 2 }

// An operand needs parentheses when its operator does not bind tighter than the one around it.
const printOperands = <T extends { kind: string }>(
  operator: keyof typeof ranks,
  operands: T[],
  operatorOf: (operand: T) => keyof typeof ranks | null,
  print: (operand: T) => string,
): string => {
  const printed = operands.map((operand) => {
    const inner = operatorOf(operand)
    const needed = inner !== null && ranks[inner] <= ranks[operator]
    return needed ? `(${print(operand)})` : print(operand)
  })
  return printed.join(` ${operator} `)
}

const printComparisonExpression = (expression: ComparisonExpression): string =>
  expression.kind === 'comparison'
    ? printComparison(expression)
    : printOperands(
        expression.operator,
        expression.operands,
        (operand) => (operand.kind === 'joined-comparisons' ? operand.operator : null),
        printComparisonExpression,
      )

const printQualifier = (qualifier: Qualifier): string => {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${qualifier.seconds} SECONDS`
    case 'repeats':
      return `REPEATS ${qualifier.times} TIMES`
    case 'start-stop':
      return `START ${printLiteral(qualifier.start)} STOP ${printLiteral(qualifier.stop)}`
  }
}

const printExpression = (expression: ObservationExpression): string => {
  if (expression.kind === 'observation') {
    return `[${printComparisonExpression(expression.comparison)}]`
  }
  if (expression.kind === 'joined-observations') {
    return printOperands(
      expression.operator,
      expression.operands,
      (operand) => (operand.kind === 'joined-observations' ? operand.operator : null),
      printExpression,
    )
  }
  const { qualifiers } = expression
  const inner = printExpression(expression.expression)
  // Two of a kind are taken after parentheses only.
  const isDoubled = new Set(qualifiers.map(({ kind }) => kind)).size < qualifiers.length
  const isBare = expression.expression.kind === 'observation' && !isDoubled
  return [isBare ? inner : `(${inner})`, ...qualifiers.map(printQualifier)].join(' ')
}

/**
 * The pattern as text. Parsing it gives the same tree but for the spans, under the version that the
 * tree was read with; a key that only `quoted: false` makes wrong is put in apostrophes.
 */
export const printPattern = (ast: PatternAst): string => printExpression(ast)
