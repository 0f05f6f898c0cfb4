// `lib/components/base/modal`: the documented options, drawn as a plain box over the page.

/** The module's value for a given jQuery: a constructor `new Modal({ class_name, init($body), destroy() })`. */
export function createModal($) {
  function Modal(options) {
    const settings = options ?? {}
    const $modal = $('<div class="modal modal-list"></div>').addClass(settings.class_name ?? '')
    const $body = $('<div class="modal-body" role="dialog" aria-modal="true"></div>')
    const $close = $('<button type="button" class="modal-body__close" aria-label="Close">×</button>')
    $modal.append($body)
    $(settings.container ?? 'body').append($modal)

    const destroy = () => {
      if (settings.destroy?.call(this) === false) return
      $(document).off('keydown', onKey)
      $modal.remove()
    }
    // Host-wide keys: Enter accepts, Escape closes, unless the caller switched them off.
    const onKey = (event) => {
      if (event.key === 'Escape' && !settings.disable_escape_keydown) destroy()
      if (event.key === 'Enter' && !settings.disable_enter_keydown) $body.find('.js-modal-accept').trigger('click')
    }
    const result = (kind) => (text) => {
      $body.empty().append($('<p></p>').addClass(`modal-body__${kind}`).text(text))
    }
    Object.assign(this, { $modal, $modal_body: $body, options: settings, destroy })
    Object.assign(this, { showSuccess: result('success'), showError: result('error') })

    $(document).on('keydown', onKey)
    $close.on('click', destroy)
    $modal.on('mousedown', (event) => {
      if (event.target === $modal[0] && !settings.disable_overlay_click) destroy()
    })
    if (!settings.disable_cancel_click) $body.on('click', '.js-modal-cancel', destroy)
    settings.init?.call(this, $body)
    $body.append($close).trigger('modal:loaded').trigger('modal:centrify')
    return this
  }
  return Modal
}
