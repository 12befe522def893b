export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface Contact {
  readonly name: string;
  readonly relationship: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** What an organisation says of a person besides identifiers and date of birth (ACC-2). */
export interface DemographicFields {
  readonly familyName: string | null;
  readonly givenName: string | null;
  readonly prefix: string | null;
  readonly sex: Sex | null;
  readonly addressLines: readonly string[];
  readonly postcode: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly nextOfKin: readonly Contact[];
  readonly generalPracticeName: string | null;
  /** ODS code. */
  readonly generalPracticeCode: string | null;
  readonly generalPractitioner: string | null;
}

/** HL7's three answers: a value replaces, an empty value (null or empty list) deletes, an absent property leaves. */
export type DemographicsUpdate = Partial<DemographicFields>;

export interface Demographics extends DemographicFields {
  readonly patientId: string;
  /** ODS code of the organisation that says so. */
  readonly organisation: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
  /** MSH-7 of the newest message that it comes from. */
  readonly sentAt: Date;
  /** True while it comes from a message about something else (a result, a letter), which any demographics message betters. */
  readonly provisional: boolean;
}

export const noDemographics: DemographicFields = {
  familyName: null,
  givenName: null,
  prefix: null,
  sex: null,
  addressLines: [],
  postcode: null,
  phone: null,
  email: null,
  nextOfKin: [],
  generalPracticeName: null,
  generalPracticeCode: null,
  generalPractitioner: null,
};

/** What to store after a message, or null when the message changes nothing (ING-2: older never overwrites newer). */
export function applyDemographics(
  stored: Demographics | null,
  message: { readonly update: DemographicsUpdate; readonly sentAt: Date; readonly aboutPerson: boolean },
  person: Pick<Demographics, 'patientId' | 'organisation' | 'nhsNumber' | 'birthDate'>,
): Demographics | null {
  if (stored !== null && !message.aboutPerson) return null;
  if (stored !== null && !stored.provisional && message.sentAt < stored.sentAt) return null;
  return { ...noDemographics, ...stored, ...message.update, ...person, sentAt: message.sentAt, provisional: !message.aboutPerson };
}

/** The one to show of what several organisations say: a demographics message before a by-product, then the newest. */
export function newestDemographics(all: readonly Demographics[]): Demographics | null {
  const [newest] = all.toSorted((a, b) => Number(a.provisional) - Number(b.provisional) || b.sentAt.getTime() - a.sentAt.getTime());
  return newest ?? null;
}
