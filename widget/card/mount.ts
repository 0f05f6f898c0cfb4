// Puts the card into Kommo's panel: one open shadow root per mount. What it adds to the page, the returned function removes.
import { closeBorder } from '../host/border.ts'
import { mirrorTheme } from '../host/theme.ts'
import around from '../styles/around.css'
import base from '../styles/base.css'
import request from '../styles/request.css'
import tokens from '../styles/tokens.css'
import type { Running } from './run.tsx'
import { runCard } from './run.tsx'
import { waitForLead } from './unsaved.tsx'

/** Mounts into `block` in place of whatever is there. */
export function mount(block: Element, mounting: Omit<Running, 'root' | 'style'>): () => void {
  const holder = document.createElement('div')
  const shadow = holder.attachShadow({ mode: 'open' })
  const add = (tag: string) => shadow.appendChild(document.createElement(tag))
  const style = (css: string) => {
    add('style').textContent = css
  }
  style(tokens + base + request + around)
  const root = add('div')
  root.className = 'ysg-root'
  block.replaceChildren(holder)

  const running: Running = { ...mounting, root, style }
  const undo = [mirrorTheme(root), closeBorder(holder)]
  const lead = mounting.host.lead()
  let end = lead
    ? runCard(lead, running)
    : waitForLead(running, (id) => {
        end = runCard(id, running)
      })
  return () => {
    end()
    for (const step of undo) step()
    holder.remove()
  }
}
