// Sizes, times and days as the page writes them.
import { now } from './app.mjs'

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `16:42` in the account's time zone is the viewer's here: one machine. */
export function time(at) {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** `Today`, `Yesterday`, `Friday 20 November`, with the year when it is another one. */
export function day(at) {
  const today = new Date(now())
  const date = new Date(at)
  const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days === -1) return 'Tomorrow'
  const year = date.getFullYear() === today.getFullYear() ? undefined : 'numeric'
  return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year }).replace(',', '')
}

/** Integer amounts with the account's currency sign, `€12,400`. */
export function money(amount, symbol) {
  return `${symbol}${amount.toLocaleString('en-GB')}`
}
