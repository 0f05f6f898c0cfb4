// Why a document cannot be used, in English: the card and the settings page say the same.

export const enDocuments = {
  'doc.not_pdf': '{name} is no PDF. Choose another file.',
  'doc.encrypted': '{name} is protected by a password. Save it without and try again.',
  'doc.damaged': '{name} is damaged. Save it again and try again.',
  'doc.too_large': '{name} is too large: 50 MB at most.',
  'doc.too_many_pages': '{name} has too many pages[: {limit} at most].',
  'doc.active_content': '{name} contains scripts or attached files. Print it to a new PDF and try again.',
  'doc.already_signed': '{name} is signed already; sending it would break that signature.',
  'doc.bomb': '{name} unpacks to far more than it should. Choose another file.',
  'doc.unprintable': '{name} has letters that cannot be printed. Choose another file.',
  'doc.not_template': '{name} is neither a Word file (.docx) nor a PDF form. Choose another file.',
  'doc.word_content':
    '{name} contains macros, embedded objects or links to other files. Take them out, save it and try again.',
  'doc.template': '{name} has a field that cannot be filled[: {text}]. Correct it in the template.',
  'doc.does_not_fit': 'A form field of {name} has no room for this or does not offer it[: {text}].',
} as const

export type DocumentTextKey = keyof typeof enDocuments
