// The second bundle, loaded as soon as somebody looks: what can be done with a request, and everything around it. The
// first one hands it Preact and its parts; it loads the third, the form, when that is wanted.
import { enDetails } from '../../shared/texts/en-details.ts'
import type { MoreParts } from '../card/deps.ts'
import { kit } from '../kit.ts'
import type { SettingsParts } from '../settings/settings.tsx'
import buttons from '../styles/buttons.css'
import details from '../styles/details.css'
import fields from '../styles/fields.css'
import menu from '../styles/menu.css'
import tokens from '../styles/send-tokens.css'
import wide from '../styles/send-wide.css'
import { Details } from './Details.tsx'
import { Screen } from './FormLoader.tsx'
import { actionsKit } from './kit.ts'
import { More } from './More.tsx'
import { noticed } from './noticed.ts'
import { Another, Others, Refresh } from './Others.tsx'
import { PersonActions } from './PersonActions.tsx'
import { Start } from './Start.tsx'
import { explainSettings } from './settings-window.ts'
import { createTools } from './tools.ts'

export const parts: MoreParts = {
  css: [tokens, buttons, details, menu, fields, wide].join(''),
  texts: { ...enDetails },
  equip: (deps) => createTools(deps, { ...kit, ...actionsKit }),
  noticed,
  Screen,
  Start,
  More,
  PersonActions,
  Details,
  Others,
  Refresh,
  Another,
  explainSettings,
  openSettings: async (host, place, origin) => {
    const open = (await host.load('settings.js')) as (given: object) => SettingsParts
    return open({ ...kit, ...actionsKit }).mount(host, place, origin)
  },
}
