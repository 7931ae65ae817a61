/** Longest name of a file that every system takes, with room for an ending, characters. */
const MAX_NAME = 100

/** Saves a file under a name, as a download. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold on the data by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A board's name as that of a file: without what some system forbids there. */
export function fileName(name: string, ending: string): string {
  const clean = name
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${[...clean].slice(0, MAX_NAME).join('').trim() || 'Board'}.${ending}`
}
