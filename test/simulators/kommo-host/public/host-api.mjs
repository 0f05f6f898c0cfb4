// `window.__host`: what tests and curious people can do and ask. Typed in ../host-api.ts.
import { notifications, query } from './app.mjs'
import { errors, held, leaks, newWindowKeys } from './audit.mjs'
import { stubCalls } from './base-widget.mjs'
import * as cards from './card.mjs'
import { dropped, loadArea, trace } from './loader.mjs'
import { setNetwork, tokenCalls } from './network.mjs'
import { setExpanded } from './panel.mjs'
import { setLang, setTheme, setUser, setWidth } from './switches.mjs'

export function createHostApi(ownCode) {
  return {
    openCard: cards.openCard,
    gotoCard: cards.openCard,
    openNewCard: cards.openNewCard,
    saveNewCard: cards.saveNewCard,
    openContactCard: cards.openContactCard,
    leaveCard: cards.leaveCard,
    changeStage: cards.changeStage,
    editField: cards.editField,
    saveCard: cards.saveCard,
    refresh: cards.refresh,
    expand: () => setExpanded(true),
    collapse: () => setExpanded(false),
    setTheme,
    setWidth,
    setLang,
    setUser,
    setNetwork,
    /** Runs `render` and what follows again without leaving the card, as the host does for `init_once`. */
    reload: () => loadArea(window.APP.widgets.system.area),
    code: ownCode,
    errors,
    notifications,
    leaks,
    trace,
    dropped,
    stubCalls,
    tokenCalls,
    newWindowKeys,
    held: (code) => held(code ?? ownCode()),
    query: () => Object.fromEntries(query),
  }
}
