/** Words about a person as hospitals hold them. */
export const words: {
  readonly [name in 'show' | 'name' | 'birthDate' | 'sex' | 'address' | 'phone' | 'email' | 'practice' | 'practitioner' | 'nextOfKin']: string;
} & {
  readonly sexes: Readonly<Record<string, string>>;
  readonly source: (organisation: string, day: string) => string;
  readonly wrong: (organisation: string) => string;
  readonly wrongForStaff: (organisation: string) => string;
} = {
  show: 'Contact details, next of kin and GP practice',
  name: 'Name',
  birthDate: 'Date of birth',
  sex: 'Sex',
  sexes: { female: 'Female', male: 'Male', other: 'Other', unknown: 'Not known' },
  address: 'Address',
  phone: 'Phone',
  email: 'Email',
  practice: 'GP practice',
  practitioner: 'GP',
  nextOfKin: 'Next of kin',
  source: (organisation, day) => `From ${organisation}, on ${day}.`,
  wrong: (organisation) => `If something here is wrong or missing, tell ${organisation}, or your GP practice. We show what they send us and cannot change it.`,
  wrongForStaff: (organisation) => `If something here is wrong, tell ${organisation}: the exchange shows what they send.`,
};
