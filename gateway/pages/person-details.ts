import { personDetails as draw } from '@cie/web-portal/server.ts';
import { view } from './controls.ts';
import type { Html } from './html.ts';

/** A person as the registered operation `Record` answers (frontends/identity/data/record.graphql). */
export type ShownPerson = Parameters<typeof draw>[0];

/** What hospitals hold about a person, with source, time and whom to ask (ACC-2). */
export const personDetails = (person: ShownPerson, reader: 'patient' | 'professional'): Html => view(draw(person, reader));
