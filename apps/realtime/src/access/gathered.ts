/** Keys in one question. */
const MOST = 500

/** Questions of one scope that are on their way at once: where one hangs, on a connection that is dead, the others go on. */
const MOST_ASKED = 2

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Asking<Key, Answer> {
  readonly waiting: Map<Key, Waiting<Answer>[]>
  asked: number
}

/**
 * Asks for many at once what each asks for alone: whoever asks while questions are on their way is in the next one. So a thousand who
 * come at once take a few questions, and an answer is never older than its question.
 */
export class Gathered<Scope, Key, Answer> {
  private readonly scopes = new Map<Scope, Asking<Key, Answer>>()

  constructor(
    /** Answers for each key of one scope. */
    private readonly ask: (scope: Scope, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Answer>>,
  ) {}

  /** Rejects when the question does. */
  get(scope: Scope, key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asking = this.scopes.get(scope) ?? { waiting: new Map<Key, Waiting<Answer>[]>(), asked: 0 }
      this.scopes.set(scope, asking)
      const same = asking.waiting.get(key)
      if (same) same.push({ resolve, reject })
      else asking.waiting.set(key, [{ resolve, reject }])
      if (asking.asked < MOST_ASKED) void this.run(scope, asking)
    })
  }

  private async run(scope: Scope, asking: Asking<Key, Answer>): Promise<void> {
    const { waiting } = asking
    asking.asked++
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
    asking.asked--
    if (asking.asked === 0) this.scopes.delete(scope)
  }
}
