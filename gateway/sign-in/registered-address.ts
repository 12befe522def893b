/**
 * This address when it is at one of the domains that an organisation has registered, else null. Invitations are found by address: whoever
 * runs an organisation's sign-in may vouch for its own mailboxes and for no others.
 */
export function registeredAddress(email: string | null, domains: readonly string[]): string | null {
  return email !== null && domains.includes(domainOf(email)) ? email : null;
}

/** Empty unless there is exactly one @: `x@trust.nhs.uk@evil.example` is no address of the trust's. */
function domainOf(email: string): string {
  const [mailbox = '', domain = '', ...rest] = email.toLowerCase().split('@');
  return mailbox === '' || rest.length > 0 ? '' : domain;
}
