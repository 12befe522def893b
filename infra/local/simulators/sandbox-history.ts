import {
  appointmentBody, cultureReport, documentBody, header, hoursToReport, panelResult, pd1, pid, pv1, textReport,
  type Clinician, type Coded, type Hospital, type Isolate, type ResultOptions, type Setting, type Values, type Visit,
} from './hospital-messages.ts';
import { sandboxPeople, type SandboxPerson } from './sandbox-people.ts';
import { writeSimplePdf } from './simple-pdf.ts';
import { panels, type Panel } from './test-panels.ts';

const imperial: Hospital = { odsCode: 'RYJ', site: 'Hammersmith Hospital' };
const chelsea: Hospital = { odsCode: 'RQM', site: 'West Middlesex University Hospital' };
const hillingdon: Hospital = { odsCode: 'RAS', site: 'Hillingdon Hospital' };
const northWest: Hospital = { odsCode: 'R1K', site: 'Northwick Park Hospital' };

const renal: Setting = { clinic: 'Renal outpatients', specialty: '361', clinician: ['Dr', 'Philippa', 'Greenhalgh'] };
const diabetes: Setting = { clinic: 'Diabetes centre', specialty: '307', clinician: ['Dr', 'Anselm', 'Oduya'] };
const endocrine: Setting = { clinic: 'Endocrine clinic', specialty: '302', clinician: ['Dr', 'Yusra', 'Pemberton'] };
const medicine: Setting = { clinic: 'Acute medical unit', specialty: '300', clinician: ['Dr', 'Rosalind', 'Achterberg'] };
const cardiology: Setting = { clinic: 'Heart failure clinic', specialty: '320', clinician: ['Professor', 'Idris', 'Calloway'] };
const haematology: Setting = { clinic: 'Haematology clinic', specialty: '303', clinician: ['Dr', 'Meredith', 'Sandoval-Hart'] };
const sexualHealth: Setting = { clinic: 'Sexual health clinic', specialty: '360', clinician: ['Dr', 'Leonie', 'Marchbanks'] };
const mentalHealth: Setting = { clinic: 'Community mental health team', specialty: '710', clinician: ['Dr', 'Tobias', 'Wrexley'] };
const asthma: Setting = { clinic: 'Paediatric asthma clinic', specialty: '258', clinician: ['Dr', 'Hester', 'Balogun'] };
const paediatrics: Setting = { clinic: 'Children’s outpatients', specialty: '420', clinician: ['Dr', 'Cordelia', 'Whitcombe'] };
const youngMinds: Setting = { clinic: 'Child and adolescent mental health team', specialty: '711', clinician: ['Dr', 'Jasper', 'Lindqvist'] };
const antenatal: Setting = { clinic: 'Antenatal clinic', specialty: '501', clinician: ['Ms', 'Oluchi', 'Fairweather'] };
const radiologist: Clinician = ['Dr', 'Evander', 'Lisle'];

const DAY = 86_400_000;

/** Writes the messages of one hospital about one person, with ids of its own. */
class Story {
  readonly messages: string[] = [];
  readonly #now: Date;
  readonly #person: SandboxPerson;
  readonly #hospital: Hospital;
  readonly #nextId: () => string;
  #orders = 0;
  readonly #letters = new Set<string>();

  constructor(now: Date, person: SandboxPerson, hospital: Hospital, nextId: () => string) {
    this.#now = now;
    this.#person = person;
    this.#hospital = hospital;
    this.#nextId = nextId;
  }

  /** A point in time, `days` from now (negative: ago), at the hour given. */
  at(days: number, hour = 9, minute = 20): Date {
    const day = Temporal.Instant.fromEpochMilliseconds(this.#now.getTime() + days * DAY).toZonedDateTimeISO('Europe/London');
    return new Date(day.with({ hour, minute, second: 0, millisecond: 0 }).epochMilliseconds);
  }

  demographics(event: 'A28' | 'A31', days: number, practice: Coded): this {
    return this.#send('PAS', `ADT^${event}`, this.at(days, 8), [pid(this.#hospital, this.#person), pd1(practice)]);
  }

  result(setting: Setting, panel: Panel, days: number, values: Values, options: ResultOptions & { readonly order?: string } = {}): this {
    const at = this.at(days);
    const order = options.order ?? this.#nextOrder('L');
    return this.#send('LAB', 'ORU^R01', new Date(at.getTime() + hoursToReport(options.status ?? 'F') * 3_600_000 + 600_000), [
      pid(this.#hospital, this.#person), pv1(this.#hospital, setting), ...panelResult(order, panel, at, values, options),
    ]);
  }

  /** One panel many times: evenly from `from` to `to` days, values straight from first to last with a small swing, so that trends look real. */
  series(setting: Setting, panel: Panel, from: number, to: number, times: number, path: Readonly<Record<string, readonly [first: number, last: number]>>): this {
    for (let step = 0; step < times; step++) {
      const share = times === 1 ? 1 : step / (times - 1);
      const values = Object.fromEntries(Object.entries(path).map(([code, [first, last]], index) => {
        const swing = 1 + 0.04 * Math.sin(step * 2.3 + index * 1.7);
        return [code, (first + (last - first) * share) * swing];
      }));
      this.result(setting, panel, Math.round(from + (to - from) * share), values);
    }
    return this;
  }

  text(setting: Setting, application: 'LAB' | 'RIS', service: Coded, section: string, days: number, lines: readonly string[], reader?: Clinician, file?: Buffer): this {
    const at = this.at(days, 11);
    return this.#send(application, 'ORU^R01', new Date(at.getTime() + 2 * 3_600_000), [
      pid(this.#hospital, this.#person), pv1(this.#hospital, setting), ...textReport(this.#nextOrder(application === 'RIS' ? 'R' : 'L'), service, section, at, lines, reader, file),
    ]);
  }

  culture(setting: Setting, service: Coded, days: number, isolates: readonly Isolate[]): this {
    const at = this.at(days, 11);
    return this.#send('LAB', 'ORU^R01', new Date(at.getTime() + 49 * 3_600_000), [
      pid(this.#hospital, this.#person), pv1(this.#hospital, setting), ...cultureReport(this.#nextOrder('M'), service, at, isolates),
    ]);
  }

  /** A letter; with the `id` of one before, its next version. */
  letter(setting: Setting, type: Coded, days: number, body: readonly string[] | Buffer, { id, expected }: { readonly id?: string; readonly expected?: Date } = {}): this {
    const at = this.at(days, 16);
    const source = id ?? this.#nextOrder('D');
    const event = id !== undefined && this.#letters.has(id) ? 'MDM^T08' : 'MDM^T02';
    this.#letters.add(source);
    return this.#send('LETTERS', event, at, [
      pid(this.#hospital, this.#person), pv1(this.#hospital, setting), ...documentBody(source, type, at, setting.clinician, body, expected),
    ]);
  }

  /** SIU S12 books, S13 moves, S14 tells here that the patient came, S26 that they did not, S15 cancels; `sentDays` is when the message was sent. */
  appointment(event: 'S12' | 'S13' | 'S14' | 'S15' | 'S26', setting: Setting, sentDays: number, visit: Omit<Visit, 'status'>): this {
    const status = ({ S12: 'Booked', S13: 'Booked', S14: 'Complete', S15: 'Cancelled', S26: 'Noshow' } as const)[event];
    const id = `${this.#hospital.odsCode}-${this.#person.nhsNumber.slice(3)}-${visit.id}`;
    return this.#send('PAS', `SIU^${event}`, this.at(sentDays, 14), appointmentBody(this.#hospital, this.#person, setting, { ...visit, id, status }));
  }

  #nextOrder(kind: string): string {
    return `${this.#hospital.odsCode}-${this.#person.nhsNumber.slice(3)}-${kind}${++this.#orders}`;
  }

  #send(application: string, event: string, at: Date, body: readonly string[]): this {
    this.messages.push([header(this.#hospital, application, event, this.#nextId(), at), ...body].join('\r'));
    return this;
  }
}

/**
 * The sandbox's history, every date relative to `now`, in the order the hospitals send it. Message ids start with
 * `run`; order, document and appointment numbers are the same in every run, so that sending again brings the records
 * up to date instead of doubling them.
 */
export function writeSandboxHistory(now: Date, run: string): readonly string[] {
  let count = 0;
  const story = (index: number, hospital: Hospital): Story => {
    const person = sandboxPeople[index];
    if (person === undefined) throw new Error('A story has no person.');
    return new Story(now, person, hospital, () => `${run}-${++count}`);
  };
  return [
    ...marigold(story(0, imperial), story(0, chelsea)),
    ...osric(story(1, chelsea), story(1, imperial)),
    ...ingrid(story(2, hillingdon), story(2, chelsea)),
    ...bertram(story(3, northWest), story(3, imperial)),
    ...tamsin(story(4, northWest)),
    ...caspian(story(5, imperial)),
    ...beatrix(story(6, chelsea)),
    ...juniper(story(7, chelsea)),
  ];
}

function marigold(hammersmith: Story, westMiddlesex: Story): readonly string[] {
  hammersmith
    .demographics('A28', -1600, ['E85001', 'The Plumtree Practice'])
    .series(diabetes, panels.hba1c, -1580, -24, 14, { HBA1C: [74, 56] })
    .series(renal, panels.ue, -1580, -5, 18, { NA: [139, 141], K: [4.6, 5.2], UREA: [7.1, 10.4], CREA: [88, 124], EGFR: [61, 42] })
    .series(renal, panels.fbc, -1400, -24, 9, { HB: [126, 114], WBC: [6.8, 7.2], PLT: [260, 244], MCV: [88, 90], NEUT: [4.1, 4.4] })
    .series(diabetes, panels.lipids, -1500, -60, 6, { CHOL: [5.9, 4.2], HDL: [1.1, 1.3], LDL: [3.8, 2.1], TRIG: [2.4, 1.6] })
    .result(renal, panels.ue, -3, { NA: 140, K: 5.6, UREA: 10.9, CREA: 126, EGFR: 41 }, { comment: 'Sample slightly haemolysed: potassium may read falsely high. Repeat suggested.' })
    .text(renal, 'RIS', ['USREN', 'Ultrasound kidneys'], 'RUS', -10, [
      'Clinical details: falling kidney function, diabetes.',
      'Both kidneys are of normal size and outline. Right 10.2 cm, left 10.4 cm.',
      'No hydronephrosis. A simple cyst of 12 mm in the left lower pole.',
      'Conclusion: no obstruction. Simple left renal cyst, no follow-up needed.',
    ], radiologist)
    .letter(renal, ['CLINLET', 'Clinic letter'], -23, [
      'Diagnoses: type 2 diabetes since 2012; chronic kidney disease stage 3b.',
      'Mrs Thistlewood feels well. Blood pressure 134/78. No ankle swelling.',
      'Plan: continue ramipril, repeat bloods in three months, ultrasound of the kidneys requested.',
    ])
    .appointment('S12', renal, -23, { id: 'A1', start: hammersmith.at(32, 10, 40), minutes: 20, service: 'Renal follow-up', reason: 'Follow-up', instructions: ['Please bring a list of your tablets.', 'Have your blood taken a week before.'] })
    .appointment('S12', diabetes, -400, { id: 'A2', start: hammersmith.at(-205, 14, 0), minutes: 30, service: 'Diabetes annual review', reason: 'Annual review', instructions: [] })
    .demographics('A31', -20, ['E85001', 'The Plumtree Practice']);
  westMiddlesex
    .text(medicine, 'RIS', ['XRCHE', 'X-ray chest'], 'XRC', -410, ['Heart size normal. Lungs clear. No fracture seen.', 'Conclusion: normal chest X-ray.'], radiologist)
    .letter(medicine, ['DISCH', 'Discharge summary'], -407, writeSimplePdf('Discharge summary', [
      'West Middlesex University Hospital - Acute medical unit', '',
      'Admitted with a chest infection and discharged home after three nights.',
      'Treated with amoxicillin by mouth; oxygen was not needed.',
      'Blood sugars were high during the infection and came down before discharge.', '',
      'For the general practice: please repeat kidney function in two weeks.',
    ]));
  return [...hammersmith.messages, ...westMiddlesex.messages];
}

function osric(westMiddlesex: Story, hammersmith: Story): readonly string[] {
  const corrected = 'RQM-2047283-TSH';
  westMiddlesex
    .demographics('A28', -1200, ['E85107', 'Lantern Row Surgery'])
    .series(endocrine, panels.tft, -1180, -75, 10, { TSH: [8.9, 2.4], FT4: [9.8, 15.6] })
    .series(endocrine, panels.lipids, -1180, -75, 5, { CHOL: [6.4, 4.9], HDL: [1.2, 1.4], LDL: [4.2, 2.8], TRIG: [1.9, 1.5] })
    .series(endocrine, panels.lft, -900, -75, 4, { BILI: [9, 11], ALT: [44, 31], ALP: [78, 80], ALB: [43, 44] })
    .result(endocrine, panels.tft, -12, { TSH: 12.4, FT4: 15.1 }, { order: corrected })
    .result(endocrine, panels.tft, -12, { TSH: 2.14, FT4: 15.1 }, { order: corrected, status: 'C', comment: 'TSH corrected: the first value belonged to another dilution.' })
    .appointment('S12', endocrine, -60, { id: 'A1', start: westMiddlesex.at(18, 9, 30), minutes: 20, service: 'Thyroid review', reason: 'Review', instructions: ['This is a telephone appointment.'] })
    .appointment('S13', endocrine, -14, { id: 'A1', start: westMiddlesex.at(25, 15, 10), minutes: 20, service: 'Thyroid review', reason: 'Review', instructions: ['This is a telephone appointment.', 'The time was changed at your request.'] })
    .appointment('S12', endocrine, -90, { id: 'A2', start: westMiddlesex.at(12, 11, 0), minutes: 20, service: 'Dietitian', reason: 'Advice on cholesterol', instructions: [] })
    .appointment('S15', endocrine, -6, { id: 'A2', start: westMiddlesex.at(12, 11, 0), minutes: 20, service: 'Dietitian', reason: 'Clinic cancelled', instructions: ['You will be sent a new date.'] });
  hammersmith
    .demographics('A31', -50, ['E85107', 'Lantern Row Surgery'])
    .text(sexualHealth, 'LAB', ['CTGC', 'Chlamydia and gonorrhoea, nucleic acid test'], 'MCB', -45, ['Chlamydia trachomatis: not detected.', 'Neisseria gonorrhoeae: not detected.'])
    .appointment('S12', sexualHealth, -40, { id: 'A1', start: hammersmith.at(9, 17, 20), minutes: 15, service: 'Sexual health follow-up', reason: 'Follow-up', instructions: [] });
  return [...westMiddlesex.messages, ...hammersmith.messages];
}

function ingrid(uxbridge: Story, westMiddlesex: Story): readonly string[] {
  uxbridge
    .demographics('A28', -800, ['E86014', 'Saffron Lane Medical Centre'])
    .series(haematology, panels.fbc, -780, -30, 9, { HB: [92, 128], WBC: [6.1, 6.4], PLT: [402, 310], MCV: [71.5, 86], NEUT: [3.4, 3.6] })
    .series(haematology, panels.ferritin, -780, -30, 6, { FER: [6, 48] })
    .text(medicine, 'LAB', ['MSU', 'Urine culture'], 'MB', -20, [
      'Microscopy: white cells over 100 per microlitre.',
      'Culture: Escherichia coli, over 10^5 per mL.',
      'Nitrofurantoin: sensitive. Trimethoprim: resistant.',
    ])
    .letter(haematology, ['CLINLET', 'Clinic letter'], -28, ['Iron deficiency anaemia, treated with iron by mouth.', 'Blood count back to normal. Discharged to the general practice.'])
    .appointment('S12', haematology, -200, { id: 'A1', start: uxbridge.at(-29, 9, 50), minutes: 20, service: 'Haematology review', reason: 'Review', instructions: [] })
    .appointment('S14', haematology, -29, { id: 'A1', start: uxbridge.at(-29, 9, 50), minutes: 20, service: 'Haematology review', reason: 'Review', instructions: [] })
    .culture(medicine, ['MSU', 'Urine culture'], -9, [{
      organism: ['112283007', 'Escherichia coli'], growth: 'Over 10^5 per mL',
      medicines: [[['NIT', 'Nitrofurantoin'], 'S', '16'], [['FOS', 'Fosfomycin'], 'S', '<=4'], [['CIP', 'Ciprofloxacin'], 'I'], [['TRI', 'Trimethoprim'], 'R', '>16']],
    }]);
  westMiddlesex
    .letter(mentalHealth, ['CLINLET', 'Clinic letter'], -70, ['Ms Abernethy-Vale was seen for a first assessment.', 'Low mood since spring, sleeping better now. Talking therapy was agreed, twelve sessions.'])
    .appointment('S12', mentalHealth, -30, { id: 'A1', start: westMiddlesex.at(15, 13, 0), minutes: 50, service: 'Talking therapy', reason: 'Session 5', instructions: [] })
    .letter(antenatal, ['ANBOOK', 'Antenatal booking letter'], -152, ['Thank you for booking with us. This is your first pregnancy.', 'Your community midwife is Ms Fairweather.'])
    .letter(antenatal, ['ANSCAN', 'Letter after the dating scan'], -118, ['One baby, growing well. The expected date of delivery is set by this scan.'], { expected: westMiddlesex.at(76) })
    .letter(antenatal, ['BPLAN', 'Birth plan'], -12, ['You would like to give birth in the midwife-led unit.'], { id: 'BP1' })
    .letter(antenatal, ['BPLAN', 'Birth plan'], -5, ['You would like to give birth in the midwife-led unit, in water if the pool is free.', 'Your partner and your sister will be with you.'], { id: 'BP1' })
    .appointment('S12', antenatal, -140, { id: 'A2', start: westMiddlesex.at(-118, 11, 0), minutes: 30, service: 'Antenatal clinic', reason: 'Dating scan', instructions: [] })
    .appointment('S12', antenatal, -12, { id: 'A3', start: westMiddlesex.at(9, 10, 30), minutes: 20, service: 'Antenatal clinic', reason: 'Midwife appointment', instructions: ['Please bring your notes and a urine sample.'] });
  return [...uxbridge.messages, ...westMiddlesex.messages];
}

function bertram(northwickPark: Story, hammersmith: Story): readonly string[] {
  northwickPark
    .demographics('A28', -1900, ['E84022', 'Mill Walk Surgery'])
    .series(cardiology, panels.ue, -1880, -40, 20, { NA: [138, 134], K: [4.2, 4.8], UREA: [6.5, 9.8], CREA: [82, 118], EGFR: [74, 52] })
    .series(cardiology, panels.bnp, -1500, -40, 8, { NTBNP: [2900, 860] })
    .series(cardiology, panels.fbc, -1500, -100, 7, { HB: [134, 121], WBC: [7.4, 7], PLT: [230, 222], MCV: [92, 93], NEUT: [4.6, 4.4] })
    .text(cardiology, 'RIS', ['XRCHE', 'X-ray chest'], 'XRC', -730, ['The heart is enlarged. Small effusions on both sides.', 'Conclusion: signs of heart failure.'], radiologist)
    .text(cardiology, 'RIS', ['XRCHE', 'X-ray chest'], 'XRC', -4, ['The heart is enlarged, unchanged. The effusions have cleared.', 'Conclusion: improved.'], radiologist, writeSimplePdf('X-ray chest', ['The heart is enlarged, unchanged.', 'The effusions have cleared.', '', 'Conclusion: improved.']))
    .letter(cardiology, ['DISCH', 'Discharge summary'], -724, ['Admitted with breathlessness from heart failure.', 'Treated with furosemide; lost five kilograms of fluid.', 'Weigh yourself daily. Call the heart failure nurse if you gain two kilograms in three days.'])
    .appointment('S12', cardiology, -35, { id: 'A1', start: northwickPark.at(21, 10, 0), minutes: 30, service: 'Heart failure clinic', reason: 'Follow-up', instructions: ['An ECG is done before you see the doctor: please come 20 minutes early.'] })
    .appointment('S12', cardiology, -300, { id: 'A2', start: northwickPark.at(-118, 10, 0), minutes: 30, service: 'Heart failure clinic', reason: 'Follow-up', instructions: [] })
    .appointment('S26', cardiology, -117, { id: 'A2', start: northwickPark.at(-118, 10, 0), minutes: 30, service: 'Heart failure clinic', reason: 'Follow-up', instructions: [] })
    .text(cardiology, 'RIS', ['ECHO', 'Echocardiogram'], 'CUS', -24, ['Left ventricle dilated, ejection fraction 38 per cent.', 'Conclusion: moderately reduced function, a little better than before.'], radiologist);
  hammersmith
    .demographics('A31', -380, ['E84022', 'Mill Walk Surgery'])
    .series(medicine, panels.crp, -378, -372, 4, { CRP: [146, 9] })
    .letter(medicine, ['DISCH', 'Discharge summary'], -371, ['Admitted with cellulitis of the left leg, treated with flucloxacillin.', 'Discharged home with community nursing.']);
  return [...northwickPark.messages, ...hammersmith.messages];
}

function tamsin(ealing: Story): readonly string[] {
  return ealing
    .demographics('A28', -600, ['E85340', 'Heron Court Practice'])
    .result(asthma, panels.fbc, -210, { HB: 131, WBC: 8.2, PLT: 301, MCV: 84.2, NEUT: 4.4 })
    .letter(asthma, ['CLINLET', 'Clinic letter'], -205, ['Asthma well controlled on a preventer inhaler.', 'Peak flow 92 per cent of best. Review in a year.'])
    .appointment('S12', asthma, -200, { id: 'A1', start: ealing.at(40, 16, 0), minutes: 20, service: 'Asthma review', reason: 'Annual review', instructions: ['Please bring your inhalers and spacer.'] })
    .messages;
}

function caspian(hammersmith: Story): readonly string[] {
  return hammersmith
    .demographics('A28', -8, ['E87733', 'Orchard Steps Surgery'])
    .result(medicine, panels.lft, -7, { BILI: 12, ALT: 58, ALP: 92, ALB: 44 })
    .appointment('S12', medicine, -6, { id: 'A1', start: hammersmith.at(13, 11, 20), minutes: 20, service: 'Liver clinic, first visit', reason: 'New referral', instructions: ['Do not eat for four hours before: an ultrasound may be done.'] })
    .messages;
}

function beatrix(westMiddlesex: Story): readonly string[] {
  return westMiddlesex
    .demographics('A28', -300, ['E85107', 'Lantern Row Surgery'])
    .result(haematology, panels.fbc, -120, { HB: 131, WBC: 5.9, PLT: 262, MCV: 88.1, NEUT: 3.2 })
    .messages;
}

/** A child whose mother may act for her: a report that waits for both, and a letter that needs a label of its own. */
function juniper(westMiddlesex: Story): readonly string[] {
  return westMiddlesex
    .demographics('A28', -700, ['E85107', 'Lantern Row Surgery'])
    .result(paediatrics, panels.fbc, -64, { HB: 124, WBC: 7.1, PLT: 318, MCV: 83.4, NEUT: 3.6 })
    .letter(paediatrics, ['CLINLET', 'Clinic letter'], -60, ['Juniper has had tummy aches since the summer holidays. She eats and grows well.', 'Her blood count is normal. An ultrasound was arranged; please keep a diary of the pains.'])
    .text(paediatrics, 'RIS', ['USABD', 'Ultrasound abdomen'], 'RUS', -6, ['Liver, kidneys and spleen look normal.', 'Conclusion: no cause for the pain was seen.'], radiologist)
    .letter(youngMinds, ['CLINLET', 'Clinic letter'], -30, ['Juniper told us about worries at school. We agreed to meet again with her and her mother.'])
    .appointment('S12', paediatrics, -60, { id: 'A1', start: westMiddlesex.at(27, 9, 40), minutes: 20, service: 'Children’s clinic', reason: 'Review', instructions: ['Please bring the diary of the pains.'] })
    .messages;
}
