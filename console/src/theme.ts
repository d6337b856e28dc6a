// The look of the console: much white, indigo for what can be done, vermilion for what would leave
// the house. Knows no page.
import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
} from '@mantine/core'

const indigo: MantineColorsTuple = [
  '#eef2fb',
  '#dbe3f4',
  '#b6c6e8',
  '#8ea6db',
  '#6c8bd0',
  '#5277c7',
  '#3f64b5',
  '#2f509a',
  '#284582',
  '#1f3669',
]

const vermilion: MantineColorsTuple = [
  '#fff0eb',
  '#fddfd5',
  '#f8bda9',
  '#f3987a',
  '#ee7a54',
  '#e9663b',
  '#d1491f',
  '#b83a14',
  '#982f10',
  '#78240b',
]

const moss: MantineColorsTuple = [
  '#eef6ee',
  '#dcebdc',
  '#b7d6b8',
  '#8fbf91',
  '#6dac70',
  '#559f59',
  '#3f8745',
  '#2f6e36',
  '#275b2d',
  '#1c4722',
]

const dark: MantineColorsTuple = [
  '#d5d9e2',
  '#b9bfcc',
  '#9aa2b3',
  '#6e778b',
  '#475066',
  '#353d51',
  '#262d3e',
  '#1b2130',
  '#151a27',
  '#10141f',
]

const fonts =
  'system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Hiragino Kaku Gothic ProN", ' +
  '"Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, "IPAPGothic", sans-serif'

// IPAGothic draws a backslash as a yen sign: it comes after all that do not.
const monospace =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", ' +
  '"IPAGothic", monospace'

export const theme = createTheme({
  colors: { indigo, vermilion, moss, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontFamily: fonts,
  fontFamilyMonospace: monospace,
  headings: { fontFamily: fonts, fontWeight: '600' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // A page has one banner, and it is not that of a dialogue.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  },
})

/** What has to be read on either ground (WCAG 1.4.3). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-text': '#1b2232',
    '--mantine-color-error': 'var(--leaves)',
    '--mantine-color-placeholder': '#667084',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-anchor': '#b6c6e8',
    '--mantine-color-error': 'var(--leaves)',
    '--mantine-color-placeholder': '#959db0',
    '--mantine-color-vermilion-outline': '#f3987a',
    '--mantine-color-vermilion-light-color': '#f8bda9',
    '--mantine-color-indigo-light-color': '#dbe3f4',
  },
})
