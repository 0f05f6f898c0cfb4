// Another vendor's widget, served as script.js: short class names, a style sheet for the whole page and, when its
// setting says so, changes to what everybody shares. Written the old way on purpose.
/* global define */
define(['jquery'], ($) => {
  function Agenda() {
    const entries = [
      ['11:00', 'Call, Le Goff'],
      ['14:30', 'Rendez-vous d’Aramon'],
      ['16:00', 'Signature, salle Vauban'],
    ]

    this.callbacks = {
      render: () => {
        const settings = this.get_settings()
        if (settings.hostile === 'Y') misbehave(settings.path)
        addStyle(`${settings.path}/style.css?v=${settings.version}`)
        const list = entries.map(([at, what]) => `<li class="row"><b>${at}</b><span>${what}</span></li>`).join('')
        this.render_template({
          caption: { class_name: 'agenda-caption', html: '<span class="title">Agenda</span>' },
          body: `<div class="root"><ul class="list">${list}</ul></div>`,
          render: '',
        })
        return true
      },
      init: () => true,
      bind_actions: () => {
        $(document).on(`click${this.ns}`, '.root .row', () => {})
        return true
      },
      settings: () => true,
      onSave: () => true,
      destroy: () => {},
    }
    return this
  }

  function addStyle(href) {
    if ($('link[data-agenda]').length === 0)
      $('head').append($('<link rel="stylesheet" data-agenda>').attr('href', href))
  }

  // Seen in the wild: polyfills that add enumerable names, ajax defaults for everybody, shortcuts on the document.
  function misbehave(path) {
    if (!Array.prototype.last) {
      Array.prototype.last = function () {
        return this[this.length - 1]
      }
      $.ajaxSetup({ dataType: 'text', contentType: 'text/plain', cache: false, processData: true })
      $(document).on('keydown', (event) => {
        if (event.key === 'Enter' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) event.preventDefault()
      })
      window.agendaPath = path
      document.documentElement.classList.add('agenda-hostile')
    }
  }

  return Agenda
})
