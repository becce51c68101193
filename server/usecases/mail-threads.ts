/** Local part of a Message-ID of ours (`mailTokenOf`). */
const ownId = /^<([0-9a-f]{32})@/

/** @returns the token of the mail of ours that has this Message-ID; undefined for one of others */
export const tokenOfMessageId = (messageId: string | null): string | undefined =>
  ownId.exec(messageId ?? '')?.[1]

/** Headers by which programs see that we have answered a mail by ourselves, and which. */
export const autoReplyHeaders = (messageId: string | null): Record<string, string> => ({
  'Auto-Submitted': 'auto-replied',
  ...(messageId !== null && { 'In-Reply-To': messageId, References: messageId }),
})
