import type { Command } from '@inkwire/canvas'

/** How well a word of the query fits, the better the higher; none: not at all. */
const WHOLE_START = 4
const WORD_START = 3
const INSIDE = 2
const SPREAD = 1

/** The commands whose title or group has all words of a query, letters left out allowed; best first, else in the order given. */
export function searchCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = folded(query).split(' ').filter(Boolean)
  if (words.length === 0) return commands
  const found = commands.flatMap((command) => {
    const scores = words.map(
      (word) => fit(folded(command.title), word) || (fit(folded(command.group), word) && SPREAD / 2),
    )
    return scores.every((score) => score > 0) ? [{ command, score: scores.reduce((sum, score) => sum + score, 0) }] : []
  })
  // Sorting is stable: what fits alike stays in its order.
  return found.sort((a, b) => b.score - a.score).map(({ command }) => command)
}

function fit(title: string, word: string): number {
  if (title.startsWith(word)) return WHOLE_START
  if (title.includes(` ${word}`)) return WORD_START
  if (title.includes(word)) return INSIDE
  return isSpread(title, word) ? SPREAD : 0
}

/** Whether the letters of a word occur in a title in their order, the first one at the beginning of a word: `zts` is in `zoom to selection`. */
function isSpread(title: string, word: string): boolean {
  const first = word[0] ?? ''
  for (let from = ` ${title}`.indexOf(` ${first}`); from >= 0; from = ` ${title}`.indexOf(` ${first}`, from + 1)) {
    let at = from
    for (const letter of word) {
      at = title.indexOf(letter, at) + 1
      if (at === 0) break
    }
    if (at > 0) return true
  }
  return false
}

/** Small letters without accents, words with one space between them. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}%]+/gu, ' ')
    .trim()
}
