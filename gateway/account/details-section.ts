import { html, type Html } from '../pages/html.ts';
import { personDetails, type ShownPerson } from '../pages/person-details.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { AccountSection } from './account-section.ts';

/** The registered operation that also draws the name over a record. */
const operation = 'Record';

const unavailable = html`<p>Your details cannot be shown right now. Nothing is lost: try again in a few minutes.</p>`;
const none = html`<p>No hospital has sent your details yet. They appear here when one does.</p>`;

/** How hospitals know the person and how to reach them, from whom that is, and whom to tell when it is wrong (ACC-2). */
export function detailsSection(parts: SignInParts): AccountSection {
  return {
    id: 'details',
    title: 'Your details',
    content: async ({ session: { viewer }, access }): Promise<Html | null> => {
      if (viewer.kind !== 'patient' || viewer.patientId === null) return null;
      const { data, errors } = await parts.execute(operation, { patient: viewer.patientId }, access);
      if (errors !== undefined && errors.length > 0) return unavailable;
      const person = demographicsOf(data);
      return person === null ? none : personDetails(person, 'patient');
    },
  };
}

function demographicsOf(data: unknown): ShownPerson | null {
  const patient: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'patient') : null;
  const demographics: unknown = typeof patient === 'object' && patient !== null ? Reflect.get(patient, 'demographics') : null;
  // The answer to a registered operation, whose type the generator writes (frontends/identity/data/operations.ts).
  return (demographics ?? null) as ShownPerson | null;
}
