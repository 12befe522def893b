import type { IncomingMessage } from '@cie/kit/feed.ts';
import type { FhirBundle } from '@cie/kit/fhir/fhir-bundle.ts';
import type { FhirElement } from '@cie/kit/fhir/fhir-element.ts';
import type { SourcedReport, SourcedResults } from '../domain/file-sourced-results.ts';
import { mapDiagnosticReport, mapLoneObservation, type Mapped } from './map-fhir-report.ts';

/** The results of a bundle about one person (ING-3): each DiagnosticReport, and each Observation that none of them speaks for. Throws FhirHeld. */
export function mapFhirResults(incoming: IncomingMessage, bundle: FhirBundle): SourcedResults {
  const observations = bundle.filed('Observation');
  const members = new Set(observations.flatMap((each) => each.elements('hasMember').map((reference) => bundle.resolve(reference, each))));
  const spokenFor = new Set<FhirElement>();
  const take = <Report extends SourcedReport>({ used, reports }: Mapped<Report>): readonly Report[] => {
    used.forEach((each) => spokenFor.add(each));
    return reports;
  };
  const reports = bundle.filed('DiagnosticReport').flatMap((report) => take(mapDiagnosticReport(incoming, bundle, report)));
  // Panels before what may be a member of one; what is left are panels that hold each other, and are not to be lost.
  const alone = [...observations.filter((each) => !members.has(each)), ...observations].flatMap((each) => (spokenFor.has(each) ? [] : take(mapLoneObservation(incoming, bundle, each))));
  return { reports, alone };
}
