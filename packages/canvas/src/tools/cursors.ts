/** The red point of a laser, with a light edge so that it shows on any ground. */
export const LASER_CURSOR = cursor(
  "<circle cx='12' cy='12' r='5.5' fill='white'/><circle cx='12' cy='12' r='4' fill='#D6453D'/>",
  12,
  12,
)

const PIPETTE = "<path d='M4 20l1-4 9-9 3 3-9 9zM12 5l7 7M16 9l3-3a2.1 2.1 0 0 0-3-3l-3 3'/>"

/** A pipette, whose point takes the colour. */
export const PIPETTE_CURSOR = cursor(
  `<g stroke='white' stroke-width='4'>${PIPETTE}</g><g fill='white' stroke='black' stroke-width='1.5'>${PIPETTE}</g>`,
  4,
  20,
)

/** A drawing of 24 px as a cursor that points with (x, y). */
function cursor(drawing: string, x: number, y: number): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' fill='none' stroke-linecap='round' stroke-linejoin='round'>${drawing}</svg>`
  // A number sign would end the address.
  const address = svg.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('#', '%23')
  return `url("data:image/svg+xml,${address}") ${x} ${y}, crosshair`
}
