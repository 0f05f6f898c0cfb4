// "Signed on paper" in the firm's language: the reason of a cancellation at Yousign, and part of a file name.
export const paperWords = { en: 'Signed on paper', fr: 'Signé sur papier' } as const
