import type { IncomingMessage } from '@cie/kit/feed.ts';
import { cluesOf, codesOf, conceptNames } from '@cie/kit/fhir/concept.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import { FhirHeld } from '@cie/kit/fhir/fhir-held.ts';
import { LABEL_UNCLEAR, securityOf, strictest } from '@cie/kit/fhir/fhir-label.ts';
import { parseFhirTime } from '@cie/kit/fhir/fhir-time.ts';
import { nameOf, referenceTo } from '@cie/kit/fhir/named.ts';
import { plainWords } from '@cie/kit/fhir/narrative.ts';
import { sourceIdOf, versionTime } from '@cie/kit/fhir/source-id.ts';
import { labelFor } from '@cie/kit/label-rule.ts';
import { Label } from '@cie/kit/names.ts';
import { siteName } from '@cie/kit/sender-facts.ts';
import type { AppointmentEvent, AppointmentFields, AppointmentStatus, FiledAppointment } from '../domain/appointment.ts';

/** FHIR R4 appointmentstatus as what SIU would have told: a resource is whole, so that it replaces. */
const STATUSES: Readonly<Record<string, readonly [AppointmentEvent, AppointmentStatus]>> = {
  booked: ['S12', 'booked'], arrived: ['S12', 'booked'], 'checked-in': ['S12', 'booked'],
  fulfilled: ['S12', 'attended'],
  noshow: ['S26', 'did-not-attend'],
  cancelled: ['S15', 'cancelled'],
  'entered-in-error': ['S17', 'cancelled'],
};

/** The appointments of a bundle about one person (ING-3, APT-1). Throws FhirHeld. */
export function mapFhirAppointments(incoming: IncomingMessage, bundle: FhirBundle): readonly FiledAppointment[] {
  return bundle.filed('Appointment').map((appointment) => mapAppointment(incoming, bundle, appointment));
}

function mapAppointment(incoming: IncomingMessage, bundle: FhirBundle, appointment: FhirElement): FiledAppointment {
  const meaning = STATUSES[appointment.text('status') ?? ''];
  if (meaning === undefined) throw new FhirHeld('unsupported-event', `${appointment.path}.status`, 'says that nobody has agreed to it yet. Send it when it is booked.');
  const [event, status] = meaning;
  const actors = appointment.elements('participant').flatMap((each) => each.element('actor') ?? []);
  const clinic = clinicOf(bundle, appointment, actors);
  const place = placeOf(incoming, bundle, referenceTo(bundle, actors, appointment, 'Location'), appointment);
  const reason = [...conceptNames(appointment.elements('reasonCode')), ...appointment.texts('description').map(plainWords)].join('; ') || null;
  return {
    event, status,
    placerId: null,
    fillerId: sourceIdOf(bundle, appointment, incoming.id),
    changes: {
      ...timesOf(incoming, appointment),
      clinic, place, reason,
      clinician: nameOf(bundle, referenceTo(bundle, actors, appointment, 'Practitioner', 'PractitionerRole'), appointment),
      // `comment` is said among staff; what is for the patient stands here.
      instructions: appointment.texts('patientInstruction').map(plainWords).join('\n') || null,
    },
    label: labelOf(incoming, bundle, appointment, { team: `${clinic ?? ''} · ${place ?? ''}`, kind: reason ?? '' }),
    sentAt: versionTime(bundle, appointment, incoming.receivedAt),
  };
}

function timesOf(incoming: IncomingMessage, appointment: FhirElement): Partial<AppointmentFields> {
  const [start, end] = ['start', 'end'].map((name) => parseFhirTime(appointment.text(name), incoming.sender?.zone));
  if (!start) return {};
  const over = end && end.instant >= start.instant ? end.instant : null;
  return { start: start.instant, startText: start.text.replace(/(T\d{2}:\d{2}):00$/, '$1'), end: over, overAt: over ?? start.instant };
}

function clinicOf(bundle: FhirBundle, appointment: FhirElement, actors: readonly FhirElement[]): string | null {
  const service = nameOf(bundle, referenceTo(bundle, actors, appointment, 'HealthcareService'), appointment);
  const [named] = [conceptNames(appointment.elements('serviceType')), service === null ? [] : [service], conceptNames(appointment.elements('specialty'))].filter((names) => names.length > 0);
  return named?.join('; ') ?? null;
}

/** A Location by its name and, for a map, its address. */
function placeOf(incoming: IncomingMessage, bundle: FhirBundle, reference: FhirElement | null, appointment: FhirElement): string | null {
  const name = nameOf(bundle, reference, appointment);
  const address = bundle.resolve(reference, appointment)?.element('address') ?? null;
  const parts = [name === null ? null : siteName(incoming, name), ...(address === null ? [] : [...address.texts('line'), address.text('city'), address.text('postalCode')])];
  return [...new Set(parts.filter((part) => part !== null))].join(', ') || null;
}

function labelOf(incoming: IncomingMessage, bundle: FhirBundle, appointment: FhirElement, { team, kind }: { readonly team: string; readonly kind: string }): Label {
  const services = [...appointment.elements('specialty'), ...appointment.elements('serviceType'), ...appointment.elements('serviceCategory')];
  const byRule = ['', ...services.flatMap((each) => codesOf(each))].map((specialty) => labelFor({ specialty, team: `${team} · ${cluesOf(services)}`, kind })).find((label) => label !== Label.general) ?? Label.general;
  const label = strictest(byRule, securityOf(appointment.element('meta'), bundle.root.element('meta')), incoming.sender?.defaultLabel);
  if (label === null) throw new FhirHeld('label-unclear', `${appointment.path}.meta.security`, LABEL_UNCLEAR);
  return label;
}
