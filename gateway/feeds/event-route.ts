/** Where a message goes: to the room that owns its event, or nowhere. */
export type EventRoute = 'identity' | 'results' | 'documents' | 'appointments' | 'outside';

const ROUTES: ReadonlyMap<string, EventRoute> = new Map([
  ...routes('ORU', 'results', 'R01'),
  ...routes('MDM', 'documents', 'T02 T04 T08 T10 T11'),
  ...routes('ADT', 'identity', 'A01 A02 A03 A04 A05 A08 A11 A12 A13 A28 A31 A34 A37 A40 A47'),
  ...routes('SIU', 'appointments', 'S12 S13 S14 S15 S16 S17 S26'),
]);

/** The route of an event as MSH-9 names it, `ORU^R01` (ING-1). */
export function routeOfEvent(event: string): EventRoute {
  return ROUTES.get(event) ?? 'outside';
}

/** Whether a message of this event joins or parts the records of several patients (ACC-5). */
export function joinsRecords(event: string): boolean {
  return JOINING.has(event);
}

const JOINING = new Set(['ADT^A34', 'ADT^A37', 'ADT^A40', 'ADT^A47']);

function routes(type: string, route: EventRoute, events: string): [string, EventRoute][] {
  return events.split(' ').map((event) => [`${type}^${event}`, route]);
}
