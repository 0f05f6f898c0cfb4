// Starts the page: watch first, then libraries and globals, then the card that the address names.

import { setUpAmd } from './amd.mjs'
import { createApp, query } from './app.mjs'
import { begin, install } from './audit.mjs'
import { leaveCard, onDraw, openCard, openContactCard, openNewCard, openSettings } from './card.mjs'
import { drawDemoBar } from './demo-bar.mjs'
import { createHostApi } from './host-api.mjs'
import { follow } from './live.mjs'
import { watchFetch } from './network.mjs'
import { drawContent, drawPage } from './page.mjs'
import { isExpanded, setExpanded } from './panel.mjs'
import { applyTheme, applyWidth, onSwitch } from './switches.mjs'

install()
watchFetch()
window.APP = createApp()
window.AMOCRM = window.APP
await setUpAmd()
window.__host = createHostApi(ownCode)
applyTheme()
applyWidth()
if (query.has('panel') && isExpanded() !== (query.get('panel') === 'open')) setExpanded(query.get('panel') === 'open')

onSwitch(drawDemoBar)
onDraw({
  page: () => {
    drawPage()
    void drawDemoBar()
  },
  content: drawContent,
})
window.addEventListener('popstate', () => route({ keepAddress: true }))
begin()
follow()
await route({ replace: true })
document.documentElement.dataset.ready = 'true'

function route(options) {
  const detail = /^\/(leads|contacts)\/detail\/(\d+)/.exec(location.pathname)
  if (detail?.[1] === 'leads') return openCard(Number(detail[2]), options)
  if (detail?.[1] === 'contacts') return openContactCard(Number(detail[2]), options)
  if (location.pathname === '/settings/widgets') return openSettings(options)
  return location.pathname === '/leads/add' ? openNewCard(options) : leaveCard(options)
}

// The product's widget among the live ones: the other one has no integration behind it.
function ownCode() {
  const own = Object.entries(window.APP.widgets.list).find(([, widget]) => widget.params.oauth_client_uuid !== 'none')
  return own?.[0]
}
