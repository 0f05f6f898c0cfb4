// What the first bundle hands to the second, so that neither Preact nor a shared part exists twice. The build replaces
// the second bundle's imports of these modules by what is handed over (scripts/widget-kit.ts).
import { createElement, Fragment, options, render } from 'preact'
import { awaited, fullName, isStalled, lineOf, nodeOf, signedCount, stepNumber, stripOf } from './card/reading.ts'
import { Empty, Loading } from './ui/Entry.tsx'
import { Icon, icons } from './ui/icons.tsx'
import { strips, stripText } from './ui/Request.tsx'
import { Sheet } from './ui/Sheet.tsx'

export const kit = {
  preact: { createElement, Fragment, options, render },
  'card/reading.ts': { awaited, fullName, isStalled, lineOf, nodeOf, signedCount, stepNumber, stripOf },
  'ui/Entry.tsx': { Empty, Loading },
  'ui/icons.tsx': { Icon, icons },
  'ui/Request.tsx': { stripText, strips },
  'ui/Sheet.tsx': { Sheet },
}
