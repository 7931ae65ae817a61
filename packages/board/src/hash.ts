/**
 * A 128-bit hash that is a sum: each element adds the hash of its bytes, so that the sum does not depend on the order and one
 * element's change costs one subtraction and one addition. It finds replicas that differ by accident; it is no defence
 * against somebody who looks for collisions.
 */
export class SumHash {
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  /** `from`, `to`: only what lies between. */
  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.mix(bytes, from, to, 1)
  }

  subtract(bytes: Uint8Array): void {
    this.mix(bytes, 0, bytes.length, -1)
  }

  /** 32 hexadecimal digits. */
  toString(): string {
    return [this.a, this.b, this.c, this.d].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
  }

  private mix(bytes: Uint8Array, from: number, to: number, sign: 1 | -1): void {
    // The rounds of cyrb128 (bryc, public domain) on words of four bytes, closed with the finaliser of MurmurHash3.
    let h1 = 0x9747b28c
    let h2 = 0x3c6ef372
    let h3 = 0x1b873593
    let h4 = 0x85ebca6b
    for (let i = from; i < to; i += 4) {
      let word =
        (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)
      // What lies behind the end is no part of it.
      if (to - i < 4) word &= (1 << (8 * (to - i))) - 1
      h1 = h2 ^ Math.imul(h1 ^ word, 597399067)
      h2 = h3 ^ Math.imul(h2 ^ word, 2869860233)
      h3 = h4 ^ Math.imul(h3 ^ word, 951274213)
      h4 = h1 ^ Math.imul(h4 ^ word, 2716044179)
    }
    h1 = finish(h1 ^ (to - from))
    h2 = finish(h2 ^ h1)
    h3 = finish(h3 ^ h2)
    h4 = finish(h4 ^ h3)
    h1 = finish(h1 ^ h4)
    this.a = (this.a + sign * h1) | 0
    this.b = (this.b + sign * h2) | 0
    this.c = (this.c + sign * h3) | 0
    this.d = (this.d + sign * h4) | 0
  }
}

function finish(h: number): number {
  let x = h
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) | 0
}
