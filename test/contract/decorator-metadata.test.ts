import 'reflect-metadata';
import { printSchema } from 'graphql';
import { Field, ID, ObjectType, Query, Resolver, buildSchemaSync } from 'type-graphql';
import { Column, Entity, ManyToOne, OneToMany, PrimaryColumn, getMetadataArgsStorage, type Relation } from 'typeorm';
import { describe, expect, it } from 'vitest';

@ObjectType()
class Leaflet {
  @Field(() => ID)
  id!: string;

  @Field(() => Date, { nullable: true })
  printedAt!: Date | null;
}

@Resolver(() => Leaflet)
class LeafletResolver {
  @Query(() => [Leaflet])
  leaflets(): Leaflet[] {
    return [];
  }
}

@Entity()
class Shelf {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @OneToMany(() => Book, (book) => book.shelf)
  books!: Relation<Book>[];
}

@Entity()
class Book {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @ManyToOne(() => Shelf, (shelf) => shelf.books)
  shelf!: Relation<Shelf>;
}

const designType = (target: object, property: string): unknown => Reflect.getMetadata('design:type', target, property);

// Another compiler (tsx, Node's own) loses this metadata without an error, and columns silently become `Object`.
describe('compile pipeline: decorators keep their metadata', () => {
  it('emits design:type for columns, and none that a circular import could break for relations', () => {
    expect(designType(Book.prototype, 'at')).toBe(Date);
    expect(designType(Book.prototype, 'id')).toBe(String);
    expect(designType(Book.prototype, 'shelf')).toBe(Object);
    expect(getMetadataArgsStorage().columns.filter((column) => column.target === Book)).toHaveLength(2);
  });

  it('builds a GraphQL schema from decorated classes', () => {
    const schema = buildSchemaSync({ resolvers: [LeafletResolver], validate: false });
    expect(printSchema(schema)).toContain('type Leaflet {\n  id: ID!\n  printedAt: DateTimeISO\n}');
  });

  it('does not define undeclared fields over accessors of a prototype', () => {
    expect(Object.keys(new Book())).toEqual([]);
  });
});
