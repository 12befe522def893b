import { CieError } from '@cie/kit/errors.ts';
import { roomNames } from '@cie/kit/names.ts';
import { outsideHost, portOf, portOffsets, type Listener } from './addresses.ts';
import type { ExchangePlace } from './compose-settings.ts';
import { isFree } from './ports.ts';

const described: Record<Listener, string> = {
  exchange: 'the exchange',
  publicSite: 'the demo public site',
  intranet: 'the demo intranet',
  hostileSite: 'the demo hostile site',
  nhsLogin: 'the NHS login simulator',
  professionalSignIn: "the professionals' sign-in simulator",
  inbox: 'the message inbox',
  smtp: 'the mail sink',
  mllp: 'the HL7 receiver (MLLP)',
  postgres: 'PostgreSQL',
  identity: 'the identity room',
  results: 'the results room',
  documents: 'the documents room',
  appointments: 'the appointments room',
  sharing: 'the sharing room',
  notify: 'the simulator of GOV.UK Notify',
  patientRecordSystem: "the simulator of a trust's patient-record system",
  organisationDirectory: 'the simulator of the NHS organisation directory',
  mailIn: "the desk's mail",
  trustSignIn: "the simulator of a trust's own sign-in",
  clamd: 'the simulator of the malware scanner',
  bookings: "the simulator of hospitals' booking teams",
};

// `portOffsets` has exactly the keys of Listener; Object.keys only knows that they are strings.
const listeners = Object.keys(portOffsets) as Listener[];

/** Throws PORT_TAKEN, naming the port and what to do, when something listens where the exchange is going to. */
export async function checkPorts({ basePort, services }: ExchangePlace): Promise<void> {
  const rooms: readonly Listener[] = roomNames;
  for (const listener of listeners.filter((each) => services || !rooms.includes(each))) {
    const port = portOf(basePort, listener);
    const hosts = listener === 'exchange' ? [outsideHost, 'localhost'] : [outsideHost];
    for (const host of hosts) {
      if (await isFree(port, host)) continue;
      throw new CieError(
        'PORT_TAKEN',
        `Port ${port} is taken, and ${described[listener]} needs it. Stop what listens there, or move the whole exchange: CIE_PORT=${basePort + 100} npm start`,
      );
    }
  }
}
