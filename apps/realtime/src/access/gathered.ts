/** Keys in one question. */
const MOST = 500

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Asks for many at once what each asks for alone: whoever asks while a question is on its way is in the next one. So a thousand who
 * come at once take a few questions, and an answer is never older than its question.
 */
export class Gathered<Scope, Key, Answer> {
  private readonly waiting = new Map<Scope, Map<Key, Waiting<Answer>[]>>()

  constructor(
    /** Answers for each key of one scope. */
    private readonly ask: (scope: Scope, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>,
  ) {}

  /** Rejects when the question does. */
  get(scope: Scope, key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const keys = this.waiting.get(scope)
      const waiting = keys ?? new Map<Key, Waiting<Answer>[]>()
      const same = waiting.get(key)
      if (same) same.push({ resolve, reject })
      else waiting.set(key, [{ resolve, reject }])
      if (keys) return
      this.waiting.set(scope, waiting)
      void this.run(scope, waiting)
    })
  }

  private async run(scope: Scope, waiting: Map<Key, Waiting<Answer>[]>): Promise<void> {
    while (waiting.size > 0) {
      const asked = [...waiting].slice(0, MOST)
      for (const [key] of asked) waiting.delete(key)
      try {
        const answers = await this.ask(
          scope,
          asked.map(([key]) => key),
        )
        for (const [key, all] of asked) {
          const answer = answers.get(key)
          for (const one of all) {
            if (answer === undefined) one.reject(new Error('a question was not answered'))
            else one.resolve(answer)
          }
        }
      } catch (error) {
        for (const [, all] of asked) for (const { reject } of all) reject(error)
      }
    }
    this.waiting.delete(scope)
  }
}
