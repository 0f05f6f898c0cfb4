// Which hosts are this machine: there http is as good as https.
import { isIP } from 'node:net'

/** `hostname` as a URL has it, an IPv6 address in brackets or not. Names are not looked up. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
