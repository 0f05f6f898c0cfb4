// English of the section "Keeping and erasing" of the settings page. How a text is written: en-card.ts.

export const enKeeping = {
  'keeping.title': 'Keeping and erasing',
  'keeping.signed':
    'Signed documents, audit trails and identity proofs are never deleted by themselves. {years} {years|year|years} after the last signature an administrator gets a task to decide.',
  'keeping.years': 'Ask after how many years',
  'keeping.by_itself': 'Goes by itself',
  'keeping.deliveries': 'What {provider} and Kommo told our server: {period}, then a digest and ids',
  'keeping.uploads': 'Documents that were uploaded and never sent: {period}',
  'keeping.reviews': 'Reviews before a send: {period}',
  'keeping.originals': 'Unsigned documents of declined, expired and cancelled requests: {period}, then a digest',
  'keeping.openings': 'Who opened which link: {period}',
  'keeping.days': '{n} {n|day|days}',
  'keeping.months': '{n} {n|month|months}',
  'keeping.backups': 'Backups are files of yours: delete them after 30 days.',
  'keeping.at_provider':
    'Nothing is deleted at {provider}, where audit trails are kept for 10 years. Ask {provider} for what has to be erased there.',

  'due.title': 'Decide: keep on or erase',
  'due.none': 'No signed record has to be decided on.',
  'due.renew': 'Keep for {n} {n|year|years} more',

  'erase.title': 'Erase a person',
  'erase.lead': 'Somebody asks for erasure: find the records by e‑mail address or by contact.',
  'erase.email': 'E‑mail address',
  'erase.contact': 'Contact in Kommo (number)',
  'erase.find': 'Find records',
  'erase.none': 'No record of this person.',
  'erase.others': 'A record is erased whole, with everybody who is named in it: {names}.',
  'fate.running': 'Can still be signed. Cancel it first.',
  'fate.restrict': 'Signed: kept until {date}. It can be restricted, not erased.',
  'fate.erase': 'Can be erased.',
  'fate.restricted': 'Restricted on {date}, kept until {until}. Only administrators open it, here.',
  'fate.erased': 'Erased on {date}.',
  'fate.erasing': 'Erased here on {date}. Notes in Kommo are still being overwritten.',
  'erase.warning':
    'Erased: names, addresses, reasons and the unsigned documents are removed here, and our notes in Kommo then only say that their content was removed. This cannot be taken back. Signed records are restricted instead.',
  'erase.confirm': 'Erase or restrict {n} {n|record|records}',
  'erase.elsewhere':
    'Not erased by this: the contact and other notes in Kommo, files that somebody put on the lead, and everything at {provider}.',
  'erasures.title': 'Erasures so far',
  'erasures.none': 'Nobody was erased so far.',
  'erasures.line': '{date}[ by {by}]: {erased} erased, {restricted} restricted[, {waiting} still under way]',
}

export type KeepingTextKey = keyof typeof enKeeping
