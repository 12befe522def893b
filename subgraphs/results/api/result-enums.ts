import { registerEnumType } from 'type-graphql';
import { Flag as FlagCode, ReportKind as Kind, ResultStatus } from '../domain/report.ts';

/** The names of the graph for the numbers of the rows. */
export const ReportKind = { LABORATORY: Kind.laboratory, RADIOLOGY: Kind.radiology } as const;

registerEnumType(ReportKind, {
  name: 'ReportKind',
  description: 'Who made a report.',
  valuesConfig: {
    LABORATORY: { description: 'Blood and other laboratory tests.' },
    RADIOLOGY: { description: 'X-ray, ultrasound, CT, MRI and other imaging, told in words.' },
  },
});

const statuses = {
  REGISTERED: ResultStatus.registered,
  PARTIAL: ResultStatus.partial,
  PRELIMINARY: ResultStatus.preliminary,
  FINAL: ResultStatus.final,
  CORRECTED: ResultStatus.corrected,
  CANCELLED: ResultStatus.cancelled,
  WITHDRAWN: ResultStatus.withdrawn,
} as const;
const statusDescriptions = {
  REGISTERED: { description: 'Asked for or in progress; there is no result yet.' },
  PARTIAL: { description: 'Some results are there, others follow.' },
  PRELIMINARY: { description: 'An early result that may still change.' },
  FINAL: { description: 'Complete and verified by the laboratory.' },
  CORRECTED: { description: 'Changed by the laboratory after it was final.' },
  CANCELLED: { description: 'It could not be obtained, or the order was cancelled.' },
  WITHDRAWN: { description: 'The sender took the result back; its value is not shown any more.' },
};

export const ReportStatus = statuses;
registerEnumType(ReportStatus, { name: 'ReportStatus', description: 'How far a report has come. Source: OBR-25.', valuesConfig: statusDescriptions });

export const ObservationStatus = { ...statuses } as const;
registerEnumType(ObservationStatus, {
  name: 'ObservationStatus',
  description: 'How far one test has come. Source: OBX-11.',
  valuesConfig: statusDescriptions,
});

export const Flag = {
  NORMAL: FlagCode.normal,
  HIGH: FlagCode.high,
  LOW: FlagCode.low,
  CRITICAL_HIGH: FlagCode.criticalHigh,
  CRITICAL_LOW: FlagCode.criticalLow,
  ABNORMAL: FlagCode.abnormal,
} as const;

registerEnumType(Flag, {
  name: 'Flag',
  description: "The laboratory's own judgement of a value against its reference range; never computed here. Source: OBX-8.",
  valuesConfig: {
    NORMAL: { description: 'Inside the reference range.' },
    HIGH: { description: 'Above the reference range.' },
    LOW: { description: 'Below the reference range.' },
    CRITICAL_HIGH: { description: 'Far above: the laboratory tells a clinician at once.' },
    CRITICAL_LOW: { description: 'Far below: the laboratory tells a clinician at once.' },
    ABNORMAL: { description: 'Not as expected, where high and low do not apply.' },
  },
});
