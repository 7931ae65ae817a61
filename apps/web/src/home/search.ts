/** The boards whose name has every word that was typed, in their order. Case and accents don't matter. */
export function found<Board extends { readonly name: string }>(
  boards: readonly Board[],
  typed: string,
): readonly Board[] {
  const words = plain(typed).split(/\s+/)
  return boards.filter(({ name }) => words.every((word) => plain(name).includes(word)))
}

const plain = (text: string): string => text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
