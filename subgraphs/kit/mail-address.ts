/**
 * One plain address that every mail service takes: ASCII, not longer than servers carry (RFC 5321, 4.5.3.1), and nothing in it
 * that a mail program could read as two addresses, or as a command. Domains in other scripts have to be given in ASCII (RFC 5890).
 * Whoever takes an address and whoever sends to it ask here: what is taken can be sent.
 */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/i.test(text);
}
