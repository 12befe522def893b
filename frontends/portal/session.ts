/** Whether the browser still has a session; asking does not lengthen it. True when it cannot be found out. */
export async function isSignedIn(): Promise<boolean> {
  try {
    const response = await fetch('/session', { headers: { 'x-cie-client': 'widget' }, cache: 'no-store' });
    const answer: unknown = response.ok ? await response.json() : null;
    return !(typeof answer === 'object' && answer !== null && 'state' in answer && answer.state === 'signed-out');
  } catch {
    // Without a connection nothing is known; what is shown stays, and the next request says that there is none.
    return true;
  }
}
