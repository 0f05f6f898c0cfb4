// The fourth bundle: Kommo's own page for our settings. For administrators; everybody else is told so.
import { createElement, render } from 'preact'
import { enKeeping } from '../../shared/texts/en-keeping.ts'
import { enSettings } from '../../shared/texts/en-settings.ts'
import { closeBorder } from '../host/border.ts'
import type { Host } from '../host/door.ts'
import { mirrorTheme } from '../host/theme.ts'
import base from '../styles/base.css'
import buttons from '../styles/buttons.css'
import details from '../styles/details.css'
import fields from '../styles/fields.css'
import form from '../styles/form.css'
import formTokens from '../styles/send-tokens.css'
import page from '../styles/settings.css'
import around from '../styles/settings-around.css'
import keeping from '../styles/settings-keeping.css'
import small from '../styles/settings-parts.css'
import templates from '../styles/settings-templates.css'
import tokens from '../styles/tokens.css'
import { createSettingsApi } from './api.ts'
import { Door } from './Door.tsx'

export interface SettingsParts {
  /** Shows the page in that place of Kommo's; the answer takes it away again. */
  mount(host: Host, place: Element, origin: string): () => void
}

export const parts: SettingsParts = {
  mount(host, place, origin) {
    const holder = document.createElement('div')
    const shadow = holder.attachShadow({ mode: 'open' })
    const add = (tag: string) => shadow.appendChild(document.createElement(tag))
    const sheets = [tokens, formTokens, base, buttons, details, fields, form, page, around, small, templates, keeping]
    add('style').textContent = sheets.join('')
    const root = add('div')
    root.className = 'ysg-root ysg-set'
    place.replaceChildren(holder)
    const undo = [mirrorTheme(root), closeBorder(holder)]
    const api = createSettingsApi(host, origin)
    render(createElement(Door, { api, english: { ...enSettings, ...enKeeping } }), root)
    return () => {
      api.close()
      render(null, root)
      for (const step of undo) step()
      holder.remove()
    }
  },
}
