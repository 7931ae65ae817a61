/** The ten colours that a person can have: those of the ink palette that tell people apart, as others see them in both themes. */
export const PERSON_COLORS: readonly { readonly name: string; readonly color: string }[] = [
  { name: 'red', color: '#D6453D' },
  { name: 'orange', color: '#D9730D' },
  { name: 'yellow', color: '#C99A06' },
  { name: 'green', color: '#2F8F5B' },
  { name: 'teal', color: '#16858C' },
  { name: 'blue', color: '#3565D6' },
  { name: 'violet', color: '#7A4FD0' },
  { name: 'pink', color: '#C83E86' },
  { name: 'brown', color: '#8A5A3B' },
  { name: 'slate', color: '#5B6472' },
]

/** The letter that stands for a person: discs overlap, two would be cut. */
export const initial = (name: string): string => ([...name.trim()][0] ?? '?').toLocaleUpperCase()

/**
 * Black or white, whichever can be read better on a colour.
 *
 * @param color #rrggbb
 */
export function textOn(color: string): '#ffffff' | '#1f1e1c' {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // White keeps a ratio of 3 : 1 (WCAG, bold and graphic text) up to here.
  return luminance <= 0.3 ? '#ffffff' : '#1f1e1c'
}
