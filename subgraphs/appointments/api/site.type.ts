import type { Site } from '@cie/kit/organisations.ts';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('Site', { description: 'A hospital building.' })
export class SiteType {
  @Field(() => String, { description: 'The name people know.' })
  readonly name!: string;

  @Field(() => String, { description: 'Postal address, postcode last.' })
  readonly address!: string;

  @Field(() => String, { description: 'Address of a page of another website that shows it on a map.' })
  readonly mapUrl!: string;
}

export function toSite(site: Site | null): SiteType | null {
  if (site === null) return null;
  const query = new URLSearchParams({ query: `${site.name}, ${site.address}` });
  return { ...site, mapUrl: `https://www.openstreetmap.org/search?${query.toString()}` };
}
