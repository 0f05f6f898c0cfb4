// Follows the account: any change that may show on the open page has it read again.
import { card, refresh } from './card.mjs'
import { drawDemoBar } from './demo-bar.mjs'

/** Starts the event stream; changes that come together are read once. */
export function follow() {
  let waiting = false
  const stream = new EventSource('/_host/events')
  stream.onmessage = ({ data }) => {
    const change = JSON.parse(data)
    if (waiting || !concerns(change)) return
    waiting = true
    setTimeout(() => {
      waiting = false
      void refresh()
      void drawDemoBar()
    }, 60)
  }
}

function concerns(change) {
  if (card.kind === 'list') return change.entity === 'lead'
  return card.kind !== 'lead' || change.leadId === undefined || change.leadId === card.view.id
}
