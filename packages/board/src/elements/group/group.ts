import type { ElementKind } from '../element-kind.ts'

/** Groups have no geometry of their own: what they hold has. */
export const group: ElementKind = {
  areas: () => [],
  primitives: () => [],
  translated: () => ({}),
  stretched: () => ({}),
  rotated: () => ({}),
}
