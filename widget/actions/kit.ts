// What this bundle hands on to the form, beside what it was handed itself (widget/kit.ts). The build replaces the form's
// imports of these modules (scripts/widget-kit.ts).
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { sizeOf } from './Filing.tsx'
import { Menu } from './More.tsx'
import { moreIcons } from './more-icons.ts'
import { copied } from './PersonActions.tsx'
import { Button, Field, IconButton, Mail, Note, Segments, Select, Sub } from './parts.tsx'
import { Said, usePress } from './press.tsx'
import { Qr } from './Qr.tsx'
import { showFile } from './show-file.ts'
import { dayAfter, daysUntil, whenOf } from './when.ts'

export const actionsKit = {
  'preact/hooks': { useEffect, useLayoutEffect, useRef, useState },
  'actions/Filing.tsx': { sizeOf },
  'actions/More.tsx': { Menu },
  'actions/more-icons.ts': { moreIcons },
  'actions/PersonActions.tsx': { copied },
  'actions/parts.tsx': { Button, Field, IconButton, Mail, Note, Segments, Select, Sub },
  'actions/press.tsx': { Said, usePress },
  'actions/Qr.tsx': { Qr },
  'actions/show-file.ts': { showFile },
  'actions/when.ts': { dayAfter, daysUntil, whenOf },
}
