// What Kommo loads. It calls `new Widget()` with its own methods behind `this` and then the callbacks, in an order that
// differs from its documentation, so each stands alone (contracts/kommo-widget.md 2).
import { origin, version } from './built.ts'
import type { MoreParts } from './card/deps.ts'
import { mount } from './card/mount.ts'
import { type Host, openDoor } from './host/door.ts'
import { kit } from './kit.ts'

interface Widget {
  callbacks: Record<string, (...args: unknown[]) => unknown>
}

/** The constructor for Kommo: a plain function, because a class would keep its own prototype and get no methods. */
export function SignatureWidget(this: Widget): Widget {
  let end = () => {}
  this.callbacks = {
    render: () => guard(this, (host) => draw(host)),
    init: () => true,
    bind_actions: () => true,
    advancedSettings: () => guard(this, settings),
    settings: (body) => guard(this, (host) => explain(host, body)),
    onSave: () => true,
    destroy: () => end(),
  }

  function draw(host: Host): boolean {
    end()
    if (host.inSettings) return true
    const block = host.lead() === null ? null : host.block()
    if (block === null) return false
    end = mount(block, { host, origin, version, more: () => moreOf(host) })
    return true
  }

  function settings(host: Host): boolean {
    end()
    const place = host.settingsPage()
    const opened = place && moreOf(host).then((more) => more.openSettings(host, place, origin))
    end = () => void opened?.then((close) => close())
    return place !== null
  }
  return this
}

async function moreOf(host: Host): Promise<MoreParts> {
  const open = (await host.load('actions.js')) as (given: typeof kit) => MoreParts
  return open(kit)
}

function explain(host: Host, body: unknown): boolean {
  void moreOf(host).then((more) => more.explainSettings(host, body, origin))
  return true
}

/** Kommo swallows errors, and a widget that throws is gone without a word; ours says so in its place. */
function guard(self: unknown, work: (host: Host) => boolean): boolean {
  try {
    return work(openDoor(self, window))
  } catch (error) {
    const block = document.querySelector('.ysg-mount')
    if (block !== null) block.textContent = `This card could not start. Reload the page. (${error})`
    return true
  }
}
