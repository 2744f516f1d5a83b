/** Documents and attachments are whatever their senders made them: not to run as pages of this server. */
export const sandboxed = {
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
};
