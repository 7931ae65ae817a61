import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import proxyAddress, { compile } from '@fastify/proxy-addr'

/** Groups of an IPv6 address that a provider gives to one household: the rest is the household's own choice. */
const GROUPS = 4

/** The address of whoever is behind a request, past the proxies that are trusted, as limits count it. */
export function clientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = compile([...trustedProxies])
  return (request) => countedAddress(proxyAddress(request, trust))
}

/** An IPv4 address as it is, an IPv6 address as its network of 2^64: who has one of these has them all. */
export function countedAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const last = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : 8 - groups.length - last.length
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last]
  return `${all
    .slice(0, GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
