// A new lead has no id before its first save, and the host tells nobody about that save (contracts/kommo-widget.md 2.8).
import { render } from 'preact'
import { enCard } from '../../shared/texts/en-card.ts'
import { Unsaved } from '../ui/Entry.tsx'
import { createWords } from '../words/words.tsx'
import type { Running } from './run.tsx'

/** Says "save first" and looks every second; calls `saved` once with the id. The returned function stops looking. */
export function waitForLead({ host, root }: Running, saved: (leadId: number) => void): () => void {
  render(<Unsaved words={createWords('en', [enCard], {})} />, root)
  const timer = setInterval(() => {
    const lead = host.lead()
    if (!lead) return
    clearInterval(timer)
    saved(lead)
  }, 1000)
  return () => clearInterval(timer)
}
