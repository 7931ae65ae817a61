/** Those who want to be called back. */
export class Listeners<Told> {
  private readonly all = new Set<(told: Told) => void>()

  /** Returns how to stop it. */
  add(listener: (told: Told) => void): () => void {
    // Wrapped, so that one function that listens twice is called twice.
    const own = (told: Told) => listener(told)
    this.all.add(own)
    return () => void this.all.delete(own)
  }

  tell(told: Told): void {
    for (const listener of [...this.all]) listener(told)
  }
}
