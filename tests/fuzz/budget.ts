/** Messages that one attacker has to send. */
export class Budget {
  sent = 0

  /** @param over tells whether there is no more time; then what is left is not sent */
  constructor(
    private readonly messages: number,
    private readonly over: () => boolean,
  ) {}

  get left(): number {
    return this.over() ? 0 : this.messages - this.sent
  }

  /** So many of them are sent now. */
  take(count = 1): void {
    this.sent += count
  }
}
